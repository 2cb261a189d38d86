/**
 * Goal: what the drivers count is what happened. Method: callers within this process that count for themselves, answer
 * late, wrongly or not at all.
 */
import test from 'ava';
import type { Caller, Echo, Payload } from '../../transport/contender.js';
import { run, type Stretch } from '../../transport/stretches.js';

const asks: Stretch = { name: 'asks', kind: 'asks', outstanding: 8, payloadBytes: 16, oneCore: false };
const lone: Stretch = { ...asks, kind: 'lone asks', outstanding: 1 };
const tells: Stretch = { ...asks, kind: 'tells' };

/** Answers each ask in a turn of its own, and counts. */
class Counting implements Caller {
  asked = 0;
  told = 0;
  outstanding = 0;
  outstandingMax = 0;
  private readonly answer: (payload: Payload) => Echo;

  constructor(answer: (payload: Payload) => Echo = ({ text }) => text) {
    this.answer = answer;
  }

  ask(payload: Payload, answered: (echo: Echo) => void): void {
    this.asked += 1;
    this.outstanding += 1;
    this.outstandingMax = Math.max(this.outstandingMax, this.outstanding);
    setImmediate(() => {
      this.outstanding -= 1;
      answered(this.answer(payload));
    });
  }

  readonly tell = (): void => {
    this.told += 1;
  };

  close(): void {}
}

test('asks are counted when they are answered, and as many as wanted are outstanding', async (t) => {
  const caller = new Counting();
  const { count, microseconds } = await run(asks, caller, 5);
  t.is(count, caller.asked);
  t.is(caller.outstanding, 0);
  t.is(caller.outstandingMax, 8);
  t.is(microseconds, null);
});

test('lone asks are alone, and have a median time', async (t) => {
  const caller = new Counting();
  const { count, microseconds } = await run(lone, caller, 5);
  t.is(count, caller.asked);
  t.is(caller.outstandingMax, 1);
  t.true((microseconds as number) > 0);
});

test('tells are counted when the ask behind them is answered', async (t) => {
  const caller = new Counting();
  const { count } = await run(tells, caller, 5);
  t.is(count, caller.told);
  t.is(count, caller.asked * 1000);
});

test('a caller without tells cannot be measured with them', async (t) => {
  const { ask, close } = new Counting();
  await t.throwsAsync(run(tells, { ask, close }, 1), { message: /no tells/ });
});

test('an echo of another length is a fault', async (t) => {
  const short = new Counting(({ text }) => text.slice(1));
  for (const stretch of [asks, lone]) {
    await t.throwsAsync(run(stretch, short, 1), { message: /An echo of 15 bytes came, expected were 16/ });
  }
});

test('an ask that fails ends the stretch', async (t) => {
  const failing: Caller = {
    ask: (_payload, _answered, failed) => failed(new Error('refused')),
    tell() {},
    close() {},
  };
  for (const stretch of [asks, lone, tells]) {
    await t.throwsAsync(run(stretch, failing, 1), { message: 'refused' });
  }
});
