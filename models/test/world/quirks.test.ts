/**
 * What only the original does when services end: each quirk is accepted where it can happen, of a target that may have it,
 * and nowhere else. Method: histories written by hand.
 */
import test from 'ava';
import type { ErrorCode } from '../../../spec/index.js';
import type { Profile } from '../../index.js';
import { connectedHistory, immutable, Story, script } from '../support.js';

const strict: Profile = { ...immutable, quirks: 'refused' };

/** Whether a history is accepted of the original, and of a target that refuses its quirks. */
const accepted = (story: Story) =>
  [immutable, strict].map((profile) => story.judge(profile).verdict === 'accepted');

const OF_ORIGINAL = [true, false];
const OF_BOTH = [true, true];
const OF_NOBODY = [false, false];

test('SERV-12 on a real clock a fixed rate may run ahead by a tick of the original, but for its first run', (t) => {
  const build = (mode: 'rate' | 'delay', firstMs: number, secondMs: number) => {
    const story = new Story({ complete: false });
    const task = story.serviceTask({ delayMs: 50, periodMs: 50, mode });
    story.later(firstMs).handler(0, 'service-task', task);
    story.later(secondMs).handler(0, 'service-task', task);
    return accepted(story);
  };
  t.deepEqual(build('rate', 50, 50), OF_BOTH);
  t.deepEqual(build('rate', 50, 40), OF_ORIGINAL);
  t.deepEqual(build('rate', 50, 39), OF_NOBODY);
  t.deepEqual(build('rate', 49, 51), OF_NOBODY);
  t.deepEqual(build('delay', 50, 40), OF_NOBODY);
});

test('DEAD-06 an ask within a service that has closed may still be answered in the original, one from elsewhere not', (t) => {
  const build = (from: number, closes: number, answer: number) => {
    const story = new Story({ complete: false });
    story.create(1);
    const start = story.invoke({ type: 'start', endpoint: 1 });
    story.handler(1, 'start', 1).value(start);
    story.value(story.connecting(1, 1, { service: from }));
    const ask = story.ask(1, { script: script('later'), timeout: 5000 });
    story.handler(1, 'call', ask, 'future');
    const close = story.invoke({ type: 'close-service', service: closes, timeoutMs: null }, 1);
    if (closes === 0) story.handler(1, 'stop', 1, 'future');
    story.value(close);
    story.done({ type: 'release', work: ask, how: 'value' }, 1);
    return accepted(story.value(ask, answer === 0 ? ask : answer).settle());
  };
  t.deepEqual(build(0, 0, 0), OF_ORIGINAL);
  t.deepEqual(build(0, 0, 99), OF_NOBODY);
  t.deepEqual(build(1, 1, 0), OF_NOBODY);
});

/** A history in whose service an endpoint has failed. */
function failed(before: (story: Story) => number): readonly [Story, number] {
  const story = connectedHistory();
  const op = before(story);
  story.done({ type: 'fault', endpoint: 1 }, 3);
  story.settle();
  return [story, op];
}

test('SUPER-09 what is open in a failed service comes out in the original as it would with its close, and not otherwise', (t) => {
  const codes = [
    'recipient-unreachable',
    'illegal-state',
    'task-cancelled',
    'connection',
    'ask-timeout',
  ] as const;
  const of = (invoke: (story: Story) => number, thrown = false): readonly ErrorCode[] =>
    codes.filter((code) => {
      const [story, op] = failed(invoke);
      const [original, other] = accepted(story.error(op, code, thrown ? { thrown } : {}).settle());
      t.false(other, code);
      return original;
    });
  const asked = (story: Story): number => {
    const ask = story.ask(1, { script: script('later'), timeout: 5000 });
    story.handler(1, 'call', ask, 'future');
    return ask;
  };
  const fromElsewhere = (story: Story): number => {
    story.value(story.connecting(2, 1, { service: 1 }));
    const ask = story.ask(2, { script: script('later'), timeout: 5000 });
    story.handler(1, 'call', ask, 'future');
    return ask;
  };
  t.deepEqual(of(asked), ['recipient-unreachable', 'illegal-state']);
  t.deepEqual(of(asked, true), []);
  t.deepEqual(of(fromElsewhere), []);
  t.deepEqual(
    of((story) => story.serviceTask({ delayMs: 500 })),
    ['illegal-state', 'task-cancelled'],
  );
  t.deepEqual(
    of((story) => story.serviceTask({ delayMs: 500 }), true),
    [],
  );
  t.deepEqual(
    of((story) => story.serviceTask({ delayMs: 500, service: 1 })),
    [],
  );
  const task = (story: Story): number => {
    story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
    return story.schedule({ delayMs: 500 });
  };
  t.deepEqual(of(task), ['task-cancelled']);
  t.deepEqual(
    of((story) => story.invoke({ type: 'watch', endpoint: 1, callback: [] })),
    [],
  );
});

