/**
 * NATS: channels over subjects, so that a cluster of machines needs no address book. An address names a node, and whoever has
 * the name is reached, wherever that is: `fencepost.nats://fencepost@node-a/user/rpc/worker`.
 */

import { told } from '../rpc/told.js';
import { type ChannelTransportOptions, checkedChannelOptions } from './channel-options.js';
import { type ChannelSource, ChannelTransport, nodeAuthority } from './channel-transport.js';
import { checkedNumber, checkedPeriodMs } from './link-limits.js';
import { NatsClient, type NatsClientOptions } from './nats-client.js';
import { NatsDoor } from './nats-door.js';
import { NatsNode } from './nats-node.js';
import { checkToken, NatsSubjects } from './nats-subjects.js';
import type { TransportHost } from './transport.js';

/** The scheme of addresses over NATS. */
export const NATS_SCHEME = 'fencepost.nats';

/**
 * What became of a transport: it has lost its servers, and every link with them; it has reached them again; another node has
 * taken its name meanwhile, so nobody is let in any more; the connection is over for good.
 */
export type NatsStatus = 'disconnected' | 'connected' | 'name-taken' | 'closed';

/** The smallest and the largest window of a link, in bytes: what is on its way is counted with 32 bits. */
const WINDOW_BYTES = [1, 2_147_483_647] as const;

/** Who a service is over NATS, and by which servers. */
export interface NatsTransportOptions extends ChannelTransportOptions {
  /**
   * The name of this node, which stands in addresses: 1 to 64 letters, digits, - and _. Absent: nobody can connect, this
   * side opens all links.
   */
  readonly name?: string;
  /** Nodes of one cluster reach each other. Absent: `default`. */
  readonly cluster?: string;
  /** The servers, for example `nats://127.0.0.1:4222`; one of them is used. Absent: where the client looks by itself. */
  readonly servers?: string | readonly string[];
  /** What else the client of NATS is told: credentials, TLS, … */
  readonly connection?: NatsClientOptions;
  /** How many bytes may be on their way to a link of this node without having been taken. Absent: 1 MiB. */
  readonly windowBytes?: number;
  /** A link that has sent nothing for so long asks whether its peer is there, in milliseconds. Absent: 1000. */
  readonly probeMs?: number;
  /** Hears what becomes of the connection. */
  readonly onStatus?: (status: NatsStatus) => void;
}

/**
 * Services that talk over NATS.
 *
 * @example
 * ```ts
 * const transport = await NatsTransport.open({ name: 'node-a', servers: 'nats://127.0.0.1:4222' });
 * const service = new RpcService({ transport });
 * ```
 */
export class NatsTransport extends ChannelTransport {
  private readonly client: NatsClient;
  private readonly node: NatsNode;
  private shut: Promise<void> | null = null;

  private constructor(
    source: ChannelSource,
    client: NatsClient,
    node: NatsNode,
    options: NatsTransportOptions,
  ) {
    super(source, options);
    this.client = client;
    this.node = node;
  }

  /**
   * Connects to the servers, and takes the name.
   *
   * @throws IllegalArgumentError for an option that cannot be, and a name that another node has, or that the server does not
   * allow
   * @throws RpcConnectionError when no server can be reached, or the connection is over before the name is had
   */
  static async open(given: NatsTransportOptions = {}): Promise<NatsTransport> {
    const options = checkedChannelOptions(given);
    const { name = null, cluster = 'default', nodeId } = options;
    const onStatus = (status: NatsStatus): void => told(options.onStatus, status);
    const windowBytes = checkedNumber('windowBytes', options.windowBytes ?? 1024 * 1024, WINDOW_BYTES);
    const probeMs = checkedPeriodMs('probeMs', options.probeMs ?? 1000);
    if (name !== null) checkToken(name, 'node');
    const subjects = new NatsSubjects(cluster);
    const servers = options.servers === undefined ? undefined : [options.servers].flat();
    const { idleMs, drainMs: lingerMs } = options.limits;
    const client = await NatsClient.connect(servers, idleMs, options.connection);
    const shared = { pipe: client, subjects, name: name ?? nodeAuthority(nodeId) };
    const node = new NatsNode({ ...shared, windowBytes, probeMs, lingerMs });
    const asked = node.asked.bind(node);
    const door = new NatsDoor({ ...shared, asked, lost: () => onStatus('name-taken') });
    client.follow({
      lost: () => {
        node.lost('the connection to the NATS server was lost');
        onStatus('disconnected');
      },
      back: () => {
        onStatus('connected');
        door.back();
      },
      over: () => {
        door.shut();
        node.lost('the connection to the NATS server is over');
        onStatus('closed');
      },
      refused: (subject, reason) => {
        door.refused(subject, reason);
        node.refused(subject, reason);
      },
    });
    if (name !== null) await door.open().catch((error: unknown) => closeAndThrow(client, error));
    const open = node.dial.bind(node);
    const source = { scheme: NATS_SCHEME, authority: name, open, stop: () => door.shut() };
    return new NatsTransport(source, client, node, options);
  }

  override listen(host: TransportHost): void {
    super.listen(host);
    this.node.service = this;
  }

  override close(done: () => void): void {
    super.close(() => {
      this.shut ??= this.client.close(this.limits.drainMs);
      void this.shut.then(done);
    });
  }

  override giveUp(): void {
    super.giveUp();
    void this.client.close(0);
  }
}

/** What could not be opened leaves no connection behind. */
async function closeAndThrow(client: NatsClient, error: unknown): Promise<never> {
  await client.close(0);
  throw error;
}
