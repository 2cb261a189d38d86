/** Transports over TCP on the loopback interface, for the suites. */
import { TcpTransport } from '../../impl/index.js';
import { authorityOf } from './places.js';
import type { TransportFactory } from './transport-factory.js';

const HOST = '127.0.0.1';

/** Transports over sockets, each on a port that the system chooses. */
export function tcpTransports(): TransportFactory {
  return {
    name: 'tcp',
    open: ({ limits = {} } = {}) => TcpTransport.open({ host: HOST, limits }),
    nowhere: async () => {
      const transport = await TcpTransport.open({ host: HOST });
      transport.close();
      return authorityOf(transport);
    },
    close: async () => undefined,
  };
}
