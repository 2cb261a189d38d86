/** Transports over TCP on the loopback interface, for the suites. */
import { type AddressInfo, connect, createServer } from 'node:net';
import { hostAndPort, TcpTransport } from '../../impl/index.js';
import { closeTransport } from './close-transport.js';
import { acceptRaw, RawSocketChannel } from './raw-socket-channel.js';
import type { RawPeers, TransportFactory } from './transport-factory.js';

const HOST = '127.0.0.1';

/** A socket that ends as a process ends that is killed while it has something to say. */
class RawTcpChannel extends RawSocketChannel {
  override reset(): void {
    this.raw.resetAndDestroy();
  }
}

/** Sockets without a wire. */
export const rawSockets: RawPeers = {
  dial: (authority, listener) => {
    const { host, port } = hostAndPort(`x://x@${authority}/`);
    return new RawTcpChannel(connect({ host, port }), listener);
  },
  listen: async (accept) => {
    const server = createServer({ noDelay: true });
    await acceptRaw(server, { host: HOST, port: 0 }, 'connection', accept, RawTcpChannel);
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
    open: ({ limits = {}, listen = true } = {}) => TcpTransport.open({ host: HOST, limits, listen }),
    nowhere: async () => {
      const transport = await TcpTransport.open({ host: HOST });
      await closeTransport(transport);
      return transport.authority;
    },
    close: async () => undefined,
  };
}
