/** The reference as it looks from outside, on a clock that the suite cannot turn. */
import { observable } from '../../../models/index.js';
import { referenceTarget, runScenarioFast, type Target } from '../../index.js';

const capabilities = referenceTarget().capabilities.filter(
  (capability) => capability !== 'schedule-control' && capability !== 'virtual-clock',
);
/** See the head of this file. */
export const outside: Target = {
  name: 'outside',
  capabilities,
  run: async (scenario) => observable(runScenarioFast({ ...scenario, tape: [] })),
  outside: {
    concurrency: 1,
    observe: async (scenario) => ({
      trace: observable(runScenarioFast({ ...scenario, tape: [] })),
      unsettled: [],
    }),
  },
};
