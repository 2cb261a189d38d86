/** The transports that the suites know, by name. A transport that is added here is judged like the others. */
import { memoryTransports } from './memory.js';
import { messagePortTransports } from './message-port.js';
import { hasNatsServer } from './nats-server.js';
import { tcpTransports } from './tcp.js';
import { tlsTransports } from './tls.js';
import type { TransportFactory } from './transport-factory.js';
import { unixTransports } from './unix.js';
import { webSocketTransports } from './web-socket.js';

/** See the head of this file. What a factory needs is started when it is made. */
export const transportFactories: Readonly<
  Record<string, () => TransportFactory | Promise<TransportFactory>>
> = {
  memory: memoryTransports,
  tcp: tcpTransports,
  tls: tlsTransports,
  unix: unixTransports,
  ws: webSocketTransports,
  worker: messagePortTransports,
  // Loaded when it is wanted: users of other transports do not install the client of NATS.
  nats: async () => (await import('./nats.js')).natsTransports(),
};

/** What a transport needs that is not here; `null` when its factory can be made. */
export function missingFor(name: string): string | null {
  if (name === 'nats' && !hasNatsServer()) return 'the program nats-server';
  return null;
}
