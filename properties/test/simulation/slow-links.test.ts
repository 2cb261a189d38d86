/**
 * Goal: a delayed message is one that arrives later, in both lanes, and the models know when. Method: scenarios by hand,
 * whose traces are read, judged, and spoilt.
 */
import test from 'ava';
import type { Operation, Scenario, Trace, TraceEvent } from '../../../spec/index.js';
import { Judge, referenceTarget, runScenarioApi, runScenarioFast, ScenarioBuilder } from '../../index.js';

/** A scenario with two services, an endpoint in the first, and a gateway to it in the second. */
function scenarioOf(
  build: (b: ScenarioBuilder, gateway: ReturnType<ScenarioBuilder['connected']>) => void,
): Scenario {
  const b = new ScenarioBuilder({ nextInt: (min) => min });
  b.service();
  b.service();
  const endpoint = b.started();
  build(b, b.connected(endpoint, { service: 1 }));
  return b.build();
}

const delay = (from: number, to: number, milliseconds?: number): Operation =>
  milliseconds === undefined
    ? { type: 'link', from, to, action: 'delay' }
    : { type: 'link', from, to, action: 'delay', milliseconds };

const judge = (trace: Trace) => new Judge(referenceTarget()).judge(trace);

/** When the leg of an operation ran. */
const ranAt = ({ events }: Trace, leg: string, id: number): number | undefined =>
  events.find((event) => event.event === 'run' && event.leg === leg && event.id === id)?.at;

const outcomeAt = ({ events }: Trace, op: number): readonly [number, string] | undefined => {
  const found = events.find((event) => event.event === 'outcome' && event.op === op);
  if (found?.event !== 'outcome') return undefined;
  return [found.at, found.outcome.kind === 'value' ? 'value' : found.outcome.code];
};

/** The trace with one event at another time, in its place among the others. */
function movedTo(trace: Trace, moved: TraceEvent, at: number): Trace {
  const rest = trace.events.filter((event) => event !== moved);
  const position = rest.findIndex((event) => event.at > at);
  return { ...trace, events: [...rest.slice(0, position), { ...moved, at }, ...rest.slice(position)] };
}

const ops: number[] = [];
const plain = scenarioOf((b, gateway) => {
  b.step(delay(1, 0, 100));
  b.step(delay(0, 1, 50));
  ops.push(b.call(gateway), b.call(gateway, { method: 'tell' }));
  b.advance(99);
  b.advance(1);
  ops.push(b.call(gateway, { method: 'askWithin', timeout: 149 }));
});
const [ask, tell, late] = ops as [number, number, number];

test('ORD-02, TIME-02, TIME-09, CALL-21 requests and answers arrive when their delays have passed, and limits do not wait', (t) => {
  const trace = runScenarioFast(plain);
  t.deepEqual([ranAt(trace, 'request', ask), ranAt(trace, 'request', tell)], [100, 100]);
  t.deepEqual(outcomeAt(trace, ask), [150, 'value']);
  t.deepEqual(outcomeAt(trace, late), [249, 'ask-timeout']);
  t.is(ranAt(trace, 'answer', late), 250);
  t.is(judge(trace), null);
});

test('ORD-08 both lanes delay the same, whether frames are bytes or values', async (t) => {
  t.deepEqual((await runScenarioApi(plain)).events, runScenarioFast(plain).events);
});

test('ORD-08 a message that arrives before its delay has passed is rejected', (t) => {
  const trace = runScenarioFast(plain);
  const early = trace.events.find(({ event, at }) => event === 'run' && at === 100) as TraceEvent;
  const rejection = judge(movedTo(trace, early, 99));
  t.deepEqual(rejection?.rules, ['ORD-08']);
  t.regex(rejection?.reason ?? '', /has not arrived/);
});

