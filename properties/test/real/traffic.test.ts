/** Goal: it is known when nothing is under way any more. Method: what links tell, in the orders in which they can. */
import test from 'ava';
import { Traffic } from '../../real/traffic.js';

/** Two ends of an open link. */
function linked(): Traffic {
  const traffic = new Traffic();
  traffic.opened('a', 'b');
  traffic.opened('b', 'a');
  return traffic;
}

test('a frame is under way until it arrives, also when that is told first', (assert) => {
  const traffic = linked();
  assert.true(traffic.quiet);
  traffic.sent('a', 'b');
  assert.false(traffic.quiet);
  assert.deepEqual(traffic.describe(), ['1 frames from a have not arrived at b']);
  traffic.arrived('a', 'b');
  assert.true(traffic.quiet);
  traffic.arrived('b', 'a');
  assert.false(traffic.quiet);
  traffic.sent('b', 'a');
  assert.true(traffic.quiet);
});

test('a link is under way until both ends know that it is open, or over', (assert) => {
  const traffic = new Traffic();
  traffic.opened('a', 'b');
  assert.false(traffic.quiet);
  assert.deepEqual(traffic.describe(), ['a has 1 links to b, which has 0']);
  traffic.opened('b', 'a');
  assert.true(traffic.quiet);
  traffic.closed('b', 'a');
  assert.false(traffic.quiet);
  traffic.closed('a', 'b');
  assert.true(traffic.quiet);
});

test('what was under way is lost with the last link', (assert) => {
  const traffic = linked();
  traffic.sent('a', 'b');
  traffic.closed('a', 'b');
  assert.false(traffic.quiet);
  traffic.closed('b', 'a');
  assert.true(traffic.quiet);
});

test('a transport that closes is under way', (assert) => {
  const traffic = new Traffic();
  traffic.closing('a');
  assert.false(traffic.quiet);
  assert.deepEqual(traffic.describe(), ['the transport at a is closing']);
  traffic.closedTransport('a');
  assert.true(traffic.quiet);
});
