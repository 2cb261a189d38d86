/** A NATS server in memory, for tests: messages wait until the test lets them through, or loses them. */
import type { HearSubject, NatsPipe, Unsubscribe } from '../../transport/nats-pipe.js';

interface Hearer {
  readonly pipe: TestPipe;
  readonly hear: HearSubject;
}

/** A message under way. */
export interface UnderWay {
  readonly from: TestPipe;
  readonly subject: string;
  readonly bytes: Uint8Array;
  readonly reply: string;
}

/** See the head of this file. */
export class Broker {
  /** What was said and has not arrived, oldest first. */
  readonly underWay: UnderWay[] = [];
  readonly hearers = new Map<string, Hearer[]>();
  payloadBytes = 1024;

  /** Lets messages arrive, and the answers to them, until there are none; or so many of them. */
  pass(count = Number.POSITIVE_INFINITY): void {
    for (let passed = 0; passed < count; passed += 1) {
      const message = this.underWay.shift();
      if (message === undefined) return;
      this.deliver(message);
    }
  }

  private deliver({ from, subject, bytes, reply }: UnderWay): void {
    const hearers = (this.hearers.get(subject) ?? []).filter(({ pipe }) => pipe !== from);
    for (const { hear } of hearers) hear(bytes, reply, false);
    if (hearers.length > 0 || reply === '') return;
    for (const { hear } of this.hearers.get(reply) ?? []) hear(new Uint8Array(0), '', true);
  }

  /** How many messages of a kind are under way. */
  count(kind: number): number {
    return this.underWay.filter(({ bytes }) => bytes[0] === kind).length;
  }
}

/** The connection of one node. */
export class TestPipe implements NatsPipe {
  isUp = true;
  private readonly broker: Broker;

  constructor(broker: Broker) {
    this.broker = broker;
  }

  get payloadBytes(): number {
    return this.broker.payloadBytes;
  }

  publish(subject: string, bytes: Uint8Array, reply: string): void {
    if (typeof subject !== 'string') throw new Error(`the subject ${subject}, as the client of NATS would`);
    if (bytes.length > this.payloadBytes) throw new Error(`a message of ${bytes.length} bytes`);
    this.broker.underWay.push({ from: this, subject, bytes: bytes.slice(), reply });
  }

  subscribe(subject: string, hear: HearSubject): Unsubscribe {
    const { hearers } = this.broker;
    const hearer = { pipe: this, hear };
    hearers.set(subject, [...(hearers.get(subject) ?? []), hearer]);
    return () =>
      hearers.set(
        subject,
        (hearers.get(subject) ?? []).filter((other) => other !== hearer),
      );
  }
}
