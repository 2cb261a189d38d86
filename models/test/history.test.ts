/**
 * Goal: a search knows what it may put off, and what it need not try. Method: when operations may take effect, from short
 * traces; and histories which are accepted only because of one order that must not be left out.
 */
import test from 'ava';
import type { Operation, Trace } from '../../spec/index.js';
import { latestEffects } from '../history.js';
import { Oracle } from '../index.js';
import { connectedHistory, immutable, mutable, Story, script } from './support.js';

const own = { self: 1 } as const;
const call = { type: 'call', target: own, method: 'ask', timeout: null, argument: 'good' } as const;
const times = { delayMs: 0, periodMs: null, mode: 'rate', throwsAtRun: 0 } as const;
const run = { endpoint: 1, delayMs: 0, unfenced: false, script: script() } as const;
const connect = {
  type: 'connect',
  gateway: 1,
  service: 0,
  address: { kind: 'endpoint', endpoint: 1 },
  gatewayType: 'conformance',
  version: 2,
  fencing: null,
} as const;

/** Operations that read, or forbid, what hidden actions do. */
const delicate: readonly Operation[] = [
  { type: 'call-async', endpoint: 1, timeout: null, unfenced: false, script: script() },
  { type: 'cancel', scheduled: 1 },
  { type: 'close-service', service: 0, timeoutMs: null },
  connect,
  new Story().creation(2),
  { type: 'link', from: 0, to: 1, action: 'fail' },
  { type: 'register-resource', endpoint: 1, resource: 1 },
  { type: 'release', work: 1, how: 'value' },
  { type: 'release-stop', endpoint: 1, how: 'value' },
  { type: 'schedule', executor: 1, delayMs: 0, callable: false, script: script() },
  { type: 'service-schedule', service: 0, ...times },
  { type: 'unregister-resource', endpoint: 1, resource: 1 },
];

/** Operations that leave a message, or nothing, behind: when is all the same. */
const plain: readonly Operation[] = [
  { type: 'start', endpoint: 1 },
  { type: 'terminate', endpoint: 1 },
  { type: 'watch', endpoint: 1, callback: [] },
  { type: 'fault', endpoint: 1 },
  { type: 'settle' },
  { ...call, script: script() },
  { type: 'run-async', ...run },
];

const effectsOf = (build: (story: Story) => void): readonly (readonly number[])[] => {
  const story = new Story({ complete: false });
  build(story);
  return [...latestEffects(story.trace())];
};

test('an operation that depends on hidden actions, or forbids some, may take effect until it comes out; others need not', (t) => {
  for (const [operations, expected] of [
    [delicate, [[0, 3]]],
    [plain, []],
  ] as const)
    for (const operation of operations) {
      const effects = effectsOf((story) => {
        const op = story.invoke(operation);
        story.handler(1, 'call', 77).value(op);
      });
      t.deepEqual(effects, expected, operation.type);
    }
});

test('it has taken effect before anything else is invoked, and before the handler ends that invokes it', (t) => {
  const [cancel, start] = [
    { type: 'cancel', scheduled: 1 },
    { type: 'start', endpoint: 1 },
  ] as const;
  t.deepEqual(
    effectsOf((story) => {
      const op = story.invoke(cancel);
      story.begin(1, 'call', 77).invoke(start, 1);
      story.value(op);
    }),
    [[0, 2]],
  );
  const ended = (by: number | { readonly mainOf: number }, endpoint: number, role: 'call' | 'service-task') =>
    effectsOf((story) => {
      const op = story.invoke(cancel, by);
      story.end(endpoint, role, 77).value(op);
    });
  t.deepEqual(ended({ mainOf: 1 }, 1, 'call'), [[0, 1]]);
  t.deepEqual(ended({ mainOf: 1 }, 2, 'call'), [[0, 2]]);
  t.deepEqual(ended({ mainOf: 1 }, 1, 'service-task'), [[0, 2]]);
  t.deepEqual(ended(1, 1, 'call'), [[0, 2]]);
});

test('MSG-02 a run that a stopped endpoint executes later was not dropped before', (t) => {
  const story = new Story({ complete: false });
  story.create(1);
  const early = story.runAsync({}, 1);
  const start = story.invoke({ type: 'start', endpoint: 1 });
  story.handler(1, 'start', 1).value(start).handler(1, 'run', early);
  t.is(story.settle().judge().verdict, 'accepted');
});

for (const barrier of [{ type: 'settle' }, { type: 'advance', milliseconds: 10 }] as const)
  test(`DEAD-03 an answer over a broken link may come behind ${barrier.type}, when everything else is done`, (t) => {
    const story = connectedHistory();
    story.value(story.connecting(2, 1, { service: 1 }));
    const ask = story.ask(2);
    story.done({ type: 'link', from: 1, to: 0, action: 'fail' }, 1);
    story.handler(1, 'call', ask);
    if (barrier.type === 'settle') story.settle();
    else story.advance(barrier.milliseconds);
    const verdict = story.value(ask, ask).settle().judge();
    t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
  });

test('MAIN-13, SERV-14 a task that is scheduled while the limit of a close expires may come too late', (t) => {
  const build = (duringSchedule: number) => {
    const story = connectedHistory();
    story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
    const held = story.tell(1, { script: script('hold') });
    story.begin(1, 'call', held); // nothing but the limit is under way
    const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: 20 }, 1);
    const task = story.later(19.5).schedule({ delayMs: 5 });
    story.later(duringSchedule).error(task, 'task-cancelled');
    story.later(1).error(close, 'close-timeout');
    return story.judge({ ...immutable, quirks: 'refused' });
  };
  t.is(build(0.5).verdict, 'accepted', JSON.stringify(build(0.5)));
  t.is(build(0.4).verdict, 'rejected');
});

test('SERV-06 somebody who never hears of the end of an endpoint tells when it was removed', (t) => {
  const story = connectedHistory();
  story.invoke({ type: 'watch', endpoint: 1, callback: [] });
  const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
  story.handler(1, 'stop', 1, 'future');
  story.error(story.ask(1), 'recipient-unreachable'); // it has ended, and need not be removed yet
  const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: null });
  story.value(terminate).value(close).settle();
  t.is(story.judge(immutable).verdict, 'accepted', JSON.stringify(story.judge(immutable)));
});

test('LIFE-19 an endpoint whose constructor threw lives on only if it has sent something, which older histories do not tell', (t) => {
  const build = (constructing: boolean): Trace => {
    const story = new Story({ complete: false });
    const { constructing: none, ...creation } = story.creation(1, { constructorThrows: true }) as Extract<
      Operation,
      { type: 'create-endpoint' }
    >;
    const operation = (constructing ? { ...creation, constructing: none } : creation) as Operation;
    story.error(story.invoke(operation), 'application', { thrown: true });
    const start = story.invoke({ type: 'start', endpoint: 1 });
    return story.handler(1, 'start', 1).value(start).trace();
  };
  for (const constructing of [true, false]) {
    const story = build(constructing);
    const verdict = new Oracle(mutable).judge(story);
    t.is(verdict.verdict, 'rejected');
  }
});
