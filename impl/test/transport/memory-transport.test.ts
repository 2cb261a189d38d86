/**
 * Goal: links are FIFO, lose and delay what they are told to, and say when they end. Method: peers that note texts, and a
 * clock that the test moves.
 */
import test from 'ava';
import {
  IllegalArgumentError,
  type Link,
  type LinkListener,
  MemoryNetwork,
  MemoryTransport,
  SeededScheduler,
} from '../../index.js';
import type { UndecodableFrame, WireFrame } from '../../wire/index.js';
import { hostOf, raises } from '../support.js';

/** A frame that carries a text, and the text in a frame. */
const saying = (name: string): WireFrame => ({ frame: 'identify', op: 1, sender: 0, name });
const textOf = (frame: WireFrame): string => (frame.frame === 'identify' ? frame.name : frame.frame);

class Ear implements LinkListener {
  readonly heard: string[] = [];
  link: Link | null = null;

  received(frame: WireFrame): void {
    this.heard.push(textOf(frame));
  }

  undecodable({ op, leg }: UndecodableFrame): void {
    this.heard.push(`undecodable ${leg} of ${op}`);
  }

  lost(frame: WireFrame): void {
    this.heard.push(`lost: ${textOf(frame)}`);
  }

  closed(reason: string): void {
    this.heard.push(`closed: ${reason}`);
  }
}

/** Two transports, the first of which has dialled the second. */
function linked() {
  const network = new MemoryNetwork();
  const scheduler = new SeededScheduler();
  const [left, right] = [new Ear(), new Ear()];
  const near = new MemoryTransport(network, 'left', 1);
  const far = new MemoryTransport(network, 'right', 2);
  near.listen(hostOf(scheduler, () => left));
  far.listen(
    hostOf(scheduler, (link) => {
      right.link = link;
      return right;
    }),
  );
  left.link = near.dial('right:2', left);
  const say = (ear: Ear, text: string) => ear.link?.send(saying(text));
  /** Lets so much time pass. */
  const pass = (milliseconds: number): void => {
    const untilMs = scheduler.now() + milliseconds;
    while (scheduler.fireNextTimer(untilMs));
  };
  return { network, left, right, near, far, say, scheduler, pass };
}

test('ORD-01, ORD-05 frames arrive once, in the order of sending, in both directions', (assert) => {
  const { left, right, say } = linked();
  assert.is(say(left, 'a'), null);
  assert.is(say(right, 'b'), null);
  assert.is(say(left, 'c'), null);
  assert.deepEqual(right.heard, ['a', 'c']);
  assert.deepEqual(left.heard, ['b']);
});

test('both ends of a link know their peer', (assert) => {
  const { left, right } = linked();
  assert.is(left.link?.peer.authority, 'right:2');
  assert.is(right.link?.peer.authority, 'left:1');
});

test('a host or port where nobody listens cannot be dialled', (assert) => {
  const { near, left } = linked();
  assert.is(near.dial('right:3', left), null);
  assert.is(near.dial('wrong:2', left), null);
});

test('a port belongs to one transport of a network', (assert) => {
  const { network, scheduler } = linked();
  const second = new MemoryTransport(network, 'elsewhere', 2);
  raises(
    assert,
    () => second.listen(hostOf(scheduler, () => new Ear())),
    IllegalArgumentError,
    'illegal-argument',
    'Port 2',
    'taken',
  );
});

test('ORD-06 a partition loses frames in its direction until it is repaired', (assert) => {
  const { network, left, right, say } = linked();
  network.partition(1, 2);
  assert.is(say(left, 'lost'), 'partition');
  assert.is(say(right, 'heard'), null);
  network.repair(1, 2);
  assert.is(say(left, 'again'), null);
  assert.deepEqual([left.heard, right.heard], [['heard'], ['again']]);
});

test('ORD-06 one frame is lost on demand, and only one', (assert) => {
  const { network, left, right, say } = linked();
  network.dropNext(1, 2);
  assert.is(say(right, 'other direction'), null);
  assert.is(say(left, 'lost'), 'drop-next');
  assert.is(say(left, 'heard'), null);
  assert.deepEqual(right.heard, ['heard']);
});

test('a frame that a partition loses does not use up the frame that is to be lost', (assert) => {
  const { network, left, say } = linked();
  network.partition(1, 2);
  network.dropNext(1, 2);
  assert.is(say(left, 'a'), 'partition');
  network.repair(1, 2);
  assert.is(say(left, 'b'), 'drop-next');
  assert.is(say(left, 'c'), null);
});

test('a delay makes frames in its direction arrive later, and not at all before', (assert) => {
  const { network, left, right, say, pass } = linked();
  network.delay(1, 2, 100);
  assert.is(say(left, 'slow'), null);
  say(right, 'fast');
  assert.deepEqual([left.heard, right.heard], [['fast'], []]);
  pass(99);
  assert.deepEqual(right.heard, []);
  pass(1);
  assert.deepEqual(right.heard, ['slow']);
});

