/** Futures that settle once, and what cannot settle them. */
import test from 'ava';
import { Story } from '../support.js';

test('SERV-13, SERV-11 a task that a service refused, closing or closed, has come out, and a cancel changes nothing', (t) => {
  for (const closed of [true, false]) {
    const story = new Story();
    story.create(1, { onStop: { nested: [], end: closed ? 'done' : 'later' } });
    story.start(1);
    const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: null });
    story.run('close', 1, 'on-stop', 'SERV-03').handler(1, 'stop', 1, 'future');
    if (closed) {
      story.run('stop-future', 1, 'terminate', 'STOP-02').run('gone', 1, 'release', 'TERM-06');
      story.run('down', 0, 'release', 'SERV-03').value(close);
    }
    const task = story.serviceTask();
    story.thrown(task, 'illegal-state').done({ type: 'cancel', scheduled: task });
    t.is(story.settle().judge().verdict, 'accepted', JSON.stringify(story.judge()));
    story.error(task, 'task-cancelled');
    t.like(story.judge(), { verdict: 'rejected', rules: ['CALL-25'] });
  }
});

test('ORD-08 a cancel names a task: it does not make anything else come out', (t) => {
  const story = new Story();
  story.create(1);
  story.connect(1, 1);
  const ask = story.ask(1);
  const index = story.events.length;
  story.done({ type: 'cancel', scheduled: ask });
  story.error(ask, 'task-cancelled');
  const reason = `operation ${ask} has no handle that could be cancelled`;
  t.like(story.judge(), { verdict: 'rejected', index, rules: ['ORD-08'], reason });
});
