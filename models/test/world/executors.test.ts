/** What goes through executors: tasks, their handles, and who cancels them. Method: stories, each with a forgery. */
import test from 'ava';
import { connectedStory, script } from '../support.js';

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
