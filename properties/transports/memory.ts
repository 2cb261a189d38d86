/** Transports in the memory of this process, for the suites. */
import { MemoryNetwork, MemoryTransport } from '../../impl/index.js';
import type { TransportFactory } from './transport-factory.js';

const PORT_MAX = 65_535;

/** Transports of one network in memory; every frame travels as bytes. */
export function memoryTransports(): TransportFactory {
  const network = new MemoryNetwork();
  let port = 1;
  return {
    name: 'memory',
    open: async () => {
      port = port === PORT_MAX ? 2 : port + 1;
      return new MemoryTransport(network, 'memory', port);
    },
    cannot: {
      'raw-peers': 'links in memory hand frames over one by one: there is no stream of bytes',
      queues: 'a frame in memory arrives while it is sent: nothing waits',
      'peer-frame-size': 'a network in memory bounds frames by the frame size of their sender',
      'link-limit': 'a link in memory costs nothing worth a bound',
      'stranger-limit': 'a link in memory is there at once: nobody waits to become one',
      'dials-only': 'every transport in memory has a port',
    },
    nowhere: async () => 'memory:1',
    close: async () => undefined,
  };
}
