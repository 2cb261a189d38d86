/** TCP: the channels of `node:net`. */
import { connect, createServer } from 'node:net';
import { type ChannelTransportOptions, checkedChannelOptions } from './channel-options.js';
import { type ChannelSource, ChannelTransport } from './channel-transport.js';
import { type HostOptions, listeningOnHost, SocketChannel, socketAddressOf } from './sockets.js';

/** The scheme of addresses over TCP. */
export const TCP_SCHEME = 'fencepost.tcp';

/** Where a service listens over TCP. */
export interface TcpTransportOptions extends ChannelTransportOptions, HostOptions {}

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
   * @throws IllegalArgumentError when an option cannot be, or nobody can listen there
   */
  static async open(given: TcpTransportOptions = {}): Promise<TcpTransport> {
    const options = checkedChannelOptions(given);
    const open: ChannelSource['open'] = (authority, listener) => {
      const to = socketAddressOf(authority);
      return to === null ? null : new SocketChannel(connect(to), listener);
    };
    if (options.listen === false)
      return new TcpTransport({ scheme: TCP_SCHEME, authority: null, open, stop() {} }, -1, options);
    const server = createServer({ noDelay: true });
    const { port, authority } = await listeningOnHost(server, options);
    const stop = (): void => void server.close();
    const transport = new TcpTransport({ scheme: TCP_SCHEME, authority, open, stop }, port, options);
    server.on('connection', (socket) => transport.accept((listener) => new SocketChannel(socket, listener)));
    return transport;
  }
}
