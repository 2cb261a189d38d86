/**
 * Goal: a trace of many endpoints costs as much an event as a short one. Method: hand-written complete traces of n and
 * of four times as many endpoints; the engine counts how often each piece of the code of the models runs, so that a
 * search through all endpoints or operations shows wherever it is, and no clock is needed.
 */
import { type Profiler, Session } from 'node:inspector';
import test from 'ava';
import type { Operation, Trace } from '../../spec/index.js';
import { Oracle } from '../index.js';
import { mutable, Story, script } from './support.js';

const ENDPOINTS = 500;
const FACTOR = 4;
/** How much more than in proportion the work may grow. */
const SURPLUS_MAX = 1.1;

/** What a program does for each of its endpoints, of which number 1 is a registry that everybody tells. */
type Chapter = (story: Story, endpoint: number) => void;

function storyOf(endpoints: number, chapter: Chapter, afterwards: Chapter): Trace {
  const story = new Story();
  story.create(1);
  story.start(1);
  for (let endpoint = 2; endpoint < endpoints + 2; endpoint += 1) chapter(story, endpoint);
  for (let endpoint = 2; endpoint < endpoints + 2; endpoint += 1) afterwards(story, endpoint);
  return story.trace();
}

const nothing: Chapter = () => undefined;

/** The endpoint tells the registry something while it handles an ask. */
function report(story: Story, endpoint: number): number {
  const call = story.reserve();
  const tell: Operation = {
    type: 'call',
    target: { self: 1 },
    method: 'tell',
    timeout: null,
    argument: 'good',
    script: script(),
  };
  story.invoke(
    {
      type: 'call',
      target: { gateway: endpoint },
      method: 'ask',
      timeout: null,
      argument: 'good',
      script: script('return', [{ op: call + 1, operation: tell }]),
    },
    0,
    call,
  );
  story.run('request', call, 'execute', 'MSG-06').begin(endpoint, 'call', call);
  const told = story.done(tell, { mainOf: endpoint });
  story.end(endpoint, 'call', call).run('answer', call, 'settle', 'CALL-25').value(call, call);
  return told;
}

const heard = (story: Story, told: number): Story =>
  story.run('request', told, 'execute', 'MSG-06').handler(1, 'call', told);

/** Created, started, connected to, called; it tells the registry, and is closed. */
const comesAndGoes: Chapter = (story, endpoint) => {
  story.create(endpoint, { service: endpoint % 2 });
  story.start(endpoint);
  story.connect(endpoint, endpoint);
  heard(story, report(story, endpoint));
  story.terminate(endpoint);
};

/** The operations that watch the termination of those that stay. */
const watches = new Map<number, number>();

const stays: Chapter = (story, endpoint) => {
  const token = { type: 'Leader', bytes: endpoint.toString(16).padStart(8, '0') };
  story.create(endpoint, { service: endpoint % 2, kind: 'fenced', token });
  story.start(endpoint);
  story.connectWith(endpoint, endpoint, token);
  watches.set(endpoint, story.invoke({ type: 'watch', endpoint, callback: [] }));
};

/** Each has the id of the one before it. */
const succeeds: Chapter = (story, endpoint) => {
  story.create(endpoint, { name: 'leader' });
  story.start(endpoint);
  story.connect(endpoint, endpoint);
  story.terminate(endpoint);
};

/** A task that waits, and one that runs at once. */
const schedules: Chapter = (story, endpoint) => {
  story.create(endpoint);
  story.start(endpoint);
  story.done({ type: 'obtain-executor', executor: endpoint, endpoint, unfenced: false });
  const task = { type: 'schedule', executor: endpoint, callable: false, script: script() } as const;
  const now = story.invoke({ ...task, delayMs: 0 });
  story.invoke({ ...task, delayMs: 1000 });
  story.run('timer', now, 'resend', 'MAIN-07').run('due', now, 'execute', 'MAIN-07');
  story.handler(endpoint, 'run', now).value(now);
};

/** Ends, and is watched by somebody else. */
const ends: Chapter = (story, endpoint) => {
  const watched = watches.get(endpoint) as number;
  const op = story.invoke({ type: 'terminate', endpoint });
  story.run('request', op, 'on-stop', 'LIFE-08').handler(endpoint, 'stop', endpoint, 'future');
  story.run('stop-future', endpoint, 'terminate', 'LIFE-08').run('gone', endpoint, 'release', 'TERM-06');
  story.value(watched).value(op);
};

const program: readonly (readonly [string, Chapter, Chapter])[] = [
  ['that come and go', comesAndGoes, nothing],
  ['that stay', stays, nothing],
  ['that stay, and end later', stays, ends],
  ['that follow each other under one id', succeeds, nothing],
  ['that have tasks', schedules, nothing],
];

/** Code that ran before is not counted in detail, so it begins before everything else and stays. */
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

/** How often pieces of the code of the models ran since it was asked for the last time. */
function takeWork(): number {
  let count = 0;
  session.post('Profiler.takePreciseCoverage', (_error, { result }) => {
    for (const { url, functions } of result) if (url.includes('/models/')) count += ranCount(functions);
  });
  return count;
}

const ranCount = (functions: readonly Profiler.FunctionCoverage[]): number =>
  functions.reduce((sum, { ranges }) => sum + ranges.reduce((all, range) => all + range.count, 0), 0);

for (const [title, chapter, afterwards] of program) {
  test.serial(`judging endpoints ${title} takes work in proportion to the events`, (t) => {
    const oracle = new Oracle(mutable);
    const judged = (endpoints: number): { readonly work: number; readonly events: number } => {
      const { header, events } = storyOf(endpoints, chapter, afterwards);
      takeWork();
      oracle.reset(header);
      const accepted = events.every((event) => oracle.accept(event));
      t.is(oracle.verdict().verdict, 'accepted');
      t.true(accepted);
      return { work: takeWork(), events: events.length };
    };
    const few = judged(ENDPOINTS);
    const many = judged(FACTOR * ENDPOINTS);
    const growth = many.work / few.work / (many.events / few.events);
    t.true(few.work > few.events, 'something is counted');
    t.true(growth < SURPLUS_MAX, `the work for an event grew ${growth} times`);
    t.log(`${(few.work / few.events).toFixed(1)} and ${(many.work / many.events).toFixed(1)} an event`);
  });
}

test('a rejection in a trace of many endpoints names the last ones, and tells how many there were', (t) => {
  const story = new Story();
  for (let endpoint = 1; endpoint <= 100; endpoint += 1) story.create(endpoint);
  story.value(1000);
  const verdict = story.judge();
  if (verdict.verdict !== 'rejected') return t.fail(verdict.verdict);
  t.regex(verdict.state, /^s0 open, s1 open, \(60 before\), e61 stopped\.fresh plain, .*, e100 stopped/);
  return t.notRegex(verdict.state, /e60 /);
});
