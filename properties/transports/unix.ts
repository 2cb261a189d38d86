/** Transports over Unix sockets in a folder of their own, for the suites. */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnixTransport } from '../../impl/index.js';
import { acceptRaw, RawSocketChannel } from './raw-socket-channel.js';
import type { TransportFactory } from './transport-factory.js';

/** See the head of this file. The folder goes when the factory closes. */
export function unixTransports(): TransportFactory {
  const folder = mkdtempSync(join(tmpdir(), 'fencepost-'));
  let paths = 0;
  const newPath = (): string => {
    paths += 1;
    return join(folder, `${paths}.sock`);
  };
  return {
    name: 'unix',
    cannot: {},
    rawPeers: {
      dial: (authority, listener) => new RawSocketChannel(connect(decodeURIComponent(authority)), listener),
      listen: async (accept) => {
        const path = newPath();
        const server = createServer();
        await acceptRaw(server, { path }, 'connection', accept);
        return { authority: encodeURIComponent(path), close: () => void server.close() };
      },
    },
    open: ({ limits = {}, listen = true } = {}) =>
      UnixTransport.open(listen ? { path: newPath(), limits } : { listen, limits }),
    nowhere: async () => encodeURIComponent(newPath()),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}