test('HAND-19 a connect of a failed service, or to one, fails at once in the original, whatever its cause', (t) => {
  const codes = [
    'connection',
    'recipient-unreachable',
    'ask-timeout',
    'illegal-state',
    'fencing-token',
  ] as const;
  const of = (service: number, to: number): readonly ErrorCode[] =>
    codes.filter((code) => {
      const [story] = failed((begun) => {
        begun.create(2, { service: 1 });
        const start = begun.invoke({ type: 'start', endpoint: 2 });
        begun.handler(2, 'start', 2).value(start);
        return -1;
      });
      return accepted(story.error(story.connecting(2, to, { service }), code).settle())[0];
    });
  t.deepEqual(of(0, 2), ['connection', 'recipient-unreachable', 'ask-timeout']);
  t.deepEqual(of(1, 1), ['connection', 'recipient-unreachable', 'ask-timeout']);
  t.deepEqual(of(1, 2), []);
});

test('SERV-06, SUPER-05, TERM-04 in the original nobody may hear of an end while the service goes down, and only then', (t) => {
  const build = (end: 'terminate' | 'fault' | 'close', closes: boolean, heard: boolean) => {
    const story = connectedHistory();
    story.create(2, { onStop: { nested: [], end: 'later' } });
    const start = story.invoke({ type: 'start', endpoint: 2 });
    story.handler(2, 'start', 2).value(start);
    const watch = story.invoke({ type: 'watch', endpoint: 1, callback: [] }, 1);
    let terminate = -1;
    if (end === 'terminate') terminate = story.invoke({ type: 'terminate', endpoint: 1 });
    if (end === 'fault') story.done({ type: 'fault', endpoint: 1 });
    const close = closes ? story.invoke({ type: 'close-service', service: 0, timeoutMs: null }, 2, 0) : -1;
    if (end !== 'fault') story.handler(1, 'stop', 1, 'future');
    if (closes && end !== 'fault') story.handler(2, 'stop', 2, 'future'); // it stays open, and so does the service
    if (heard && end === 'fault') story.error(watch, 'endpoint-failed');
    else if (heard) story.value(watch);
    if (heard && end === 'terminate') story.value(terminate);
    if (closes && end === 'fault') story.error(close, 'endpoint-failed');
    return accepted(story);
  };
  for (const end of ['terminate', 'fault'] as const) {
    t.deepEqual(build(end, true, true), OF_BOTH, end);
    t.deepEqual(build(end, true, false), OF_ORIGINAL, end);
    t.deepEqual(build(end, false, true), OF_BOTH, end);
    t.deepEqual(build(end, false, false), OF_NOBODY, end);
  }
  t.deepEqual(build('close', true, true), OF_BOTH);
  t.deepEqual(build('close', true, false), OF_NOBODY);
});

test('SUPER-07 what goes to or from a failed service may be lost in the original, and even its limit', (t) => {
  const build = (from: number, to: number, fails: boolean) => {
    const story = connectedHistory();
    story.create(2, { service: 1 });
    const start = story.invoke({ type: 'start', endpoint: 2 });
    story.handler(2, 'start', 2).value(start);
    story.value(story.connecting(2, to, { service: from }));
    const ask = story.ask(2, { script: script('later') });
    story.handler(to, 'call', ask, 'future');
    if (fails) story.done({ type: 'fault', endpoint: 1 }, 3);
    story.later(5000);
    return accepted(story.settle());
  };
  t.deepEqual(build(0, 1, true), OF_ORIGINAL);
  t.deepEqual(build(0, 2, true), OF_ORIGINAL);
  t.deepEqual(build(1, 1, true), OF_ORIGINAL);
  t.deepEqual(build(1, 2, true), OF_NOBODY);
  t.deepEqual(build(0, 2, false), OF_NOBODY);
});

