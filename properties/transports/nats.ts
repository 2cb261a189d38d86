/** Transports over NATS, for the suites: on a server that is started for them, each under a name of its own. */
import { type ByteChannel, type ByteChannelListener, EventLoopScheduler } from '../../impl/index.js';
import { NatsTransport } from '../../impl/nats.js';
import { NatsClient } from '../../impl/transport/nats-client.js';
import { NatsDoor } from '../../impl/transport/nats-door.js';
import { NatsNode } from '../../impl/transport/nats-node.js';
import type { HearSubject, NatsPipe, Unsubscribe } from '../../impl/transport/nats-pipe.js';
import { NatsSubjects } from '../../impl/transport/nats-subjects.js';
import { heardLater } from './heard-later.js';
import { NatsServer } from './nats-server.js';
import type { RawChannel, RawPeers, TransportFactory } from './transport-factory.js';

/** Ends that nobody tells are noticed soon, in milliseconds. */
const PROBE_MS = 20;

/** The cluster of all transports of one factory. */
const CLUSTER = 'suite';

/** A connection that can stop to hear: what comes meanwhile is heard later. */
class PausingPipe implements NatsPipe {
  private readonly pipe: NatsPipe;
  private waiting: (() => void)[] | null = null;

  constructor(pipe: NatsPipe) {
    this.pipe = pipe;
  }

  get isUp(): boolean {
    return this.pipe.isUp;
  }

  get payloadBytes(): number {
    return this.pipe.payloadBytes;
  }

  publish(subject: string, bytes: Uint8Array, reply: string): void {
    this.pipe.publish(subject, bytes, reply);
  }

  subscribe(subject: string, hear: HearSubject): Unsubscribe {
    return this.pipe.subscribe(subject, (bytes, reply, nobody) => {
      if (this.waiting === null) return hear(bytes, reply, nobody);
      const kept = bytes.slice();
      this.waiting.push(() => hear(kept, reply, nobody));
    });
  }

  pause(): void {
    this.waiting ??= [];
  }

  resume(): void {
    const { waiting } = this;
    this.waiting = null;
    for (const hear of waiting ?? []) hear();
  }
}

/** A node without a wire: each of its channels is under the control of a case. */
class RawNode {
  readonly pipe: PausingPipe;
  readonly node: NatsNode;

  constructor(client: NatsClient, name: string, accept: (channel: RawChannel) => ByteChannelListener) {
    this.pipe = new PausingPipe(client);
    this.node = new NatsNode({
      pipe: this.pipe,
      subjects: new NatsSubjects(CLUSTER),
      name,
      windowBytes: 1024 * 1024,
      probeMs: PROBE_MS,
      lingerMs: 5000,
    });
    this.node.service = {
      clock: new EventLoopScheduler(),
      accept: (open) => heardLater((listener) => this.raw(open(listener)), accept),
    };
  }

  /** A channel of this node. */
  raw(channel: ByteChannel): RawChannel {
    return {
      write: (bytes) => channel.write(bytes),
      end: () => channel.end(),
      destroy: () => channel.destroy(),
      reset: () => this.node.lost('killed'),
      pause: () => this.pipe.pause(),
      resume: () => this.pipe.resume(),
    };
  }
}

/** Nodes without a wire. */
function rawNodes(client: NatsClient): RawPeers {
  let nodes = 0;
  const newName = (): string => {
    nodes += 1;
    return `raw-${nodes}`;
  };
  return {
    dial: (authority, listener) => {
      const raw = new RawNode(client, newName(), () => listener);
      return raw.raw(raw.node.dial(authority, listener) as ByteChannel);
    },
    listen: async (accept) => {
      const authority = newName();
      const raw = new RawNode(client, authority, accept);
      const door = new NatsDoor({
        pipe: raw.pipe,
        subjects: new NatsSubjects(CLUSTER),
        name: authority,
        asked: raw.node.asked.bind(raw.node),
        lost: () => undefined,
      });
      await door.open();
      return { authority, close: () => door.shut() };
    },
  };
}

/** Starts a server, and opens transports on it. @throws Error when there is no server to start */
export async function natsTransports(): Promise<TransportFactory> {
  const server = await NatsServer.start();
  const client = await NatsClient.connect([server.url], 30_000);
  let nodes = 0;
  return {
    name: 'nats',
    cannot: {},
    rawPeers: rawNodes(client),
    open: ({ limits = {}, listen = true } = {}) => {
      nodes += 1;
      const named = listen ? { name: `node-${nodes}` } : {};
      return NatsTransport.open({
        servers: server.url,
        cluster: CLUSTER,
        ...named,
        limits,
        probeMs: PROBE_MS,
      });
    },
    nowhere: () => Promise.resolve('nobody'),
    close: async () => {
      await client.close(0);
      await server.stop();
    },
  };
}
