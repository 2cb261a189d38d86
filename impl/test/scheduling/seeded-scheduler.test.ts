/** Goal: virtual time, FIFO links, and a tape that decides the rest. Method: actions without a runtime. */
import test from 'ava';
import fc from 'fast-check';
import type { Deviation } from '../../../spec/scenarios.js';
import { type Action, type Recipient, SeededScheduler, Timer } from '../../index.js';
import { NO_LINK } from '../../scheduling/scheduler.js';
import type { ConditionalAction } from '../../scheduling/seeded-scheduler.js';

interface Options {
  readonly recipient?: Recipient | null;
  readonly sender?: number;
  readonly next?: () => void;
}

class Logging extends SeededScheduler {
  readonly log: string[] = [];

  constructor(tape: readonly Deviation[] = []) {
    super();
    this.reset(tape);
  }

  action(id: number, { recipient = null, sender = NO_LINK, next }: Options = {}): Action {
    const run = (): void => {
      this.log.push(String(id));
      next?.();
    };
    return { leg: 'request', id, recipient, sender, run };
  }

  add(id: number, options: Options = {}): void {
    this.post(this.action(id, options));
  }

  timer(id: number, delayMs: number, next: () => void = () => undefined): Timer {
    const timer = new LoggingTimer(this, id, next);
    this.setTimer(timer, delayMs);
    return timer;
  }

  /** Whether an action of the queue could run now. */
  enabled(action: Action): boolean {
    return this.isEnabled(action);
  }

  /** Runs this action of the queue. */
  runOne(action: Action): void {
    this.runNow(action);
  }

  /** Runs what is enabled. */
  drain(): readonly string[] {
    while (this.step());
    return this.log.splice(0);
  }
}

class LoggingTimer extends Timer {
  readonly leg = 'timer';
  readonly id: number;
  private readonly scheduler: Logging;
  private readonly whenFired: () => void;

  constructor(scheduler: Logging, id: number, whenFired: () => void) {
    super();
    this.scheduler = scheduler;
    this.id = id;
    this.whenFired = whenFired;
  }

  fire(): void {
    this.scheduler.log.push(`timer ${this.id} at ${this.scheduler.now()}`);
    this.whenFired();
  }
}

const request = (id: number) => ({ leg: 'request', id }) as const;
const before = (first: number, held: number): Deviation => ({ held: request(held), first: request(first) });

test('the empty tape runs the oldest action first', (assert) => {
  const scheduler = new Logging();
  scheduler.add(1, { next: () => scheduler.add(4) });
  scheduler.add(2);
  scheduler.add(3);
  assert.deepEqual(scheduler.waiting(), [request(1), request(2), request(3)]);
  assert.deepEqual(scheduler.drain(), ['1', '2', '3', '4']);
  assert.is(scheduler.steps, 4);
  assert.false(scheduler.step());
});

test('ORD-01 a recipient that is occupied holds back what its senders send, and nothing else', (assert) => {
  const scheduler = new Logging();
  const busy = { occupied: true, number: 0 };
  scheduler.add(1, { recipient: busy, sender: 0 });
  scheduler.add(2, { recipient: { occupied: false, number: 1 }, sender: 0 });
  assert.deepEqual(scheduler.drain(), ['2']);
  busy.occupied = false;
  assert.deepEqual(scheduler.drain(), ['1']);
});

test('ORD-01, ORD-03 the tape reorders senders and never one link', (assert) => {
  const recipient = { occupied: false, number: 3 };
  const scheduler = new Logging([before(3, 1)]);
  scheduler.add(1, { recipient, sender: 0 });
  scheduler.add(2, { recipient, sender: 0 });
  scheduler.add(3, { recipient, sender: 1 });
  assert.deepEqual(scheduler.drain(), ['3', '1', '2']);
});

test('ORD-01 whatever the tape, actions of one link run in the order of posting, and each runs once', (assert) => {
  const recipients = [0, 1].map((number) => ({ occupied: false, number }));
  const id = fc.nat({ max: 9 });
  const tape = fc.array(fc.tuple(id, id), { maxLength: 6 });
  const links = fc.array(fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: 1 })), { minLength: 1, maxLength: 10 });
  const run = fc.property(tape, links, (deviations, actions) => {
    const scheduler = new Logging(deviations.map(([first, held]) => before(first, held)));
    for (const [position, [to, sender]] of actions.entries()) {
      scheduler.add(position, { recipient: recipients[to] as Recipient, sender });
    }
    const order = scheduler.drain().map(Number);
    const linkOf = (position: number) => String(actions[position]);
    const ordered = order.every((position, at) =>
      order.slice(at).every((later) => linkOf(later) !== linkOf(position) || later >= position),
    );
    return ordered && order.length === actions.length && new Set(order).size === actions.length;
  });
  assert.notThrows(() => fc.assert(run, { seed: 9, numRuns: 500 }));
});

test('a deviation holds an action until its first has run, also one that is posted later', (assert) => {
  const scheduler = new Logging([before(3, 1)]);
  scheduler.add(1);
  scheduler.add(2, { next: () => scheduler.add(3) });
  assert.deepEqual(scheduler.drain(), ['2', '3', '1']);
});

test('a held action runs once what holds it cannot come any more', (assert) => {
  const scheduler = new Logging([before(9, 1), before(1, 2)]);
  scheduler.add(2);
  scheduler.add(1);
  assert.deepEqual(scheduler.drain(), ['2', '1']);
});

test('a deviation that waits for a timer lets time pass until it has fired', (assert) => {
  const scheduler = new Logging([{ held: request(1), first: { leg: 'timer', id: 8 } }]);
  scheduler.timer(7, 5);
  scheduler.timer(8, 10);
  scheduler.timer(9, 15);
  scheduler.add(1);
  assert.deepEqual(scheduler.drain(), ['timer 7 at 5', 'timer 8 at 10', '1']);
  assert.is(scheduler.now(), 10);
  assert.is(scheduler.nextDeadlineMs(), 15);
});

