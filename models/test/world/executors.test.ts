/** What goes through executors: tasks, their handles, and who cancels them. Method: stories, each with a forgery. */
import test from 'ava';
import { connectedHistory, connectedStory, immutable, script } from '../support.js';

test('MAIN-10, MAIN-11 a complete trace has the handle of a task complete with its work: no cancel comes before that', (t) => {
  const build = (cancelled: boolean) => {
    const story = connectedStory();
    story.create(2);
    story.start(2);
    story.connect(2, 2);
    story.done({ type: 'obtain-executor', executor: 1, endpoint: 2, unfenced: false });
    const task = story.schedule();
    const cancel = story.reserve();
    const operation = { type: 'cancel', scheduled: task } as const;
    const ask = story.ask(1, { script: script('hold', [{ op: cancel, operation }]) });
    story.run('request', ask, 'execute', 'MSG-06').begin(1, 'call', ask);
    story.run('timer', task, 'resend', 'MAIN-07').run('due', task, 'execute', 'MAIN-07');
    story.handler(2, 'run', task).done(operation, { mainOf: 1 }, cancel);
    const index = story.events.length;
    if (cancelled) story.error(task, 'task-cancelled');
    else story.value(task);
    return { verdict: story.judge(), index };
  };
  const { verdict, index } = build(true);
  t.like(verdict, { verdict: 'rejected', index });
  t.is(build(false).verdict.verdict, 'accepted', JSON.stringify(build(false)));
});

test('SERV-13, SERV-11 a task that a closing service has refused stays refused, whoever cancels it meanwhile', (t) => {
  const story = connectedHistory();
  story.create(2, { onStop: { nested: [], end: 'later' } });
  const start = story.invoke({ type: 'start', endpoint: 2 });
  story.handler(2, 'start', 2).value(start);
  story.invoke({ type: 'close-service', service: 0, timeoutMs: null }, 1);
  const task = story.serviceTask({ delayMs: 50 });
  story.done({ type: 'cancel', scheduled: task }, 2);
  story.thrown(task, 'illegal-state').handler(1, 'stop', 1, 'future').handler(2, 'stop', 2, 'future');
  t.is(story.judge(immutable).verdict, 'accepted', JSON.stringify(story.judge(immutable)));
});
