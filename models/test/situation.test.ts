/** Goal: a rejection tells in which situation it came about. Method: hand-written traces that are rejected. */
import test from 'ava';
import { Story, script } from './support.js';

/** The rules about the situation of the rejection of a story. */
function situationOf(story: Story): readonly string[] {
  const verdict = story.judge();
  return verdict.verdict === 'rejected' ? verdict.situation : [];
}

test('LIFE-13 START that overtakes a call of its sender: control messages wait in the queue', (t) => {
  const story = new Story();
  story.create(1);
  story.connect(1, 1);
  story.ask(1);
  const start = story.done({ type: 'start', endpoint: 1 });
  story.run('request', start, 'on-start', 'LIFE-02');
  t.true(situationOf(story).includes('LIFE-13'));
});

test('CALL-20 an answer for an open future of an endpoint that has ended', (t) => {
  const story = new Story();
  story.create(1);
  story.start(1);
  story.connect(1, 1);
  const ask = story.ask(1, { script: script('later') });
  story.run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask, 'future');
  story.terminate(1);
  story.run('answer', ask, 'settle', 'CALL-25');
  t.true(situationOf(story).includes('CALL-20'));
});

test('START-04 the end of a sibling after a failed start', (t) => {
  const story = new Story();
  story.create(1, { onStart: { nested: [], end: 'throw' } });
  story.create(2);
  story.start(1, 'throw');
  story.run('kill', 2, 'terminate', 'SUPER-02');
  t.true(situationOf(story).includes('START-04'));
});

test('a rejection names no rule about a situation that it did not come about in', (t) => {
  const story = new Story();
  story.create(1);
  const start = story.done({ type: 'start', endpoint: 1 });
  story.run('request', start, 'ignore', 'LIFE-03');
  t.deepEqual(situationOf(story), ['LIFE-15']);
});

test('LIFE-18 what is refused in a history has a situation too', (t) => {
  const story = new Story({ complete: false });
  story.create(1);
  story.value(story.connecting(1, 1));
  story.value(story.ask(1)).settle();
  t.true(situationOf(story).includes('LIFE-18'));
});
