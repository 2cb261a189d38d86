/** TCP: the channels of `node:net`. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { normalizeHost } from '../rpc/addresses.js';
import { IllegalArgumentError } from '../rpc/errors.js';
import type { ByteChannel, ByteChannelListener } from './byte-channel.js';
import { ChannelTransport, type ChannelTransportOptions } from './channel-transport.js';

/** The scheme of addresses over TCP. */
export const TCP_SCHEME = 'fencepost.tcp';

/** How long a socket may take to close when everything was said, in milliseconds. */
const LINGER_MS = 1000;

/** Where a service listens over TCP. */
export interface TcpTransportOptions extends ChannelTransportOptions {
  /** The host that others dial; it stands in addresses. Absent: `127.0.0.1`. */
  readonly host?: string;
  /** The port; 0 or absent: one that is free. */
  readonly port?: number;
  /** The local address that is listened on; absent: the host. */
  readonly bindAddress?: string;
}

/** A socket as a channel. */
export class SocketChannel implements ByteChannel {
  private readonly socket: Socket;

  /** @param socket of a connection that may still be under way */
  constructor(socket: Socket, listener: ByteChannelListener) {
    this.socket = socket;
    let reason = 'the peer closed the connection';
    socket.setNoDelay(true);
    socket.on('connect', () => listener.opened());
    socket.on('data', (bytes) => listener.received(bytes));
    socket.on('drain', () => listener.drained());
    socket.on('end', () => socket.end());
    socket.on('error', (error) => {
      reason = error.message;
    });
    socket.on('close', () => listener.closed(reason));
  }

  write(bytes: Uint8Array): boolean {
    return this.socket.write(bytes);
  }

  end(): void {
    const { socket } = this;
    socket.setTimeout(LINGER_MS, () => socket.destroy());
    socket.end();
  }

  destroy(): void {
    this.socket.destroy();
  }
}

/** A host as sockets want it: IPv6 without brackets. */
const bare = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

/** Listens, and knows the port from then on. */
function listening(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new IllegalArgumentError(`Nobody can listen on ${host}:${port}: ${(cause as Error).message}`, {
          cause,
        }),
      ),
    );
    server.listen(port, host, () => {
      server.on('error', () => undefined); // a connection that could not be accepted: its peer is told by the system
      resolve((server.address() as { readonly port: number }).port);
    });
  });
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
  /**
   * Listens. Links are accepted once a service has the transport.
   *
   * @throws IllegalArgumentError when the host is none, or nobody can listen there
   */
  static async open(options: TcpTransportOptions = {}): Promise<TcpTransport> {
    const host = normalizeHost(options.host ?? '127.0.0.1');
    const server = createServer({ noDelay: true });
    const port = await listening(server, bare(options.bindAddress ?? host), options.port ?? 0);
    const transport: TcpTransport = new TcpTransport(
      {
        scheme: TCP_SCHEME,
        host,
        port,
        open: (to, at, listener) => new SocketChannel(connect({ host: bare(to), port: at }), listener),
        stop: () => void server.close(),
      },
      options,
    );
    server.on('connection', (socket) => transport.accept((listener) => new SocketChannel(socket, listener)));
    return transport;
  }
}