test('DEAD-06 an ask through a service that has closed may never come out in the original, one within it has to', (t) => {
  const build = (from: number, closes: number) => {
    const story = connectedHistory();
    story.value(story.connecting(2, 1, { service: from }));
    const close = story.invoke({ type: 'close-service', service: closes, timeoutMs: null }, 2);
    if (closes === 0) story.handler(1, 'stop', 1, 'future');
    story.value(close);
    story.ask(2);
    return accepted(story.later(5000).settle());
  };
  t.deepEqual(build(1, 1), OF_ORIGINAL);
  t.deepEqual(build(0, 0), OF_NOBODY);
});

test('SERV-14 what the limit of a close has failed is not answered anyway', (t) => {
  const build = (answered: boolean) => {
    const story = connectedHistory();
    const ask = story.ask(1, { script: script('later'), timeout: 5000 });
    story.handler(1, 'call', ask, 'future');
    story.create(2, { onStop: { nested: [], end: 'later' } });
    const start = story.invoke({ type: 'start', endpoint: 2 });
    story.handler(2, 'start', 2).value(start);
    const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: 20 }, 1);
    story.handler(1, 'stop', 1, 'future').handler(2, 'stop', 2, 'future');
    story.later(20).error(close, 'close-timeout');
    story.done({ type: 'release', work: ask, how: 'value' }, 1);
    if (answered) story.value(ask, ask);
    else story.error(ask, 'close-timeout');
    return accepted(story);
  };
  t.deepEqual(build(false), OF_BOTH);
  t.deepEqual(build(true), OF_NOBODY);
});

test('SUPER-06 who asks later hears of the same end as who terminated the endpoint, be it by a sibling or not', (t) => {
  const build = (terminated: boolean, watched: boolean) => {
    const story = connectedHistory();
    story.create(2);
    const terminate = story.invoke({ type: 'terminate', endpoint: 2 });
    story.done({ type: 'fault', endpoint: 1 }, 1);
    const hear = (op: number, killed: boolean) =>
      killed ? story.error(op, 'sibling-failed') : story.value(op);
    hear(terminate, terminated);
    hear(story.invoke({ type: 'watch', endpoint: 2, callback: [] }, 2), watched);
    return accepted(story.settle())[0];
  };
  t.true(build(true, true));
  t.true(build(false, false));
  t.false(build(true, false));
  t.false(build(false, true));
});

test('SUPER-03, SUPER-06 the endpoint that failed is no sibling of its own: whoever watches it hears of its failure', (t) => {
  const build = (failing: 1 | 2, code: ErrorCode) => {
    const story = new Story({ complete: false });
    story.create(1);
    story.create(2);
    const watch = story.invoke({ type: 'watch', endpoint: 1, callback: [] });
    story.done({ type: 'fault', endpoint: failing });
    return accepted(story.error(watch, code).settle());
  };
  t.deepEqual(build(1, 'endpoint-failed'), OF_BOTH);
  t.deepEqual(build(1, 'sibling-failed'), OF_NOBODY);
  t.deepEqual(build(1, 'connection'), OF_NOBODY);
  t.deepEqual(build(2, 'sibling-failed'), OF_BOTH);
  t.deepEqual(build(2, 'endpoint-failed'), OF_NOBODY);
});

test('SUPER-09 in the original the failure of an endpoint that was closed alone may be heard from the close, or not', (t) => {
  const build = (outcome: 'value' | ErrorCode) => {
    const story = new Story({ complete: false });
    story.create(1, { onStop: { nested: [], end: 'later' } });
    const start = story.invoke({ type: 'start', endpoint: 1 });
    story.handler(1, 'start', 1).value(start);
    const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
    story.handler(1, 'stop', 1, 'future').done({ type: 'fault', endpoint: 1 });
    story.error(terminate, 'endpoint-failed');
    const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: null });
    if (outcome === 'value') story.value(close);
    else story.error(close, outcome);
    return accepted(story);
  };
  t.deepEqual(build('value'), OF_ORIGINAL);
  t.deepEqual(build('endpoint-failed'), OF_BOTH);
});