test('ORD-05, CALL-02 a message that has not arrived when its delay has passed is rejected', (t) => {
  const trace = runScenarioFast(plain);
  const begun = trace.events.findIndex(
    (event) => event.event === 'run' && event.leg === 'request' && event.id === tell,
  );
  const events = trace.events.filter((_event, index) => index < begun || index > begun + 2);
  t.regex(judge({ ...trace, events })?.reason ?? '', new RegExp(`an action of ${tell} is still to be run`));
});

test('TIME-09 an ask that expires before its limit is rejected, however slow its link is', (t) => {
  const trace = runScenarioFast(plain);
  const expired = trace.events.find(
    (event) => event.event === 'run' && event.leg === 'timeout',
  ) as TraceEvent;
  t.deepEqual(judge(movedTo(trace, expired, 200))?.rules, ['TIME-09']);
});

test('ORD-02 what is sent without delay stays behind what is on its way, and a lost message holds nothing up', (t) => {
  const sent: number[] = [];
  const scenario = scenarioOf((b, gateway) => {
    b.step(delay(1, 0, 100));
    sent.push(b.call(gateway));
    b.step(delay(1, 0));
    sent.push(b.call(gateway));
    b.advance(100);
    b.step(delay(1, 0, 100));
    b.step({ type: 'link', from: 1, to: 0, action: 'drop-next' });
    sent.push(b.call(gateway, { method: 'tell' }));
    b.step(delay(1, 0, 0));
    sent.push(b.call(gateway));
  });
  const trace = runScenarioFast(scenario);
  t.deepEqual(
    sent.map((op) => ranAt(trace, 'request', op)),
    [100, 100, undefined, 100],
  );
  t.is(judge(trace), null);
});

test('DEAD-03, ORD-06 a link that fails loses what is on its way, and a new one is delayed as well', (t) => {
  let connect = 0;
  const scenario = scenarioOf((b, gateway) => {
    b.step(delay(1, 0, 100));
    b.call(gateway);
    b.call(gateway, { method: 'tell' });
    b.step({ type: 'link', from: 1, to: 0, action: 'fail' });
    connect = b.connect(b.endpoints[0] ?? null, { service: 1 }).number;
    b.settle();
  });
  const trace = runScenarioFast(scenario);
  t.is(trace.events.filter(({ event }) => event === 'lose').length, 2);
  t.is(judge(trace), null);
  const [connecting] = scenario.steps.filter(
    ({ operation }) => operation.type === 'connect' && operation.gateway === connect,
  );
  t.deepEqual(outcomeAt(trace, connecting?.op ?? 0), [200, 'value']);
});

test('ORD-02 a sender keeps its order over a new link: what had arrived before goes first', (t) => {
  let told = 0;
  const scenario = scenarioOf((b, gateway) => {
    told = b.call(gateway, { method: 'tell', lane: 1 });
    b.step({ type: 'link', from: 1, to: 0, action: 'fail' });
    b.connect(b.endpoints[0] ?? null, { service: 1, lane: 1 });
    b.hold({ leg: 'request', id: told }, { leg: 'timer', id: 1 });
  });
  t.is(judge(runScenarioFast(scenario)), null);
});

test('ADDR-17, ADDR-18 a pattern that is on its way finds whoever matches it when it arrives', (t) => {
  const scenario = scenarioOf((b) => {
    b.step(delay(1, 0, 100));
    b.step(delay(0, 1, 50));
    b.connect(null, { service: 1, address: { kind: 'wildcard', service: 0, prefix: 'later' } });
    b.advance(50);
    b.start(b.create({ name: 'later_1' }));
    b.start(b.create({ name: 'later_2' }));
  });
  const trace = runScenarioFast(scenario);
  t.is(judge(trace), null);
  t.is(
    trace.events.filter((event) => event.event === 'run' && event.leg === 'identify' && event.at === 100)
      .length,
    2,
  );
  t.true(
    trace.events.some(
      (event) => event.event === 'outcome' && event.at === 300 && event.outcome.kind === 'value',
    ),
  );
});
