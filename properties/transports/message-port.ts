/** Transports over MessagePorts of this thread, for the suites. */
import { MessagePortTransport } from '../../impl/index.js';
import type { TransportFactory } from './transport-factory.js';

/** Transports over MessagePorts; each has a port to each other that is open. */
export function messagePortTransports(): TransportFactory {
  const open = new Map<string, MessagePortTransport>();
  let last = 0;
  return {
    name: 'worker',
    open: async ({ limits = {}, listen = true } = {}) => {
      last += 1;
      const name = `thread-${last}:1`; // in the form of a host and a port (ADDR-01)
      const transport = MessagePortTransport.open(listen ? { name, limits } : { limits });
      for (const [other, known] of open) {
        const { port1, port2 } = new MessageChannel();
        if (listen) known.connectPort(name, port1);
        else known.acceptFrom(port1);
        transport.connectPort(other, port2);
      }
      if (listen) open.set(name, transport);
      const close = transport.close.bind(transport);
      transport.close = (done) => {
        open.delete(name); // who is opened later needs no port to it
        close(done);
      };
      return transport;
    },
    cannot: {
      'stranger-limit': 'there are no raw peers to be strangers',
      'raw-peers': 'a MessagePort cannot be told to read no more, and joins parts of one program',
    },
    nowhere: async () => 'nobody:1',
    close: async () => open.clear(),
  };
}