test('ORD-02 frames keep their order whatever becomes of the delay', (assert) => {
  const { network, left, right, say, pass } = linked();
  network.delay(1, 2, 100);
  say(left, 'a');
  pass(50);
  network.delay(1, 2, 20);
  say(left, 'b');
  network.delay(1, 2, 70);
  say(left, 'c');
  network.delay(1, 2, 0);
  say(left, 'd');
  assert.deepEqual(right.heard, []);
  pass(50);
  assert.deepEqual(right.heard, ['a', 'b']);
  pass(20);
  assert.deepEqual(right.heard, ['a', 'b', 'c', 'd']);
  say(left, 'at once');
  assert.is(right.heard.at(-1), 'at once');
});

test('ORD-06 a frame that is lost is lost at once, and what is on its way arrives all the same', (assert) => {
  const { network, left, right, say, pass } = linked();
  network.delay(1, 2, 10);
  say(left, 'before');
  network.partition(1, 2);
  assert.is(say(left, 'lost'), 'partition');
  pass(10);
  assert.deepEqual(right.heard, ['before']);
});

test('DEAD-03 a link that breaks loses what is on its way, and says what, in both directions', (assert) => {
  const { network, near, left, right, say, pass, scheduler } = linked();
  network.delay(1, 2, 10);
  network.delay(2, 1, 20);
  say(left, 'a');
  pass(5);
  say(left, 'b');
  say(right, 'c');
  network.breakLinks(1, 2);
  assert.deepEqual(left.heard, ['lost: a', 'lost: b', 'closed: the link was broken']);
  assert.deepEqual(right.heard, ['lost: c', 'closed: the link was broken']);
  assert.is(scheduler.nextDeadlineMs(), null);
  assert.is(say(left, 'into nothing'), null);
  left.link = near.dial('right:2', left);
  say(left, 'delayed too');
  pass(10);
  assert.is(right.heard.at(-1), 'delayed too');
});

test('DEAD-03 a peer that breaks the link while frames arrive does not hear those behind', (assert) => {
  const { network, left, right, say, pass } = linked();
  network.delay(1, 2, 10);
  right.received = (frame) => {
    right.heard.push(textOf(frame));
    network.breakLinks(1, 2);
  };
  say(left, 'a');
  say(left, 'b');
  pass(10);
  assert.deepEqual(right.heard, ['a', 'closed: the link was broken']);
  assert.deepEqual(left.heard, ['lost: b', 'closed: the link was broken']);
});

for (const milliseconds of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
  test(`a delay of ${milliseconds} ms is refused`, (assert) => {
    const { network } = linked();
    raises(
      assert,
      () => network.delay(1, 2, milliseconds),
      IllegalArgumentError,
      'illegal-argument',
      `${milliseconds} ms`,
      'finite',
    );
  });
}

test('DEAD-03 both ends hear once that their link is broken, and can dial again', (assert) => {
  const { network, near, left, right, say } = linked();
  network.breakLinks(2, 1);
  network.breakLinks(1, 2);
  assert.deepEqual(left.heard, ['closed: the link was broken']);
  assert.deepEqual(right.heard, ['closed: the link was broken']);
  assert.is(say(left, 'into nothing'), null);
  left.link = near.dial('right:2', left);
  say(left, 'back');
  assert.deepEqual(right.heard.slice(1), ['back']);
});

test('breaking links leaves those of others alone', (assert) => {
  const { network, left, right, say } = linked();
  network.breakLinks(1, 3);
  say(left, 'a');
  assert.deepEqual(right.heard, ['a']);
});

test('closing a link tells both ends', (assert) => {
  const { left, right } = linked();
  right.link?.close();
  assert.deepEqual(
    [left.heard, right.heard],
    [['closed: the link was broken'], ['closed: the link was broken']],
  );
});

test('a transport that closes ends its links and frees its port', (assert) => {
  const { network, near, far, left, right, scheduler } = linked();
  let closed = 0;
  far.close(() => {
    closed += 1;
  });
  assert.is(closed, 1);
  assert.deepEqual(left.heard, ['closed: the peer closed']);
  assert.deepEqual(right.heard, ['closed: the peer closed']);
  assert.is(near.dial('right:2', left), null);
  assert.notThrows(() => new MemoryTransport(network, 'right', 2).listen(hostOf(scheduler, () => right)));
});

test('closing a transport that no service has had leaves alone the one that has its port', (assert) => {
  const network = new MemoryNetwork();
  const scheduler = new SeededScheduler();
  const near = new MemoryTransport(network, 'left', 1);
  const far = new MemoryTransport(network, 'right', 2);
  const [left, right] = [new Ear(), new Ear()];
  near.listen(hostOf(scheduler, () => left));
  far.listen(hostOf(scheduler, () => right));
  left.link = near.dial('right:2', left);
  const heard: string[] = [];
  new MemoryTransport(network, 'right', 2).close(() => heard.push('over'));
  left.link?.send(saying('still here'));
  assert.deepEqual([heard, left.heard, right.heard], [['over'], [], ['still here']]);
  assert.not(near.dial('right:2', new Ear()), null);
});
