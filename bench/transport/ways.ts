/** How services of this project reach each other between processes: a transport for each side. */
import { TcpTransport, type Transport } from '../../impl/index.js';
import { NatsTransport } from '../../impl/nats.js';
import { WebSocketTransport } from '../../impl/web-socket.js';
import { NatsServer } from '../../properties/transports/nats-server.js';

/** The side that is called. */
export interface Listening {
  readonly transport: Transport;
  /** What callers have to know beside addresses. */
  readonly place: string;
  /** Processes beside this one that do a part of the work. */
  readonly processes: readonly number[];
  /** Called when the service is closed. */
  end(): Promise<void>;
}

/** See the head of this file. */
export interface Way {
  /** The transport of a service that is called. */
  listen(): Promise<Listening>;
  /** The transport of a service that calls. @param place that of the other side */
  dial(place: string): Promise<Transport>;
}

/** A way that needs nothing but the two sides. */
function direct(open: () => Promise<Transport>): Way {
  const nothing = async (): Promise<void> => undefined;
  return {
    listen: async () => ({ transport: await open(), place: '', processes: [], end: nothing }),
    dial: open,
  };
}

/** TCP on the loopback interface. */
export const tcp: Way = direct(() => TcpTransport.open({ host: '127.0.0.1' }));

/** WebSockets on the loopback interface. */
export const webSocket: Way = direct(() => WebSocketTransport.open({ host: '127.0.0.1' }));

/** NATS, by a server of its own on the loopback interface. */
export const nats: Way = {
  async listen() {
    const server = await NatsServer.start();
    const transport = await NatsTransport.open({ servers: server.url, name: 'echo' });
    return { transport, place: server.url, processes: [server.processId], end: () => server.stop() };
  },
  dial: (place) => NatsTransport.open({ servers: place }),
};
