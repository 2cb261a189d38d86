/**
 * Goal: a target is given nothing that it cannot do. Method: what each part of a scenario needs, one part at a time, and
 * laws over everything that the themes generate.
 */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import type {
  Capability,
  MethodName,
  NestedOperation,
  Operation,
  OperationType,
  Scenario,
  WorkEnding,
} from '../../../spec/index.js';
import { capabilityMeanings } from '../../../spec/index.js';
import { anyScenario, needsOf, shrinkScenario, themes } from '../../index.js';
import { ScenarioBuilder } from '../../scenarios/index.js';

type Of<Type extends OperationType> = Extract<Operation, { readonly type: Type }>;

const scenarioOf = (...operations: readonly Operation[]): Scenario => ({
  services: [{ askTimeoutMs: 1000, frameBytes: 4096, forceSerialization: false, remote: false }],
  steps: operations.map((operation, position) => ({ op: position + 1, lane: 0, operation })),
  tape: [],
});

const needs = (...operations: readonly Operation[]): readonly Capability[] =>
  [...needsOf(scenarioOf(...operations))].sort();

const builder = (): ScenarioBuilder => new ScenarioBuilder({ nextInt: (min) => min });

function creation(changes: Partial<Of<'create-endpoint'>> = {}): Operation {
  const b = builder();
  b.create();
  return { ...(b.build().steps[0]?.operation as Of<'create-endpoint'>), ...changes };
}

function call(changes: Partial<Of<'call'>> = {}): Of<'call'> {
  const script = { nested: [], end: { ending: 'return' } } as const;
  const target = { gateway: 1 };
  return { type: 'call', target, method: 'ask', timeout: null, argument: 'good', script, ...changes };
}

const connect = (changes: Partial<Of<'connect'>> = {}): Operation => ({
  type: 'connect',
  gateway: 1,
  service: 0,
  address: { kind: 'endpoint', endpoint: 1 },
  gatewayType: 'conformance',
  version: 2,
  fencing: null,
  ...changes,
});

const nested = (operation: Operation): NestedOperation => ({ op: 100, operation });
const ending = (end: WorkEnding): Operation => call({ script: { nested: [], end } });

test('what a target of tier 1 has to do needs nothing', (t) => {
  t.deepEqual(
    needs(
      creation(),
      { type: 'start', endpoint: 1 },
      { type: 'stop', endpoint: 1 },
      { type: 'watch', endpoint: 1, callback: [] },
      connect(),
      connect({ address: { kind: 'name', service: 0, name: 'nobody' } }),
      connect({ gatewayType: 'foreign', version: 3 }),
      call(),
      call({ method: 'tell' }),
      { type: 'terminate', endpoint: 1 },
      { type: 'settle' },
      { type: 'advance', milliseconds: 10 },
    ),
    [],
  );
});

