/**
 * Goal: what no implementation can be blamed for is a fault of its adapter, and what one can is left to the models.
 * Method: histories of one scenario by hand, each with one event that cannot be.
 */
import test from 'ava';
import type { AdapterEvent, Outcome } from '../../../spec/index.js';
import { AdapterFault } from '../../adapter/adapter-fault.js';
import { traced } from '../../adapter/adapter-history.js';
import { ScenarioBuilder } from '../../index.js';

/** One endpoint, started; a gateway; an ask. */
function scenario() {
  const b = new ScenarioBuilder({ nextInt: (min) => min });
  b.service();
  b.call(b.connected(b.started()));
  return b.build();
}

const asked = scenario();
const create = asked.steps.find(({ operation }) => operation.type === 'create-endpoint');
const call = asked.steps.find(({ operation }) => operation.type === 'call');
if (create?.operation.type !== 'create-endpoint' || call === undefined)
  throw new Error('the scenario is another');
const { endpoint } = create.operation;
const UNKNOWN = 4711;

const nothing: Outcome = { kind: 'value', value: null };
const invoke = (op: number, at = 0): AdapterEvent => ({ event: 'invoke', at, op });
const outcome = (op: number, at = 0): AdapterEvent => ({ event: 'outcome', at, op, outcome: nothing });
const begin = (work: number, where = endpoint): AdapterEvent => ({
  event: 'begin',
  at: 0,
  endpoint: where,
  role: 'call',
  work,
});
const hook = (role: 'start' | 'stop', work: number): AdapterEvent => ({
  event: 'begin',
  at: 0,
  endpoint,
  role,
  work,
});
const dropped: AdapterEvent = {
  event: 'run',
  at: 0,
  leg: 'request',
  id: call.op,
  decision: 'drop',
  rule: 'MSG-02',
};
const before = [invoke(create.op), outcome(create.op)];

const faults: readonly (readonly [what: string, events: readonly AdapterEvent[], words: RegExp])[] = [
  ['time runs backwards', [invoke(create.op, 5), outcome(create.op, 4)], /from 5 to 4/],
  ['an operation is unknown', [invoke(UNKNOWN)], /operation 4711 is not/],
  ['an operation is invoked twice', [...before, invoke(create.op)], /a second time/],
  ['an unknown operation comes out', [...before, outcome(UNKNOWN)], /operation 4711 is not/],
  ['an operation comes out that was not invoked', [outcome(create.op), invoke(create.op)], /was not invoked/],
  ['a handler runs at an unknown endpoint', [...before, begin(call.op, UNKNOWN)], /endpoint 4711 is not/],
  ['a handler runs for an unknown operation', [...before, begin(UNKNOWN)], /operation 4711 is not/],
  [
    'a hook has the number of another endpoint',
    [...before, hook('start', UNKNOWN)],
    /number of its endpoint/,
  ],
  [
    'a resource of an unknown endpoint is closed',
    [...before, { event: 'closed', at: 0, endpoint: UNKNOWN, resource: 0 }],
    /endpoint 4711 is not/,
  ],
  [
    'a step is carried out by another lane',
    [{ event: 'invoke', at: 0, op: create.op, by: { lane: 99 } }],
    /belongs to lane 0/,
  ],
  [
    'a step is carried out on a main thread',
    [{ event: 'invoke', at: 0, op: create.op, by: { mainOf: endpoint } }],
    /not on a main thread/,
  ],
  ['an action is reported', [...before, dropped], /not complete/],
];

for (const [what, events, words] of faults) {
  test(`that ${what} is a fault of the adapter, which shows the event`, (t) => {
    const fault = t.throws(() => traced(asked, events, false), { instanceOf: AdapterFault });
    t.is(fault?.code, 'adapter-lied');
    t.regex(fault?.message ?? '', words);
    t.true(events.some((event) => JSON.stringify(event) === fault?.line));
  });
}

const actions: readonly (readonly [what: string, leg: 'request' | 'gone' | 'down', words: RegExp])[] = [
  ['an operation', 'request', /operation 4711 is not/],
  ['an endpoint', 'gone', /endpoint 4711 is not/],
  ['a service', 'down', /service 4711 is not/],
];

for (const [what, leg, words] of actions) {
  test(`in a complete history an action of ${what} that is unknown is a fault`, (t) => {
    const action: AdapterEvent = { ...dropped, leg, id: UNKNOWN };
    t.throws(() => traced(asked, [...before, action], true), { message: words });
  });
}

test('ORD-05, ORD-08 what an implementation can do wrong is left to the models', (t) => {
  const histories: readonly (readonly AdapterEvent[])[] = [
    [...before, outcome(create.op)],
    [...before, begin(call.op)],
    [...before, hook('stop', endpoint), hook('stop', endpoint)],
    [...before, { event: 'closed', at: 0, endpoint, resource: 7 }],
    [],
  ];
  for (const events of histories) t.is(traced(asked, events, false).length, events.length);
  t.is(traced(asked, [...before, dropped], true).length, before.length + 1);
});
