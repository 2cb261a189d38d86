/** What the contenders over WebSocket share: a server, and a client that is open. */
import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';

/** A server on a free port of the loopback interface; `greet` is given each connection. */
export async function serveSockets(greet) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', greet);
  await once(server, 'listening');
  const close = () => {
    for (const client of server.clients) client.terminate();
    server.close();
  };
  return { address: `ws://127.0.0.1:${server.address().port}`, close };
}

/** A connection that is open. */
export async function openSocket(address) {
  const socket = new WebSocket(address);
  await once(socket, 'open');
  return socket;
}
