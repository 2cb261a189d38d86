/** Transports over TCP on the loopback interface, for the suites. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type ByteChannelListener, hostAndPort, TcpTransport } from '../../impl/index.js';
import { SocketChannel } from '../../impl/transport/sockets.js';
import { closeTransport } from './close-transport.js';
import { heardLater } from './heard-later.js';
import type { RawChannel, RawPeers, TransportFactory } from './transport-factory.js';

const HOST = '127.0.0.1';

/** A socket under the control of a case. */
export class RawSocketChannel extends SocketChannel implements RawChannel {
  private readonly raw: Socket;

  /** @param socket of a connection that may still be under way */
  constructor(socket: Socket, listener: ByteChannelListener) {
    super(socket, listener);
    this.raw = socket;
  }

  reset(): void {
    this.raw.resetAndDestroy();
  }

  pause(): void {
    this.raw.pause();
  }

  resume(): void {
    this.raw.resume();
  }
}

/** Sockets without a wire. */
export const rawSockets: RawPeers = {
  dial: (authority, listener) => {
    const { host, port } = hostAndPort(`x://x@${authority}/`);
    return new RawSocketChannel(connect({ host, port }), listener);
  },
  listen: async (accept) => {
    const server = createServer({ noDelay: true });
    server.on('connection', (socket) =>
      heardLater((listener) => new RawSocketChannel(socket, listener), accept),
    );
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, HOST, resolve);
    });
    const { port } = server.address() as AddressInfo;
    return { authority: `${HOST}:${port}`, close: () => void server.close() };
  },
};

/** Transports over sockets, each on a port that the system chooses. */
export function tcpTransports(): TransportFactory {
  return {
    name: 'tcp',
    cannot: {},
    rawPeers: rawSockets,
    open: ({ limits = {} } = {}) => TcpTransport.open({ host: HOST, limits }),
    nowhere: async () => {
      const transport = await TcpTransport.open({ host: HOST });
      await closeTransport(transport);
      return transport.authority;
    },
    close: async () => undefined,
  };
}
