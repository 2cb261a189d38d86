/**
 * The reference behind the adapter protocol: `node dist/adapters/typescript/main.js`. With `--observable` it reports only
 * what another implementation could see, and gives the schedule away; with `--fast` it uses the fast lane.
 */
import { observable } from '../../models/index.js';
import { serveAdapter } from '../../properties/adapter/serve-adapter.js';
import { referenceTarget, type Target } from '../../properties/suite/target.js';
import type { Capability } from '../../spec/index.js';

const flags = new Set(process.argv.slice(2));

/** The reference in one of its lanes. Nothing can hold a main thread where handlers are called by promises. */
function inLane(reference: Target): Target {
  const { runFast } = reference;
  if (flags.has('--fast') && runFast !== undefined)
    return { ...reference, run: async (scenario) => runFast(scenario) };
  return without('blocking-handler', reference);
}

function without(missing: Capability, target: Target): Target {
  return { ...target, capabilities: target.capabilities.filter((capability) => capability !== missing) };
}

/** The same with nothing but what can be seen from outside. */
function seenFromOutside(target: Target): Target {
  const { name, run } = target;
  return {
    ...without('schedule-control', target),
    name: `${name} (observable)`,
    run: async (scenario) => observable(await run(scenario)),
  };
}

const reference = inLane({ ...referenceTarget(), version: '0.1.0' });
await serveAdapter(flags.has('--observable') ? seenFromOutside(reference) : reference, {
  input: process.stdin,
  write: (line) => void process.stdout.write(line),
});