const parts: readonly (readonly [what: string, operation: Operation, needed: readonly Capability[]])[] = [
  ['a fenced endpoint', creation({ kind: 'fenced', token: { type: 'A', bytes: '' } }), ['fencing']],
  ['a fenced endpoint without token', creation({ kind: 'fenced' }), ['fencing', 'mutable-token']],
  ['an endpoint without a name', creation({ name: null }), ['generated-names']],
  ['an unusable name', creation({ name: 'a/b' }), ['generated-names']],
  ['a name that is a pattern', creation({ name: 'w*' }), ['generated-names', 'wildcard-address']],
  ['a resource', creation({ resources: 1 }), ['resources']],
  ['a constructor that throws', creation({ constructorThrows: true }), ['scripted-hooks']],
  ['onStop that ends late', creation({ onStop: { nested: [], end: 'later' } }), ['scripted-hooks']],
  [
    'onStop that returns null',
    creation({ onStop: { nested: [], end: 'null' } }),
    ['null-from-hooks', 'scripted-hooks'],
  ],
  [
    'onStart that returns a promise',
    creation({ onStart: { nested: [], end: 'promise' } }),
    ['asynchronous-hooks', 'scripted-hooks'],
  ],
  [
    'onStart that sends to itself',
    creation({ onStart: { nested: [nested(call({ target: { self: 1 } }))], end: 'return' } }),
    ['main-thread', 'scripted-hooks'],
  ],
  ['a gateway with a token', connect({ fencing: { token: null } }), ['fencing']],
  ['a pattern', connect({ address: { kind: 'wildcard', service: 0, prefix: 'w' } }), ['wildcard-address']],
  ['an unknown host', connect({ address: { kind: 'unknown-host' } }), ['remote-service']],
  [
    'a task of an executor',
    { type: 'schedule', executor: 1, delayMs: 10, callable: false, script: call().script },
    ['main-thread', 'scheduled-tasks'],
  ],
  ['a self gateway', call({ target: { self: 1 } }), ['main-thread']],
  ['a limit of its own', call({ method: 'askWithin', timeout: 100 }), ['timeouts']],
  ['a local method', call({ method: 'askLocal' }), ['serialization']],
  ['a call that blocks', call({ method: 'askBlocking' }), ['blocking-call']],
  ['an overloaded method', call({ method: 'overloaded(text)' as MethodName }), ['overloaded-methods']],
  ['an argument of a wrong type', call({ argument: 'wrong-type' }), ['raw-messages']],
  ['a large argument', call({ argument: { bytes: 5000 } }), ['serialization']],
  ['a method that throws', ending({ ending: 'throw' }), ['scripted-work']],
  ['a result that comes later', ending({ ending: 'later' }), ['scripted-work', 'timeouts']],
  ['a large result', ending({ ending: 'bytes', size: 5000 }), ['scripted-work', 'serialization']],
  [
    'a handler that holds its main thread',
    ending({ ending: 'hold' }),
    ['blocking-handler', 'scripted-work', 'timeouts'],
  ],
  [
    'a handler that asks whether its endpoint runs',
    call({
      script: {
        nested: [nested({ type: 'query', subject: { endpoint: 1 }, property: 'running' })],
        end: { ending: 'return' },
      },
    }),
    ['main-thread', 'scripted-work'],
  ],
  [
    'a callback of a termination future',
    { type: 'watch', endpoint: 1, callback: [nested({ type: 'start', endpoint: 2 })] },
    ['scripted-work'],
  ],
  ['a change of the token', { type: 'set-token', endpoint: 1, token: null }, ['fencing', 'mutable-token']],
  ['closing a service', { type: 'close-service', service: 0, timeoutMs: null }, ['service-closing']],
  [
    'closing with a limit',
    { type: 'close-service', service: 0, timeoutMs: 10 },
    ['close-timeout', 'service-closing'],
  ],
  ['a fault', { type: 'fault', endpoint: 1 }, ['fault-injection']],
  ['a question', { type: 'query', subject: { endpoint: 1 }, property: 'address' }, ['queries']],
  ['a broken link', { type: 'link', from: 0, to: 1, action: 'fail' }, ['link-faults', 'remote-service']],
];

for (const [what, operation, needed] of parts) {
  test(`${what} needs ${needed.join(' and ')}`, (t) => {
    t.deepEqual(needs(operation), needed);
  });
}

test('services that others reach, a second service and forced serialization need their capabilities', (t) => {
  const [service] = scenarioOf().services;
  if (service === undefined) return t.fail('there is no service');
  const needed = (...services: Scenario['services']) => [...needsOf({ services, steps: [], tape: [] })];
  t.deepEqual(needed(service), []);
  t.deepEqual(needed({ ...service, remote: true }), ['remote-service']);
  t.deepEqual(needed(service, service), ['remote-service']);
  t.deepEqual(needed({ ...service, captureCallStacks: true }), ['call-stack-capture']);
  return t.deepEqual(needed({ ...service, forceSerialization: true }), ['forced-serialization']);
});

test('a tape needs a schedule that the suite decides, and timeouts when it names one', (t) => {
  const deviation = (leg: 'answer' | 'timeout') => ({
    held: { leg: 'request', id: 1 } as const,
    first: { leg, id: 2 },
  });
  const needed = (leg: 'answer' | 'timeout') => [...needsOf({ ...scenarioOf(), tape: [deviation(leg)] })];
  t.deepEqual(needed('answer'), ['schedule-control']);
  t.deepEqual(needed('timeout'), ['schedule-control', 'timeouts']);
});

testProp(
  'a smaller scenario never needs more',
  [anyScenario({ holds: true, capabilities: null })],
  (t, scenario) => {
    const allowed = needsOf(scenario);
    for (const smaller of shrinkScenario(scenario))
      t.deepEqual(
        [...needsOf(smaller)].filter((capability) => !allowed.has(capability)),
        [],
      );
  },
  { numRuns: 200, seed: 71 },
);

test('every capability that scenarios can show is needed by a scenario of some theme', (t) => {
  const outside: readonly Capability[] = ['virtual-clock', 'immutable-token', 'queued-messages'];
  const seen = new Set<Capability>();
  for (const scenario of fc.sample(anyScenario({ holds: true, capabilities: null }), {
    numRuns: 5000,
    seed: 72,
  }))
    for (const capability of needsOf(scenario)) seen.add(capability);
  t.true(themes.length > 0);
  t.deepEqual(
    (Object.keys(capabilityMeanings) as Capability[]).filter((name) => !seen.has(name)).sort(),
    [...outside].sort(),
  );
});
