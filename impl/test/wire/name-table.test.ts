/** Goal: both sides hold the same names in the same slots. Method: the two tables side by side, with frames taken back. */
import test from 'ava';
import fc from 'fast-check';
import { NameReader, NameWriter } from '../../wire/name-table.js';

test('WIRE-21 to WIRE-24 a writer and a reader agree on every slot, whatever is sent or taken back', (assert) => {
  const tokens = ['x', 'y'].map((type) => ({ type, bytes: '00' }));
  const name = fc.oneof(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom(...tokens));
  const frame = fc.record({ names: fc.array(name, { maxLength: 4 }), sent: fc.boolean() });
  const run = fc.property(fc.nat(4), fc.array(frame, { maxLength: 20 }), (capacity, frames) => {
    const writer = new NameWriter(capacity);
    const reader = new NameReader(capacity);
    for (const { names, sent } of frames) {
      const arriving: (() => void)[] = [];
      for (const one of names) {
        const slot = typeof one === 'string' ? writer.findText(one) : writer.findToken(one);
        if (slot < 0) writer.define(one);
        arriving.push(() => (slot < 0 ? reader.define(one) : assert.is(reader.find(slot), one)));
      }
      if (sent) for (const arrive of arriving) arrive();
      if (sent) writer.keep();
      else writer.undo();
    }
  });
  fc.assert(run, { seed: 5, numRuns: 2000 });
});

test('WIRE-25 a token that was changed after it was sent is sent anew', (assert) => {
  const writer = new NameWriter(4);
  const token = { type: 'Leader', bytes: '00' };
  writer.define(token);
  assert.is(writer.findToken(token), 0);
  token.bytes = '01';
  assert.is(writer.findToken(token), -1);
  writer.define(token);
  assert.is(writer.findToken(token), 1);
  assert.is(writer.findToken({ ...token }), -1);
});
