/** When the runs of a task of a service may begin, and how they end. */
import test from 'ava';
import type { EndKind } from '../../../spec/index.js';
import type { Profile, Verdict } from '../../index.js';
import { Oracle } from '../../index.js';
import { brokenRules, immutable, mutable, Story } from '../support.js';

/** A task that runs each 50 ms: its first run begins so much after its invocation, its second run so much later. */
function runs(mode: 'rate' | 'delay', first: number, second: number, profile: Profile): Verdict {
  const story = new Story({ complete: false });
  const periodic = { delayMs: 50, periodMs: 50, mode, throwsAtRun: 0 } as const;
  const task = story.invoke({ type: 'service-schedule', service: 0, ...periodic });
  for (const wait of [first, second]) story.later(wait).handler(0, 'service-task', task);
  return story.judge(profile);
}

test('SERV-12 at a fixed rate the original may run ahead by a tick of its timers, but not at its first run', (t) => {
  t.is(runs('rate', 50, 50, immutable).verdict, 'accepted');
  t.is(runs('rate', 50, 40, immutable).verdict, 'accepted', 'as early as can be');
  t.deepEqual(brokenRules(runs('rate', 50, 39, immutable)), ['SERV-10']);
  t.deepEqual(brokenRules(runs('rate', 49, 51, immutable)), ['SERV-10'], 'the first run waits for its delay');
  t.deepEqual(brokenRules(runs('delay', 50, 49, immutable)), ['SERV-10'], 'a delay is waited for in full');
});

test('SERV-12 where the clock is advanced, or quirks are refused, no run at a fixed rate comes ahead of its time', (t) => {
  const refused: Profile = { ...immutable, quirks: 'refused' };
  for (const profile of [mutable, refused]) {
    t.is(runs('rate', 50, 50, profile).verdict, 'accepted');
    t.deepEqual(brokenRules(runs('rate', 50, 49, profile)), ['SERV-10']);
  }
});

test('SERV-12 at a fixed rate a run is due a period after the one before was due, with a fixed delay after it has ended', (t) => {
  const second = (mode: 'rate' | 'delay', wait: number) => {
    const story = new Story({ complete: false });
    const task = story.serviceTask({ delayMs: 50, periodMs: 50, mode });
    story.later(50).begin(0, 'service-task', task).later(20).end(0, 'service-task', task);
    return story.later(wait).handler(0, 'service-task', task).judge();
  };
  t.is(second('rate', 30).verdict, 'accepted');
  t.deepEqual(brokenRules(second('rate', 29)), ['SERV-10']);
  t.is(second('delay', 50).verdict, 'accepted');
  t.deepEqual(brokenRules(second('delay', 49)), ['SERV-10']);
});

/** What is said of a run of a task that must wait a millisecond, or of what stands behind its invocation. */
const reasonOf = (told: (story: Story, task: number) => Story): string => {
  const story = new Story();
  const verdict = told(story, story.serviceTask({ delayMs: 1 })).judge();
  return verdict.verdict === 'rejected' ? `${verdict.rules}: ${verdict.reason}` : verdict.verdict;
};

test('SERV-10, ORD-08 a run that comes too early, begins by itself, or ends without a begin, is refused by its number', (t) => {
  const tick = (story: Story, task: number) => story.run('tick', task, 'execute', 'SERV-10');
  t.is(reasonOf(tick), 'SERV-10: the delay of 1 has not passed');
  const none = 'nothing made the service task 1 run';
  t.is(
    reasonOf((story, task) => story.begin(0, 'service-task', task)),
    `SERV-10: ${none}`,
  );
  t.is(
    reasonOf((story, task) =>
      tick(story.later(1), task).handler(0, 'service-task', task).begin(0, 'service-task', task),
    ),
    `SERV-10: ${none}`,
  );
  t.is(
    reasonOf((story) => story.begin(0, 'service-task', 7)),
    'SERV-10: nothing made the service task 7 run',
  );
  const unbegun = 'the service task 1 ends and has not begun';
  t.is(
    reasonOf((story, task) => tick(story.later(1), task).end(0, 'service-task', task)),
    `ORD-08: ${unbegun}`,
  );
  t.is(
    reasonOf((story) => story.end(0, 'service-task', 7)),
    'ORD-08: the service task 7 ends and has not begun',
  );
  t.is(
    reasonOf((story, task) => tick(story.later(1), task).handler(0, 'service-task', task, 'throw')),
    'ORD-08: the service task 1 ends otherwise than it should',
  );
});

