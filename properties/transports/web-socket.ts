/** Transports over WebSockets on the loopback interface, for the suites. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { ByteChannelListener } from '../../impl/index.js';
import { WebSocketChannel } from '../../impl/transport/web-socket-channel.js';
import { checkedPath, WEB_SOCKET_PROTOCOL, webSocketUrl } from '../../impl/transport/web-sockets.js';
import { WebSocketTransport } from '../../impl/web-socket.js';
import { closeTransport } from './close-transport.js';
import { heardLater } from './heard-later.js';
import type { RawChannel, RawPeers, TransportFactory } from './transport-factory.js';

const HOST = '127.0.0.1';

/** A WebSocket under the control of a case. */
class RawWebSocketChannel extends WebSocketChannel implements RawChannel {
  private readonly raw: WebSocket;

  constructor(socket: WebSocket, listener: ByteChannelListener) {
    super(socket, listener);
    this.raw = socket;
  }

  reset(): void {
    this.raw.terminate();
  }

  pause(): void {
    this.raw.pause();
  }

  resume(): void {
    this.raw.resume();
  }
}

/** WebSockets without a wire. */
const rawWebSockets: RawPeers = {
  dial: (authority, listener) => {
    const url = webSocketUrl(false, authority, checkedPath()) as string;
    return new RawWebSocketChannel(new WebSocket(url, [WEB_SOCKET_PROTOCOL]), listener);
  },
  listen: async (accept) => {
    const server = new WebSocketServer({
      host: HOST,
      port: 0,
      handleProtocols: () => WEB_SOCKET_PROTOCOL,
    });
    server.on('connection', (socket) =>
      heardLater((listener) => new RawWebSocketChannel(socket, listener), accept),
    );
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return { authority: `${HOST}:${port}`, close: () => void server.close() };
  },
};

/** Transports over WebSockets, each on a port that the system chooses. */
export function webSocketTransports(): TransportFactory {
  return {
    name: 'ws',
    cannot: {},
    rawPeers: rawWebSockets,
    open: ({ limits = {}, listen = true } = {}) => WebSocketTransport.open({ host: HOST, limits, listen }),
    nowhere: async () => {
      const transport = await WebSocketTransport.open({ host: HOST });
      await closeTransport(transport);
      return transport.authority;
    },
    close: async () => undefined,
  };
}
