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
    nowhere: async () => 'memory:1',
    close: async () => undefined,
  };
}
