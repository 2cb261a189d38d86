/**
 * The abstraction of tokens commutes with the protocol. Method: long random walks with real tokens (A, B, A again, unset)
 * are decided by a few lines that compare the tokens themselves; the oracle, which compares classes of envelopes through
 * its tables, must accept exactly these decisions.
 */
import test from 'ava';
import type { NullableToken, Token } from '../../spec/index.js';
import { sameToken } from '../../spec/index.js';
import { Story, script } from './support.js';

/** A generator of numbers below a bound, from a seed. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

const tokens: readonly Token[] = [
  { type: 'A', bytes: '' },
  { type: 'A', bytes: '00' },
  { type: 'B', bytes: '00' },
];
const anyToken = (next: (below: number) => number): NullableToken => tokens[next(4)] ?? null;

interface Pending {
  readonly op: number;
  readonly token: NullableToken;
  readonly asked: boolean;
}

/** What a fenced endpoint decides, by comparing the tokens themselves. */
function isAdmitted(own: NullableToken, sent: NullableToken): boolean {
  return own !== null && sameToken(own, sent);
}

/** Delivers the message that waits longest, as the tokens say; `lie` decides the other way round. */
function deliver(story: Story, own: NullableToken, message: Pending, lie: boolean): void {
  const { op, asked } = message;
  if (isAdmitted(own, message.token) !== lie) {
    story.run('request', op, 'execute', 'FENCE-01').handler(1, 'call', op);
    if (asked) story.run('answer', op, 'settle', 'CALL-25').value(op, op);
  } else if (asked) {
    story.refused(op, 'fencing-token', own === null ? 'FENCE-05' : 'FENCE-01', ['tokens']);
  } else {
    story.run('request', op, 'drop', 'FENCE-03');
  }
}

/** A walk: gateways of every token send, the token is replaced, messages arrive. @returns whether it was accepted */
function walk(seed: number, steps: number, lieAt: number): boolean {
  const next = generator(seed);
  const story = new Story();
  let own = anyToken(next);
  story.create(1, { kind: 'fenced', token: own });
  story.start(1);
  for (const [index, token] of [...tokens, null].entries()) story.connectWith(index, 1, token);
  const queue: Pending[] = [];
  let delivered = 0;
  for (let step = 0; step < steps; step++) {
    const choice = next(3);
    if (choice === 0) {
      const gateway = next(4);
      const asked = next(2) === 0;
      const op = asked ? story.ask(gateway) : story.tell(gateway);
      queue.push({ op, token: tokens[gateway] ?? null, asked });
    } else if (choice === 1) {
      own = replace(story, next);
    } else {
      const message = queue.shift();
      if (message !== undefined) deliver(story, own, message, delivered++ === lieAt);
    }
  }
  for (const message of queue) deliver(story, own, message, delivered++ === lieAt);
  return story.settle().judge().verdict === 'accepted';
}

/** A handler of the endpoint replaces its token. */
function replace(story: Story, next: (below: number) => number): NullableToken {
  const token = anyToken(next);
  const op = story.reserve();
  const operation = { type: 'set-token', endpoint: 1, token } as const;
  const nested = [{ op, operation }];
  const run = story.done(
    { type: 'run-async', endpoint: 1, delayMs: 0, unfenced: true, script: script('return', nested) },
    5,
  );
  story.run('request', run, 'execute', 'FENCE-19').begin(1, 'run', run);
  story.done(operation, { mainOf: 1 }, op);
  story.end(1, 'run', run);
  return token;
}

test('FENCE-01, FENCE-05, FENCE-08, FENCE-16 500 walks of 60 steps with real tokens are accepted', (t) => {
  for (let seed = 1; seed <= 500; seed++) t.true(walk(seed, 60, -1), `seed ${seed}`);
});

test('FENCE-01 one wrong decision in such a walk is rejected', (t) => {
  for (let seed = 1; seed <= 200; seed++) t.false(walk(seed, 60, seed % 5), `seed ${seed}`);
});
