/**
 * Goal: production's scheduler is first in first out, lets the platform have its turn, and is never early. Method:
 * orders on the real event loop and against a list; deadlines on a platform whose clock the test moves; lingering in a process of its own.
 */
import test from 'ava';
import fc from 'fast-check';
import { type Action, EventLoopScheduler, Timer } from '../../index.js';
import { ActionQueue } from '../../scheduling/action-queue.js';
import { NO_LINK } from '../../scheduling/scheduler.js';
import { hop, runChild } from '../support.js';
import { FakePlatform } from './fake-platform.js';

const action = (run: () => void): Action => ({
  leg: 'request',
  id: 0,
  recipient: null,
  sender: NO_LINK,
  run,
});

class NamedTimer extends Timer {
  readonly leg = 'timer';
  readonly id = 0;
  private readonly code: () => void;

  constructor(code: () => void) {
    super();
    this.code = code;
  }

  fire(): void {
    this.code();
  }
}

/** A scheduler, and what happened on it. */
function scene() {
  const scheduler = new EventLoopScheduler();
  const log: string[] = [];
  const set = (name: string, delayMs: number, code: () => void = () => undefined): Timer => {
    const timer = new NamedTimer(() => {
      log.push(`${name} at ${scheduler.now()}`);
      code();
    });
    scheduler.setTimer(timer, delayMs);
    return timer;
  };
  return { scheduler, log, set };
}

test('actions run first in first out, not at once, and also those that actions post', async (assert) => {
  const { scheduler, log } = scene();
  scheduler.post(
    action(() => {
      log.push('1');
      scheduler.post(action(() => log.push('3')));
    }),
  );
  scheduler.post(action(() => log.push('2')));
  assert.deepEqual(log, []);
  await hop();
  assert.deepEqual(log, ['1', '2', '3']);
});

test('a scheduler that ran dry starts again', async (assert) => {
  const { scheduler, log } = scene();
  scheduler.post(action(() => log.push('1')));
  await hop();
  scheduler.post(action(() => log.push('2')));
  await hop();
  assert.deepEqual(log, ['1', '2']);
});

test('an endless chain of actions lets the platform have its turn', async (assert) => {
  const { scheduler } = scene();
  let ran = 0;
  let turn = false;
  const chain = (): void => {
    ran += 1;
    if (!turn && ran < 1_000_000) scheduler.post(action(chain));
  };
  scheduler.post(action(chain));
  await hop();
  turn = true;
  assert.true(ran > 0 && ran < 1_000_000);
  const seen = ran;
  await hop();
  await hop();
  assert.is(ran, seen + 1);
});

test('the order stays when there is more to do than fits in one turn', async (assert) => {
  const { scheduler } = scene();
  const order: number[] = [];
  const count = 20_000;
  for (let id = 0; id < count; id += 1) scheduler.post(action(() => order.push(id)));
  while (order.length < count) await hop();
  assert.true(order.every((id, position) => id === position));
});

test('TERM-03 an action that must hear promises runs again behind their callbacks, and before those posted later', async (assert) => {
  const { scheduler, log } = scene();
  const waiting: Action = action(() => {
    if (scheduler.hearPromises(waiting)) log.push('not yet');
    else log.push('now');
  });
  scheduler.post(action(() => void Promise.resolve().then(() => log.push('promise'))));
  scheduler.post(waiting);
  scheduler.post(action(() => log.push('later')));
  scheduler.post(waiting);
  assert.false(scheduler.quiet);
  await hop();
  assert.deepEqual(log, ['not yet', 'promise', 'now', 'later', 'not yet', 'now']);
  assert.true(scheduler.quiet);
});

test('a scheduler is quiet when no action waits and no timer is due', (assert) => {
  FakePlatform.use((platform) => {
    const { scheduler, set } = scene();
    assert.true(scheduler.quiet);
    set('a', 10);
    assert.true(scheduler.quiet);
    platform.block(10); // the platform's timer is late
    assert.false(scheduler.quiet);
    platform.advance(1);
    assert.true(scheduler.quiet);
  });
});

test('operations and endpoints are counted from one, and there is one sender', (assert) => {
  const { scheduler } = scene();
  assert.deepEqual([scheduler.nextOperation(), scheduler.nextOperation()], [1, 2]);
  assert.deepEqual([scheduler.nextEndpoint(), scheduler.nextEndpoint()], [1, 2]);
  const outer = scheduler.enter(5);
  assert.is(scheduler.sender(), 0);
  scheduler.leave(outer);
  assert.is(scheduler.sender(), 0);
});

test('time does not go back', (assert) => {
  const { scheduler } = scene();
  const before = scheduler.now();
  assert.true(scheduler.now() >= before);
});

test.serial('TIME-09 a timer does not fire before its deadline, near or far', (assert) => {
  FakePlatform.use((platform) => {
    const { log, set } = scene();
    set('far', 1000);
    set('near', 10);
    set('fraction', 10.5);
    platform.advance(9);
    assert.deepEqual(log, []);
    platform.advance(2000);
    const at = Object.fromEntries(log.map((line) => line.split(' at ')));
    assert.true(Number(at['near']) >= 10 && Number(at['fraction']) >= 10.5 && Number(at['far']) >= 1000);
    assert.is(log.length, 3);
  });
});

test.serial('timers fire in the order of their deadlines', (assert) => {
  FakePlatform.use((platform) => {
    const { log, set } = scene();
    for (const delayMs of [30, 10, 20, 10]) set(String(delayMs), delayMs);
    platform.advance(100);
    assert.deepEqual(log, ['10 at 10', '10 at 10', '20 at 20', '30 at 30']);
  });
});

