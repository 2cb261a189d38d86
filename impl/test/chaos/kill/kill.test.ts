/**
 * Goal: whenever one of two processes that talk over TCP is killed, every ask of the other settles, once, with a value of
 * the right incarnation or as unreachable; no handler runs twice; nothing of the dead is left. Method: SIGKILL at drawn
 * points of the conversation, 200 times (any number: `npm run chaos`). The plans come from a seed; the clock adds to them.
 */
import test from 'ava';
import { SettleCount } from './asker.js';
import { DEATH_POINTS } from './plan.js';
import { complaintsAboutHandlers, killRounds, newTally } from './rounds.js';

const ROUNDS = 200;
const SEED = 4;

test('DEAD-03, HAND-15, CALL-25, ORD-05 two processes over TCP, one of them killed at any point', async (assert) => {
  const tally = newTally();
  await killRounds(SEED, ROUNDS, 2, tally);
  assert.deepEqual(tally.failures, []);
  assert.is(tally.rounds, ROUNDS);
  for (const point of DEATH_POINTS) assert.true((tally.deaths.get(point)?.reached ?? 0) > 0, point);
  for (const ending of ['value', 'recipient-unreachable', 'ask-timeout', 'connection'])
    assert.true((tally.outcomes.get(ending) ?? 0) > 0, ending);
  assert.true(tally.handlers > ROUNDS);
});

test('a handler that ran twice would be seen', (assert) => {
  assert.deepEqual(complaintsAboutHandlers(['n1/1/1', 'n2/1/1', 'n1/1/1']), [
    'the handler of n1/1/1 ran twice',
  ]);
});

test('an ask that settled twice would be seen', (assert) => {
  const count = new SettleCount();
  count.ran('answer', 1, { decision: 'settle' });
  count.ran('answer', 2, { decision: 'settle' });
  count.ran('unreachable', 1, { decision: 'late' });
  assert.deepEqual(count.takeTwice(), []);
  count.ran('answer', 3, { decision: 'settle' });
  count.ran('timeout', 3, { decision: 'settle' });
  assert.deepEqual(count.takeTwice(), [3]);
});
