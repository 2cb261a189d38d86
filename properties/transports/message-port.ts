/** Transports over MessagePorts of this thread, for the suites. */
import { MessagePortTransport } from '../../impl/index.js';
import type { TransportFactory } from './transport-factory.js';

/** A transport that is open. */
interface Thread {
  readonly transport: MessagePortTransport;
  /** Under which others dial it; `null` when nobody does. */
  readonly name: string | null;
}

/** Joins two threads by a port: each dials the other by its name, if it has one. */
function join(one: Thread, other: Thread): void {
  const { port1, port2 } = new MessageChannel();
  for (const [from, to, port] of [
    [one, other, port1],
    [other, one, port2],
  ] as const)
    if (to.name === null) from.transport.acceptFrom(port);
    else from.transport.connectPort(to.name, port);
}

/** Transports over MessagePorts; each has a port to each other that is open. */
export function messagePortTransports(): TransportFactory {
  const open = new Set<Thread>();
  let last = 0;
  return {
    name: 'worker',
    open: async ({ limits = {}, listen = true } = {}) => {
      last += 1;
      const name = listen ? `thread-${last}:1` : null; // in the form of a host and a port (ADDR-01)
      const transport = MessagePortTransport.open(name === null ? { limits } : { name, limits });
      const thread = { transport, name };
      for (const known of open) join(known, thread);
      open.add(thread);
      const close = transport.close.bind(transport);
      transport.close = (done) => {
        open.delete(thread); // who is opened later needs no port to it
        close(done);
      };
      return transport;
    },
    cannot: {
      'raw-peers': 'a MessagePort cannot be told to read no more, and joins parts of one program',
      'stranger-limit': 'there are no raw peers to be strangers',
    },
    nowhere: async () => 'nobody:1',
    close: async () => open.clear(),
  };
}
