/**
 * Goal: a name has one door. Method: doors at a server in memory, whose messages the test lets through; one wait of a second
 * for a node that says nothing.
 */
import test, { type ExecutionContext } from 'ava';
import { IllegalArgumentError, RpcConnectionError } from '../../index.js';
import { NatsDoor } from '../../transport/nats-door.js';
import { encodeDoorMessage, NATS_KIND } from '../../transport/nats-message.js';
import type { HearSubject } from '../../transport/nats-pipe.js';
import { NatsSubjects } from '../../transport/nats-subjects.js';
import { hop } from '../support.js';
import { Broker, TestPipe } from './nats-broker.js';

const subjects = new NatsSubjects('test');

/** A door, and what became of it. */
class House {
  readonly pipe: TestPipe;
  readonly door: NatsDoor;
  readonly events: string[] = [];
  error: Error | null = null;

  constructor(assert: ExecutionContext, broker: Broker) {
    this.pipe = new TestPipe(broker);
    this.door = new NatsDoor({
      pipe: this.pipe,
      subjects,
      name: 'node',
      asked: (content, subject) => this.events.push(`asked for ${content.length} by ${subject}`),
      lost: () => this.events.push('lost'),
    });
    assert.teardown(() => this.door.shut());
  }

  open(): Promise<void> {
    return this.door.open().then(
      () => void this.events.push('open'),
      (error: Error) => {
        this.error = error;
        this.events.push('refused');
      },
    );
  }
}

test('a name that nobody has is had at once, and whoever asks for a channel is heard', async (assert) => {
  const broker = new Broker();
  const house = new House(assert, broker);
  void house.open();
  broker.pass();
  await hop();
  assert.deepEqual(house.events, ['open']);
  const asking = encodeDoorMessage(NATS_KIND.open, new Uint8Array(5));
  new TestPipe(broker).publish(subjects.door('node'), asking, 'somebody');
  broker.pass();
  assert.deepEqual(house.events, ['open', 'asked for 5 by somebody']);
});

test('a name that another has is refused', async (assert) => {
  const broker = new Broker();
  const [first, second] = [new House(assert, broker), new House(assert, broker)];
  void first.open();
  broker.pass();
  void second.open();
  broker.pass();
  await hop();
  assert.deepEqual([first.events, second.events], [['open'], ['refused']]);
  assert.true(second.error instanceof IllegalArgumentError);
  assert.regex(second.error?.message ?? '', /node here: another node has this name/);
});

test('of two that ask at the same moment one gives way', async (assert) => {
  const broker = new Broker();
  const houses = [new House(assert, broker), new House(assert, broker)];
  const opened = houses.map((house) => house.open());
  broker.pass();
  await Promise.all(opened); // the other one waits in vain for an objection
  assert.deepEqual(houses.map(({ events }) => events[0]).sort(), ['open', 'refused']);
});

test('a node that is known to the server and silent keeps nobody out; when it speaks again, one gives way', async (assert) => {
  const broker = new Broker();
  const silent = new TestPipe(broker);
  let question: Parameters<HearSubject> | null = null;
  silent.subscribe(subjects.door('node'), (...heard) => {
    question = heard;
  });
  const house = new House(assert, broker);
  const opening = house.open();
  broker.pass();
  await opening;
  assert.deepEqual(house.events, ['open']);
  const [, reply] = question as unknown as Parameters<HearSubject>;
  silent.publish(reply, encodeDoorMessage(NATS_KIND.claim, new Uint8Array(0)), '');
  broker.pass();
  assert.deepEqual(house.events, ['open', 'lost']);
});

test('a node that comes back to its servers asks again', async (assert) => {
  const broker = new Broker();
  const [first, second] = [new House(assert, broker), new House(assert, broker)];
  void first.open();
  broker.pass();
  await hop();
  first.door.back();
  broker.pass();
  const hearers = broker.hearers.get(subjects.door('node')) ?? [];
  broker.hearers.set(subjects.door('node'), []); // it is cut off
  void second.open();
  broker.pass();
  broker.hearers.get(subjects.door('node'))?.unshift(...hearers);
  first.door.back();
  broker.pass();
  await hop();
  assert.deepEqual([first.events, second.events], [['open', 'lost'], ['open']]);
  first.door.back();
  assert.is(broker.underWay.length, 0); // a door that is shut asks for nothing
});

test('a subject that the server refuses refuses the name; later it is none of the business of a door', async (assert) => {
  const broker = new Broker();
  const house = new House(assert, broker);
  void house.open();
  house.door.refused(subjects.door('other'), 'not yours');
  house.door.refused(subjects.door('node'), 'not allowed');
  house.door.refused(subjects.door('node'), 'not allowed');
  await hop();
  assert.deepEqual(house.events, ['refused']);
  assert.regex(house.error?.message ?? '', /not allowed/);
});

test('a door that is shut before the name is had does not open, and nobody waits for it', async (assert) => {
  const house = new House(assert, new Broker());
  void house.open();
  house.door.shut();
  house.door.shut();
  await hop();
  assert.deepEqual(house.events, ['refused']);
  assert.true(house.error instanceof RpcConnectionError);
  assert.regex(house.error?.message ?? '', /over before a node could be called node/);
});

test('whoever asks for a name gets no answer at subjects of others', (assert) => {
  const broker = new Broker();
  const house = new House(assert, broker);
  void house.open();
  broker.pass();
  const stranger = new TestPipe(broker);
  for (const reply of ['secret', subjects.link('node', 'a'), subjects.claim('other', 'a')])
    stranger.publish(subjects.door('node'), encodeDoorMessage(NATS_KIND.claim, new Uint8Array(3)), reply);
  broker.pass(3);
  assert.is(broker.underWay.length, 0);
});
