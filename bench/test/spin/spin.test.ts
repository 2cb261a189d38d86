/**
 * Goal: the yardstick of the search over states is the same system. Method: SPIN searches its model in Promela, and both
 * count; skipped without SPIN or a compiler.
 */
import test from 'ava';
import { PackedSystem } from '../../../properties/exploration/stateful/packed.js';
import { benchmarkProtocol } from '../../../properties/exploration/stateful/protocols.js';
import { searchStates } from '../../../properties/exploration/stateful/search.js';
import { compileSpin, hasSpin, isSameSystem } from '../../spin/spin.js';

const counting = hasSpin() ? test : test.skip;

counting(
  'SPIN counts as many states and steps of the protocol in Promela as the search of its tables',
  (assert) => {
    const spin = compileSpin();
    try {
      const own = searchStates(new PackedSystem(benchmarkProtocol));
      const other = spin?.search();
      assert.true(
        other !== undefined && isSameSystem(other, own),
        `${JSON.stringify(other)} and ${own.states}`,
      );
    } finally {
      spin?.close();
    }
  },
);

test('a system with one state or one step more is another one', (assert) => {
  const own = { states: 10, transitions: 30 };
  assert.true(isSameSystem({ states: 11, transitions: 32 }, own));
  assert.false(isSameSystem({ states: 12, transitions: 32 }, own));
  assert.false(isSameSystem({ states: 11, transitions: 33 }, own));
});
