/** Transports over TLS on the loopback interface, for the suites. */
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { hostAndPort, TlsTransport } from '../../impl/index.js';
import { closeTransport } from './close-transport.js';
import { acceptRaw, RawSocketChannel } from './raw-socket-channel.js';
import { suiteCredentials as credentials } from './tls-credentials.js';
import type { RawPeers, TransportFactory } from './transport-factory.js';

const HOST = '127.0.0.1';

/** What a raw peer shows; it trusts everybody. */
const shown = { key: credentials.key, cert: credentials.certificate, rejectUnauthorized: false };

/** Peers that are trusted, and speak without a wire. */
const rawTls: RawPeers = {
  dial: (authority, listener) => {
    const { host, port } = hostAndPort(`x://x@${authority}/`);
    const socket = connect({ host, port, ...shown });
    return new RawSocketChannel(socket, listener, { openEvent: 'secureConnect' });
  },
  listen: async (accept) => {
    const server = createServer({ ...shown, noDelay: true, requestCert: true });
    await acceptRaw(server, { host: HOST, port: 0 }, 'secureConnection', accept);
    const { port } = server.address() as AddressInfo;
    return { authority: `${HOST}:${port}`, close: () => void server.close() };
  },
};

/** Transports over TLS, each on a port that the system chooses. */
export function tlsTransports(): TransportFactory {
  return {
    name: 'tls',
    cannot: {},
    rawPeers: rawTls,
    open: ({ limits = {}, listen = true } = {}) =>
      TlsTransport.open({ host: HOST, limits, listen, credentials }),
    nowhere: async () => {
      const transport = await TlsTransport.open({ host: HOST, credentials });
      await closeTransport(transport);
      return transport.authority;
    },
    close: async () => undefined,
  };
}
