/** Goal: a quick check is certain only of what its codec gives back unchanged. Method: near misses of frames at random. */
import test from 'ava';
import fc from 'fast-check';
import { isRight } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { NullableToken } from '../../../spec/tokens.js';
import { certainOf } from '../../transport/certain-of.js';
import { Frame } from '../../transport/frames.js';

const certain = certainOf(Frame);

/** A frame of each kind. */
const frames: readonly Frame[] = [
  { frame: 'identify', op: 1, sender: 0, name: 'a' },
  { frame: 'identity', op: 1, found: null, others: false, match: null },
  { frame: 'identity', op: 1, found: { incarnation: 1, address: 'a' }, others: true, match: 2 },
  { frame: 'handshake', op: 1, sender: 0, incarnation: 1, version: 2, gateway: 'g' },
  {
    frame: 'call',
    op: 1,
    sender: 0,
    incarnation: 1,
    asked: true,
    kind: 'call',
    envelope: 'fenced',
    token: { type: 'Leader', bytes: '00ff' },
    method: 'ask()',
    arguments: [1, null],
  },
  { frame: 'success', op: 1, leg: 'answer', value: { any: 'value' } },
  {
    frame: 'failure',
    op: 1,
    leg: 'answer',
    error: { code: 'rpc', message: 'm', states: { address: 'a' }, className: 'c', stack: '' },
  },
];

/** Whether the codec gives back this very value. */
function unchanged(codec: t.Any, value: unknown): boolean {
  const decoded = codec.decode(value);
  return isRight(decoded) && decoded.right === value;
}

test('every frame as the runtime writes it is certain, so that the codec is spared', (assert) => {
  for (const frame of frames) assert.true(certain(JSON.parse(JSON.stringify(frame))), frame.frame);
});

test('what is certain is what the codec gives back unchanged', (assert) => {
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom('bare', 'fenced', 'call', '0g', 'toString', undefined),
  );
  const path = fc.array(fc.nat(9), { minLength: 1, maxLength: 3 });
  const name = fc.constantFrom('extra', '__proto__', 'op', 'bytes', 'value');
  const run = fc.property(
    fc.constantFrom(...frames),
    path,
    odd,
    name,
    fc.nat(3),
    (frame, steps, value, extra, how) => {
      const changed = change(JSON.parse(JSON.stringify(frame)), steps, value, how === 0 ? extra : null);
      assert.true(!certain(changed) || unchanged(Frame, changed), JSON.stringify(changed));
    },
  );
  fc.assert(run, { seed: 11, numRuns: 3000 });
});

/** A frame with a part of it replaced, or with one property more. */
function change(frame: unknown, steps: readonly number[], value: unknown, extra: string | null): unknown {
  let parent = frame as Record<string, unknown>;
  for (const step of steps) {
    const names = Object.keys(parent);
    const key = extra ?? names[step % names.length];
    if (key === undefined) break;
    const child = parent[key];
    if (extra === null && typeof child === 'object' && child !== null) {
      parent = child as Record<string, unknown>;
      continue;
    }
    Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
    break;
  }
  return frame;
}

test('a codec of an unknown kind is never certain', (assert) => {
  assert.false(
    certainOf(t.intersection([t.strict({ a: t.number }), t.strict({ b: t.number })]))({ a: 1, b: 2 }),
  );
  assert.false(certainOf(t.partial({ a: t.number }))({}));
  assert.false(certainOf(t.record(t.literal('a'), t.number))({ a: 1 }));
});

test('refinements, unions and arrays are looked into', (assert) => {
  const token = certainOf(NullableToken);
  assert.true(token(null));
  assert.true(token({ type: 'Leader', bytes: '00' }));
  assert.false(token({ type: 'Leader', bytes: '0' }));
  assert.false(token({ type: 'Leader' }));
  assert.true(certainOf(t.array(t.boolean))([true]));
  assert.false(certainOf(t.array(t.boolean))([true, 1]));
});
