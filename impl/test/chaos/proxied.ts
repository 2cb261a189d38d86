/**
 * A transport over TCP behind a proxy. Both have the same port, on two addresses of the loopback interface: so the address
 * of the service leads to the proxy, and nothing in the runtime knows of it.
 */
import { TcpTransport, type TcpTransportOptions } from '../../index.js';
import { SocketProxy } from './proxy.js';

/** Where services say they are, and where they are. */
const SEEN_HOST = '127.0.0.1';
const REAL_HOST = '127.0.0.2';

/** A port that is free at one address may be taken at the other. */
const TRIES = 10;

/** See the head of this file. */
export interface Proxied {
  readonly transport: TcpTransport;
  readonly proxy: SocketProxy;
}

/** Opens both. */
export async function openProxied(options: TcpTransportOptions = {}): Promise<Proxied> {
  for (let tries = 1; ; tries += 1) {
    const transport = await TcpTransport.open({ ...options, host: SEEN_HOST, bindAddress: REAL_HOST });
    const { port } = transport;
    try {
      const proxy = await SocketProxy.open({ host: SEEN_HOST, port }, { host: REAL_HOST, port });
      return { transport, proxy };
    } catch (error) {
      if (tries === TRIES) throw error;
      transport.close(() => undefined);
    }
  }
}
