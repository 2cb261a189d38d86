/** Goal: a rejection says in words what is wrong, and with whom. Method: hand-written traces, each beside its reason. */
import test from 'ava';
import type { ErrorCode } from '../../spec/index.js';
import type { Verdict } from '../index.js';
import { connectedStory, Story, script } from './support.js';

/** Why a trace was rejected; empty for another verdict. */
const reasonOf = (verdict: Verdict): string => (verdict.verdict === 'rejected' ? verdict.reason : '');

const reasonIn = (story: Story): string => reasonOf(story.judge());

test('MAIN-01 a message that does not wait for a handler: the reason names the endpoint that is busy', (t) => {
  const story = connectedStory();
  const hold = story.ask(1, { script: script('hold') });
  story.run('request', hold, 'execute', 'MSG-06').begin(1, 'call', hold);
  story.run('request', story.ask(1, {}, 1), 'execute', 'MSG-06');
  t.is(reasonIn(story), 'the main thread of endpoint 1 is busy');
});

test('TERM-03 a message, and the close of a service, between the end of onStop and that of the endpoint', (t) => {
  const finished = (): Story => {
    const story = connectedStory();
    const terminate = story.done({
      type: 'send-raw',
      target: { self: 1 },
      message: 'terminate',
      ask: false,
      timeoutMs: 0,
      script: script(),
    });
    return story.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
  };
  const asked = finished();
  asked.run('request', asked.ask(1), 'execute', 'MSG-06');
  t.is(reasonIn(asked), 'the stop of endpoint 1 is decided');
  const closed = finished();
  closed.invoke({ type: 'close-service', service: 0, timeoutMs: null });
  closed.run('close', 1, 'ignore', 'LIFE-09');
  t.is(reasonIn(closed), 'endpoint 1 is not where this can happen');
});

test('MAIN-09, SELF-04 a timer that is early: the reason names the task, or the run', (t) => {
  const task = connectedStory();
  task.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
  const scheduled = task.schedule({ delayMs: 5, callable: true });
  task.run('timer', scheduled, 'resend', 'MAIN-07');
  t.is(reasonIn(task), `the delay of ${scheduled} has not passed`);
  const run = connectedStory();
  const armed = run.runAsync({ delayMs: 5 });
  run.run('request', armed, 'arm', 'SELF-05').run('timer', armed, 'resend', 'SELF-05');
  t.is(reasonIn(run), `the delay of ${armed} has not passed`);
});

test('ORD-08 an executor of an endpoint, or through one, that does not exist', (t) => {
  const endpoint = connectedStory();
  endpoint.invoke({ type: 'obtain-executor', executor: 1, endpoint: 9, unfenced: false });
  t.is(reasonIn(endpoint), 'there is no endpoint 9');
  const executor = connectedStory();
  executor.invoke({ type: 'execute', executor: 9, script: script() });
  t.is(reasonIn(executor), 'there is no executor 9');
  const service = connectedStory();
  const timing = { delayMs: 0, periodMs: null, mode: 'rate', throwsAtRun: 0 } as const;
  service.invoke({ type: 'service-schedule', service: 9, ...timing });
  t.is(reasonIn(service), 'there is no service 9');
});

test('START-03 the failure of a start with another cause, or with none', (t) => {
  const failed = (cause?: ErrorCode): string => {
    const story = new Story();
    story.create(1, { onStart: { nested: [], end: 'throw' } });
    const watch = story.invoke({ type: 'watch', endpoint: 1, callback: [] });
    story.start(1, 'throw');
    story.run('gone', 1, 'release', 'TERM-06');
    const states = { states: ['endpoint'] };
    story.error(watch, 'start-failed', cause === undefined ? states : { ...states, cause });
    return reasonIn(story);
  };
  t.regex(failed('rpc'), /^the cause of the error of 2 is rpc /);
  t.regex(failed(), /^the cause of the error of 2 is missing /);
});
