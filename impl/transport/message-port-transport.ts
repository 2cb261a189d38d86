/**
 * Threads that talk over MessagePorts: workers of Node and of browsers. A port that a transport is given is only the way to a
 * peer: each link has a port of its own, which is sent through it. So links can be opened again, and the port has room for
 * other messages, which are not looked at: those of the transport are objects with the key `fencepost`.
 */
import { IllegalArgumentError, IllegalStateError } from '../rpc/errors.js';
import type { ChannelTransportOptions } from './channel-options.js';
import { type ChannelSource, ChannelTransport } from './channel-transport.js';
import { type MessageSource, onMessages } from './message-source.js';
import { type ChannelPort, PortChannel } from './port-channel.js';
import type { TransportHost } from './transport.js';

/** The scheme of addresses over MessagePorts. */
export const WORKER_SCHEME = 'fencepost.worker';

/** How a transport over MessagePorts is made. */
export interface MessagePortTransportOptions extends ChannelTransportOptions {
  /**
   * The name under which others reach this service; it stands in addresses. With a number behind it (`worker:1`) it has
   * the form of a host and a port, where addresses must have both (ADDR-01). Absent: nobody can dial it, and whoever has
   * a link to it reaches its endpoints over that.
   */
  readonly name?: string;
}

/** What is sent through a port that was given: a link is opened, or this side accepts links from now on, or no more. */
type PortMessage =
  | { readonly fencepost: 'open'; readonly port: ChannelPort }
  | { readonly fencepost: 'accepting' | 'stopped' };

/** A message of the protocol; `null` when it is another one, which is not looked at. */
function portMessageOf(message: unknown): PortMessage | null {
  if (typeof message !== 'object' || message === null) return null;
  const { fencepost, port } = message as { readonly fencepost?: unknown; readonly port?: unknown };
  if (fencepost === 'accepting' || fencepost === 'stopped') return { fencepost };
  return fencepost === 'open' && port instanceof MessagePort ? { fencepost, port } : null;
}

/** The way to a peer. */
interface Way {
  /** What the peer is called in its addresses; null where nobody dials it. */
  readonly name: string | null;
  readonly port: MessageSource;
  /** The peer has said that it accepts no links. Before it has said anything, what is sent waits for it. */
  isStopped: boolean;
  /** Links that were opened through the port: those that nobody has taken are lost when the peer stops. */
  opened: readonly PortChannel[];
}

const wayThrough = (name: string | null, port: MessageSource): Way => ({
  name,
  port,
  isStopped: false,
  opened: [],
});

/** @throws IllegalArgumentError for a name that cannot stand in an address, or is that of a node */
function checkedName(name: string): string {
  if (!/^[A-Za-z0-9._-]+(?::[1-9]\d{0,4})?$/.test(name) || name.startsWith('node-'))
    throw new IllegalArgumentError(
      `'${name}' is no name of a thread: letters, digits, '.', '_' and '-', perhaps a number behind ':', not 'node-'`,
    );
  return name;
}

/** The ports that a transport knows. */
class Ports {
  /** Those that lead to a peer with a name. */
  readonly ways = new Map<string, Way>();
  /** All that are heard. */
  readonly heard = new Set<{ readonly port: MessageSource; readonly deafen: () => void }>();
  isOver = false;

  /** No link is opened or accepted any more, and every peer is told. */
  stop(): void {
    this.isOver = true;
    this.ways.clear();
    for (const { port, deafen } of this.heard) {
      say(port, { fencepost: 'stopped' });
      deafen();
    }
    this.heard.clear();
  }
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
  private readonly ports: Ports;
  /** A service has the transport. */
  private isAccepting = false;

  private constructor(source: ChannelSource, ports: Ports, options: MessagePortTransportOptions) {
    super(source, options);
    this.ports = ports;
  }

  /**
   * Knows nobody yet: see {@link connectPort} and {@link acceptFrom}.
   *
   * @throws IllegalArgumentError for a name that cannot stand in an address, and options that cannot be
   */
  static open(options: MessagePortTransportOptions = {}): MessagePortTransport {
    const ports = new Ports();
    return new MessagePortTransport(
      {
        scheme: WORKER_SCHEME,
        authority: options.name === undefined ? null : checkedName(options.name),
        open: (name, listener) => {
          const way = ports.ways.get(name);
          if (way === undefined || way.isStopped) return null;
          const { port1, port2 } = new MessageChannel();
          say(way.port, { fencepost: 'open', port: port2 }, [port2]);
          const channel = new PortChannel(port1, listener, true);
          way.opened = [...way.opened.filter(({ isPending }) => isPending), channel];
          return channel;
        },
        stop: () => ports.stop(),
      },
      ports,
      options,
    );
  }

  /** Tells every peer that links are accepted from now on. */
  override listen(host: TransportHost): void {
    super.listen(host);
    this.isAccepting = true;
    for (const { port } of this.ports.heard) say(port, { fencepost: 'accepting' });
  }

  /**
   * Reaches a peer through a port, and accepts the links that it opens through it.
   *
   * @param name what the peer is called in its addresses
   * @param port a Worker, a MessagePort, or what a worker has to its parent: `parentPort` in Node, `self` in a browser
   * @throws IllegalArgumentError for a name that cannot be, or is taken by another port
   * @throws IllegalStateError when the transport is closed
   */
  connectPort(name: string, port: MessageSource): void {
    const { ways } = this.ports;
    if (ways.has(checkedName(name)))
      throw new IllegalArgumentError(`There is a port to '${name}' already: each peer has a name of its own`);
    const way = wayThrough(name, port);
    this.hear(way, () => ways.delete(name));
    ways.set(name, way);
  }

  /** Accepts the links that are opened through a port, by whomever. @throws IllegalStateError when the transport is closed */
  acceptFrom(port: MessageSource): void {
    this.hear(wayThrough(null, port), () => undefined);
  }

  private hear(way: Way, lost: () => void): void {
    const { port } = way;
    const { heard, isOver } = this.ports;
    if (isOver) throw new IllegalStateError('The transport is closed: it hears no more ports');
    const deafen = onMessages(port, {
      message: (message) => this.heard(way, portMessageOf(message)),
      ended: () => {
        heard.delete(hearing);
        deafen();
        lost();
      },
      unreadable: () => undefined, // none of ours
    });
    const hearing = { port, deafen };
    heard.add(hearing);
    if (this.isAccepting) say(port, { fencepost: 'accepting' });
  }

  private heard(way: Way, message: PortMessage | null): void {
    if (message === null) return;
    if (message.fencepost === 'open')
      return this.accept((listener) => new PortChannel(message.port, listener, false));
    way.isStopped = message.fencepost === 'stopped';
    if (!way.isStopped) {
      if (way.name !== null) this.reachableAgain(way.name);
      return;
    }
    for (const channel of way.opened)
      if (channel.isPending) channel.destroy('the peer accepts no links any more');
    way.opened = [];
  }
}

/** Sends a message of the protocol. */
function say(port: MessageSource, message: PortMessage, transfer: readonly unknown[] = []): void {
  port.postMessage(message, transfer);
}
