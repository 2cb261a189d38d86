/** Transports over MessagePorts of this thread, for the suites. */
import { MessagePortTransport } from '../../impl/index.js';
import type { TransportFactory } from './transport-factory.js';

/** Transports over MessagePorts; each has a port to each other. */
export function messagePortTransports(): TransportFactory {
  const open = new Map<string, MessagePortTransport>();
  let last = 0;
  return {
    name: 'worker',
    open: async ({ limits = {} } = {}) => {
      last += 1;
      const name = `thread-${last}`;
      const transport = MessagePortTransport.open({ name, limits });
      for (const [other, known] of open) {
        const { port1, port2 } = new MessageChannel();
        known.connectPort(name, port1);
        transport.connectPort(other, port2);
      }
      open.set(name, transport);
      return transport;
    },
    cannot: {
      'raw-peers': 'a MessagePort cannot be told to read no more, and joins parts of one program',
    },
    nowhere: async () => 'nobody',
    close: async () => open.clear(),
  };
}