test('SERV-11 a periodic task that is cancelled while it runs does not run again', (t) => {
  const story = new Story({ complete: false });
  const task = story.serviceTask({ periodMs: 1 });
  story.begin(0, 'service-task', task);
  story.done({ type: 'cancel', scheduled: task });
  story.error(task, 'task-cancelled').end(0, 'service-task', task).later(1);
  t.is(story.settle().judge().verdict, 'accepted', JSON.stringify(story.judge()));
  const index = story.events.length;
  t.like(story.begin(0, 'service-task', task).judge(), { verdict: 'rejected', index });
});

test('SERV-10 what a task of an application threw is what its handle fails with, where the trace tells it', (t) => {
  const failing = (gives: 'IOError' | null, code: 'application' | 'ask-timeout', periodMs: number | null) => {
    const story = new Story();
    const task = story.serviceTask({ periodMs, throwsAtRun: null });
    story.run('tick', task, 'execute', 'SERV-10').begin(0, 'service-task', task);
    const how: EndKind = 'throw';
    const end = { event: 'end', at: 0, endpoint: 0, role: 'service-task', work: task, how } as const;
    const failure = `${gives}: the disk is full`;
    const given = { kind: 'error', code: 'application', failure } as const;
    story.events.push(gives === null ? end : { ...end, gives: given });
    return story.error(task, code, code === 'application' ? { failure } : {}).judge().verdict;
  };
  for (const periodMs of [null, 5]) {
    t.is(failing('IOError', 'application', periodMs), 'accepted');
    t.is(failing('IOError', 'ask-timeout', periodMs), 'rejected');
    t.is(failing(null, 'application', periodMs), 'accepted');
    t.is(failing(null, 'ask-timeout', periodMs), 'accepted', 'the trace does not tell what was thrown');
  }
});

test('SERV-10, SUPER-01 a scripted task fails with what its script says', (t) => {
  const thrown = (code: 'application' | 'ask-timeout') => {
    const story = new Story();
    const task = story.serviceTask({ throwsAtRun: 1 });
    story.run('tick', task, 'execute', 'SERV-10').handler(0, 'service-task', task, 'throw');
    const failure = { failure: `ScriptedError: failure of ${task}` };
    return story.error(task, code, code === 'application' ? failure : {}).judge().verdict;
  };
  t.is(thrown('application'), 'accepted');
  t.is(thrown('ask-timeout'), 'rejected');
});

/** The transitions that a story takes from one of its events on. */
function transitions(story: Story, from: number): readonly string[] {
  const oracle = new Oracle(mutable);
  oracle.note();
  const { header, events } = story.trace();
  oracle.reset(header);
  const taken = events.map((event) => (oracle.accept(event) ? oracle.taken() : []));
  const words = taken.slice(from).map((each) => each.map(({ event, who }) => `${who} ${event}`));
  return [...words.flat(), oracle.verdict().verdict];
}

test('SERV-10, SERV-13 a periodic task waits for its next run, another one does not; a service that closes may take it', (t) => {
  const run = (story: Story, task: number, how: EndKind = 'return') =>
    story.run('tick', task, 'execute', 'SERV-10').handler(0, 'service-task', task, how);
  const once = new Story();
  const task = once.serviceTask();
  run(once, task).value(task);
  t.deepEqual(transitions(once, 0), ['s0 SCHEDULE', '#1 TICK_ONCE', '#1 ONCE_RETURNS', 'accepted']);
  const closing = new Story();
  closing.create(1, { onStop: { nested: [], end: 'later' } });
  closing.start(1);
  closing.invoke({ type: 'close-service', service: 0, timeoutMs: null });
  closing.run('close', 1, 'on-stop', 'SERV-03').handler(1, 'stop', 1, 'future');
  const begin = closing.events.length;
  const taken = closing.serviceTask({ periodMs: 5, throwsAtRun: 2 });
  run(run(closing, taken).later(5), taken, 'throw');
  const ticks = ['#4 TICK', 's0 SCHEDULE', '#4 TICK', '#4 PERIODIC_THROWS'];
  t.deepEqual(transitions(closing, begin), [...ticks, 'accepted']);
});
