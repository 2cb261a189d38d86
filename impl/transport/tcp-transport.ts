/** TCP: the channels of `node:net`. */
import { connect, createServer } from 'node:net';
import { hostAuthority, normalizeHost } from '../rpc/addresses.js';
import { type ChannelSource, ChannelTransport, type ChannelTransportOptions } from './channel-transport.js';
import { bareHost, listening, portOf, SocketChannel, socketAddressOf } from './sockets.js';

/** The scheme of addresses over TCP. */
export const TCP_SCHEME = 'fencepost.tcp';

/** Where a service listens over TCP. */
export interface TcpTransportOptions extends ChannelTransportOptions {
  /** The host that others dial; it stands in addresses. Absent: `127.0.0.1`. */
  readonly host?: string;
  /** The port; 0 or absent: one that is free. */
  readonly port?: number;
  /** Whether others can connect. With `false` nobody listens: this side opens all links. Absent: `true`. */
  readonly listen?: boolean;
  /** The local address that is listened on; absent: the host. */
  readonly bindAddress?: string;
}

/**
 * Services that talk over TCP.
 *
 * @example
 * ```ts
 * const transport = await TcpTransport.open({ host: '127.0.0.1' });
 * const service = new RpcService({ transport });
 * ```
 */
export class TcpTransport extends ChannelTransport {
  /** The port that is listened on; -1 when nobody listens. */
  readonly port: number;

  private constructor(source: ChannelSource, port: number, options: TcpTransportOptions) {
    super(source, options);
    this.port = port;
  }

  /**
   * Listens, unless told not to. Links are accepted once a service has the transport.
   *
   * @throws IllegalArgumentError when the host is none, or nobody can listen there
   */
  static async open(options: TcpTransportOptions = {}): Promise<TcpTransport> {
    const open: ChannelSource['open'] = (authority, listener) => {
      const to = socketAddressOf(authority);
      return to === null ? null : new SocketChannel(connect(to), listener);
    };
    if (options.listen === false)
      return new TcpTransport({ scheme: TCP_SCHEME, authority: null, open, stop() {} }, -1, options);
    const host = normalizeHost(options.host ?? '127.0.0.1');
    const server = createServer({ noDelay: true });
    const bound = { host: bareHost(options.bindAddress ?? host), port: options.port ?? 0 };
    await listening(server, bound, `${bound.host}:${bound.port}`);
    const port = portOf(server);
    const stop = (): void => void server.close();
    const source = { scheme: TCP_SCHEME, authority: hostAuthority(host, port), open, stop };
    const transport = new TcpTransport(source, port, options);
    server.on('connection', (socket) => transport.accept((listener) => new SocketChannel(socket, listener)));
    return transport;
  }
}