test.serial(
  'SELF-07 timers of different delays fire in the order of their deadlines when all are late',
  (assert) => {
    FakePlatform.use((platform) => {
      const { log, set } = scene();
      set('second', 20);
      set('first', 10);
      platform.block(50);
      platform.advance(50);
      assert.deepEqual(
        log.map((line) => line.split(' at ')[0]),
        ['first', 'second'],
      );
    });
  },
);

test.serial('a cancelled timer does not fire, and cancelling it again does nothing', (assert) => {
  FakePlatform.use((platform) => {
    const { scheduler, log, set } = scene();
    const timers = ['a', 'b', 'c'].map((name) => set(name, 10));
    scheduler.cancelTimer(timers[1] as Timer);
    scheduler.cancelTimer(timers[1] as Timer);
    platform.advance(5);
    set('d', 10);
    scheduler.cancelTimer(timers[2] as Timer);
    platform.advance(50);
    assert.deepEqual(log, ['a at 10', 'd at 15']);
  });
});

test.serial('a timer can be set again when it fires, and from another timer', (assert) => {
  FakePlatform.use((platform) => {
    const { log, set } = scene();
    set('first', 10, () => {
      set('same delay', 10);
      set('earlier', 1);
    });
    platform.advance(100);
    assert.deepEqual(log, ['first at 10', 'earlier at 11', 'same delay at 20']);
  });
});

test.serial(
  'a timer that throws keeps neither those of the same moment nor later ones from firing',
  (assert) => {
    FakePlatform.use((platform) => {
      const { log, set } = scene();
      const broken = (): void => {
        throw new Error('thrown by a timer');
      };
      set('first', 10, broken);
      set('second', 10, broken);
      set('third', 10);
      set('later', 200);
      for (const times of [1, 2])
        assert.throws(() => platform.advance(20), { message: 'thrown by a timer' }, String(times));
      assert.deepEqual(log, ['first at 10', 'second at 10']);
      platform.advance(300);
      assert.deepEqual(log.slice(2), ['third at 10', 'later at 200']);
      assert.is(platform.timersSet, 0);
    });
  },
);

test.serial('an earlier timer moves the wake-up of the platform forward', (assert) => {
  FakePlatform.use((platform) => {
    const { log, set } = scene();
    set('later', 50);
    set('sooner', 5);
    assert.is(platform.timersSet, 1);
    platform.advance(6);
    assert.deepEqual(log, ['sooner at 5']);
  });
});

test.serial('the platform keeps no timer once every timer has fired or was cancelled', (assert) => {
  FakePlatform.use((platform) => {
    const { scheduler, set } = scene();
    const long = set('long', 1_000_000);
    set('short', 10);
    platform.advance(500);
    assert.is(platform.timersSet, 1);
    scheduler.cancelTimer(long);
    platform.advance(500);
    assert.is(platform.timersSet, 0);
  });
});

test('a process ends when all that it waited for has come, although asks had long limits', async (assert) => {
  const { exitCode, output } = await runChild('ends');
  assert.deepEqual([exitCode, output], [0, ['answered']]);
});

test('an action that throws ends neither the scheduler nor what is queued behind it', async (assert) => {
  const { exitCode, output } = await runChild('throwing-action');
  assert.deepEqual([exitCode, output], [0, ['first', 'uncaught: thrown by an action', 'second', 'third']]);
});

test('a platform without setImmediate will do', async (assert) => {
  const { exitCode, output } = await runChild('browser');
  assert.deepEqual([exitCode, output], [0, ['10000 in order']]);
});

// --- its queue ----------------------------------------------------------------------------------------------------------

const numbered = (id: number): Action => ({ ...action(() => undefined), id });

test('a queue gives back what was put in, in the order of putting in, and then nothing', (assert) => {
  const queue = new ActionQueue();
  assert.true(queue.empty);
  assert.is(queue.shift(), null);
  const actions = [1, 2, 3].map(numbered);
  for (const each of actions) queue.push(each);
  assert.false(queue.empty);
  for (const each of actions) assert.is(queue.shift(), each);
  assert.is(queue.shift(), null);
  assert.true(queue.empty);
});

test('a queue is a list, whatever goes in and out, also while it grows around its end', (assert) => {
  const run = fc.property(
    fc.array(fc.integer({ min: -150, max: 200 }), { minLength: 1, maxLength: 12 }),
    (bursts) => {
      const queue = new ActionQueue();
      const list: number[] = [];
      let next = 0;
      for (const burst of bursts) {
        for (let count = burst; count > 0; count -= 1) {
          queue.push(numbered(next));
          list.push(next);
          next += 1;
        }
        for (let count = burst; count < 0; count += 1) {
          if (queue.shift()?.id !== list.shift()) return false;
        }
        if (queue.empty !== (list.length === 0)) return false;
      }
      return list.every((id) => queue.shift()?.id === id) && queue.empty;
    },
  );
  assert.notThrows(() => fc.assert(run, { seed: 10, numRuns: 200 }));
});

test('a queue that a burst made large is trimmed when it is empty, and goes on', (assert) => {
  const queue = new ActionQueue();
  const count = 40_000;
  for (let id = 0; id < count; id += 1) queue.push(numbered(id));
  let ordered = true;
  for (let id = 0; id < count; id += 1) ordered &&= queue.shift()?.id === id;
  assert.true(ordered);
  queue.trim();
  queue.push(numbered(1));
  assert.is(queue.shift()?.id, 1);
  queue.trim();
  assert.true(queue.empty);
});