test('an action that is not ready waits', (assert) => {
  const scheduler = new Logging();
  let ready = false;
  const conditional: ConditionalAction = { ...scheduler.action(1), ready: () => ready };
  scheduler.post(conditional);
  assert.deepEqual(scheduler.drain(), []);
  ready = true;
  assert.deepEqual(scheduler.drain(), ['1']);
});

test('TIME-09 a timer fires at its deadline, in the order of deadlines, equal ones as they were set', (assert) => {
  const scheduler = new Logging();
  scheduler.timer(1, 20);
  scheduler.timer(2, 10);
  scheduler.timer(3, 20);
  scheduler.timer(4, 10);
  assert.is(scheduler.nextDeadlineMs(), 10);
  assert.false(scheduler.fireNextTimer(9));
  assert.is(scheduler.now(), 9);
  while (scheduler.fireNextTimer(20));
  assert.deepEqual(scheduler.log, ['timer 2 at 10', 'timer 4 at 10', 'timer 1 at 20', 'timer 3 at 20']);
  assert.is(scheduler.now(), 20);
  assert.is(scheduler.nextDeadlineMs(), null);
});

test('a cancelled timer does not fire, and can be set again', (assert) => {
  const scheduler = new Logging();
  const timer = scheduler.timer(1, 10);
  scheduler.timer(2, 10);
  assert.true(timer.armed);
  scheduler.cancelTimer(timer);
  scheduler.cancelTimer(timer);
  assert.false(timer.armed);
  while (scheduler.fireNextTimer(10));
  assert.deepEqual(scheduler.log, ['timer 2 at 10']);
  scheduler.setTimer(timer, 5);
  assert.true(scheduler.fireNextTimer(15));
  assert.is(scheduler.now(), 15);
});

test('time never goes back', (assert) => {
  const scheduler = new Logging();
  scheduler.fireNextTimer(10);
  scheduler.fireNextTimer(5);
  assert.is(scheduler.now(), 10);
  scheduler.timer(1, 0);
  assert.true(scheduler.fireNextTimer(3) === false && scheduler.fireNextTimer(10));
  assert.is(scheduler.now(), 10);
});

test('actions that will never be ready can be withdrawn', (assert) => {
  const scheduler = new Logging();
  for (const id of [1, 2, 3]) scheduler.add(id);
  scheduler.withdraw((action) => action.id === 2);
  assert.deepEqual(scheduler.drain(), ['1', '3']);
});

test('who acts is who was named or entered, until it leaves', (assert) => {
  const scheduler = new Logging();
  Object.assign(scheduler, { currentSender: 1, currentOperation: 5, currentEndpoint: 6 });
  assert.deepEqual([scheduler.nextOperation(), scheduler.nextEndpoint()], [5, 6]);
  const outer = scheduler.enter(7);
  const inner = scheduler.enter(8);
  assert.is(scheduler.sender(), 8);
  scheduler.leave(inner);
  assert.is(scheduler.sender(), 7);
  scheduler.leave(outer);
  assert.is(scheduler.sender(), 1);
});

test('a reset empties everything and starts the clock again', (assert) => {
  const scheduler = new Logging([before(2, 1)]);
  scheduler.add(1);
  scheduler.timer(1, 10);
  scheduler.fireNextTimer(5);
  scheduler.reset([]);
  assert.deepEqual(scheduler.drain(), []);
  assert.is(scheduler.now(), 0);
  assert.is(scheduler.nextDeadlineMs(), null);
  scheduler.add(1);
  scheduler.add(2);
  assert.deepEqual(scheduler.drain(), ['1', '2']);
});

test('the same actions and the same tape give the same run', (assert) => {
  const play = (): readonly string[] => {
    const scheduler = new Logging([before(4, 1), before(5, 4)]);
    scheduler.add(1);
    scheduler.add(2, { next: () => scheduler.timer(1, 3) });
    for (const id of [3, 4, 5]) scheduler.add(id);
    return scheduler.drain();
  };
  assert.deepEqual(play(), ['2', '3', '5', '4', '1']);
  assert.deepEqual(play(), play());
});

test('ORD-01 actions of one sender without a recipient are a link too', (assert) => {
  const scheduler = new Logging([before(2, 1)]);
  scheduler.add(1, { sender: 0 });
  scheduler.add(2, { sender: 0 });
  scheduler.add(3, { sender: 1 });
  assert.deepEqual(scheduler.drain(), ['3', '1', '2']);
});

test('a heir of the scheduler sees which actions are enabled, and chooses', (assert) => {
  const scheduler = new Logging([{ held: request(9), first: request(3) }]);
  const recipient = { occupied: false, number: 0 };
  const [first, second, other] = [
    scheduler.action(1, { recipient, sender: 0 }),
    scheduler.action(2, { recipient, sender: 0 }),
    scheduler.action(3, { recipient, sender: 1 }),
  ];
  const waiting: ConditionalAction = { ...scheduler.action(4), ready: () => false };
  for (const action of [first, second, other, waiting]) scheduler.post(action);
  const enabled = () => [first, second, other, waiting].map((action) => scheduler.enabled(action));
  assert.deepEqual(enabled(), [true, false, true, false]);
  recipient.occupied = true;
  assert.deepEqual(enabled(), [false, false, false, false]);
  recipient.occupied = false;
  scheduler.runOne(other);
  scheduler.runOne(first);
  assert.deepEqual(enabled(), [false, true, false, false]);
  scheduler.add(9);
  assert.deepEqual(scheduler.drain(), ['3', '1', '2', '9']);
});
