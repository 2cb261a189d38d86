/** Goal: an oracle keeps to its first rejection, and counts what it accepted. Method: whole traces, and one that is stopped. */
import test from 'ava';
import { Oracle } from '../index.js';
import { connectedStory, mutable, type Story } from './support.js';

const forged = (story: Story): Story => story.value(story.ask(1), 'forged');

test('ORD-08 what was rejected stays rejected as it was, though more is missing at the end', (t) => {
  const { header, events } = forged(connectedStory()).trace();
  const oracle = new Oracle(mutable);
  oracle.reset(header);
  t.false(events.every((event) => oracle.accept(event)));
  const verdict = oracle.verdict();
  t.like(verdict, { verdict: 'rejected', index: events.length - 1 });
  t.deepEqual(oracle.finish(), verdict);
});

test('what a trace went through is covered when it is accepted, and only then', (t) => {
  const oracle = new Oracle(mutable);
  const coverage = oracle.cover();
  const covered = (): number => {
    let times = 0;
    for (let alternative = 0; alternative < 2000; alternative++)
      times += coverage.timesTaken(alternative) || 0;
    return times;
  };
  t.is(oracle.judge(forged(connectedStory()).trace()).verdict, 'rejected');
  t.is(covered(), 0);
  t.is(oracle.judge(connectedStory().settle().trace()).verdict, 'accepted');
  t.true(covered() > 0);
});
