/**
 * An adapter for tests: the reference as it looks from outside, on a clock that the suite cannot turn. In every second
 * scenario it loses what came last.
 */
import { observable } from '../../../models/index.js';
import { referenceTarget, runScenarioFast, serveAdapter } from '../../index.js';

let runs = 0;
const capabilities = referenceTarget().capabilities.filter(
  (capability) => capability !== 'schedule-control' && capability !== 'virtual-clock',
);

await serveAdapter(
  {
    name: 'flaky',
    capabilities,
    run: async (scenario) => {
      runs += 1;
      const { header, events } = observable(runScenarioFast(scenario));
      return {
        header: { ...header, complete: false },
        events: events.slice(0, runs % 2 === 0 ? -2 : undefined),
      };
    },
  },
  { input: process.stdin, write: (line) => void process.stdout.write(line) },
);
