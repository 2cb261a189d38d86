/**
 * Threads that talk over MessagePorts: workers of Node and of browsers. A port that a transport is given is only the way to a
 * peer: each link has a port of its own, which is sent through it. So links can be opened again, and the port has room for
 * other messages, which are not looked at.
 */
import { IllegalArgumentError } from '../rpc/errors.js';
import { type ChannelSource, ChannelTransport, type ChannelTransportOptions } from './channel-transport.js';
import { type MessageSource, onMessages } from './message-source.js';
import { type ChannelPort, PortChannel } from './port-channel.js';

/** The scheme of addresses over MessagePorts. */
export const WORKER_SCHEME = 'fencepost.worker';

/** How a transport over MessagePorts is made. */
export interface MessagePortTransportOptions extends ChannelTransportOptions {
  /**
   * The name under which others reach this service; it stands in addresses. Absent: nobody can dial it, and whoever has
   * a link to it reaches its endpoints over that.
   */
  readonly name?: string;
}

/** What is sent through a port that was given, to open a link. */
interface Opening {
  readonly fencepost: 'open';
  readonly port: ChannelPort;
}

const isOpening = (message: unknown): message is Opening =>
  typeof message === 'object' &&
  message !== null &&
  (message as Partial<Opening>).fencepost === 'open' &&
  (message as Partial<Opening>).port instanceof MessagePort;

/** @throws IllegalArgumentError for a name that cannot stand in an address, or is that of a node */
function checkedName(name: string): string {
  if (!/^[A-Za-z0-9._-]+$/.test(name) || name.startsWith('node-'))
    throw new IllegalArgumentError(
      `'${name}' is no name of a thread: letters, digits, '.', '_' and '-', and not 'node-' in front`,
    );
  return name;
}

/**
 * Services in threads of one process or page.
 *
 * @example
 * ```ts
 * const transport = MessagePortTransport.open({ name: 'main' });
 * const service = new RpcService({ transport });
 * transport.connectPort('worker-1', new Worker(new URL('./worker.js', import.meta.url)));
 * ```
 */
export class MessagePortTransport extends ChannelTransport {
  private readonly ways: Map<string, MessageSource>;
  private readonly deafen: Set<() => void>;

  private constructor(
    source: ChannelSource,
    ways: Map<string, MessageSource>,
    deafen: Set<() => void>,
    options: MessagePortTransportOptions,
  ) {
    super(source, options);
    this.ways = ways;
    this.deafen = deafen;
  }

  /**
   * Knows nobody yet: see {@link connectPort} and {@link acceptFrom}.
   *
   * @throws IllegalArgumentError for a name that cannot stand in an address
   */
  static open(options: MessagePortTransportOptions = {}): MessagePortTransport {
    const ways = new Map<string, MessageSource>();
    const deafen = new Set<() => void>();
    return new MessagePortTransport(
      {
        scheme: WORKER_SCHEME,
        authority: options.name === undefined ? null : checkedName(options.name),
        open: (name, listener) => {
          const way = ways.get(name);
          if (way === undefined) return null;
          const { port1, port2 } = new MessageChannel();
          const opening: Opening = { fencepost: 'open', port: port2 };
          way.postMessage(opening, [port2]);
          return new PortChannel(port1, listener, true);
        },
        stop: () => {
          ways.clear();
          for (const stop of deafen) stop();
          deafen.clear();
        },
      },
      ways,
      deafen,
      options,
    );
  }

  /**
   * Reaches a peer through a port, and accepts the links that it opens through it.
   *
   * @param name what the peer is called in its addresses
   * @param port a Worker, a MessagePort, or what a worker has to its parent: `parentPort` in Node, `self` in a browser
   * @throws IllegalArgumentError for a name that cannot be, or is taken by another port
   */
  connectPort(name: string, port: MessageSource): void {
    const known = this.ways.get(checkedName(name));
    if (known !== undefined)
      throw new IllegalArgumentError(`There is a port to '${name}' already: each peer has a name of its own`);
    this.ways.set(name, port);
    this.hear(port, () => this.ways.delete(name));
  }

  /** Accepts the links that are opened through a port, by whomever. */
  acceptFrom(port: MessageSource): void {
    this.hear(port, () => undefined);
  }

  private hear(port: MessageSource, lost: () => void): void {
    const stop = onMessages(port, {
      message: (message) => {
        if (isOpening(message)) this.accept((listener) => new PortChannel(message.port, listener, false));
      },
      ended: () => {
        this.deafen.delete(stop);
        stop();
        lost();
      },
      unreadable: () => undefined, // none of ours
    });
    this.deafen.add(stop);
  }
}
