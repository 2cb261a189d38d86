/** capnweb over the package ws. A call whose result nobody asks for is its tell. */
import { newWebSocketRpcSession, RpcTarget } from 'capnweb';
import { WebSocket } from 'ws';
import { promiseCaller } from '../../../dist/bench/transport/contender.js';
import { openSocket, serveSockets } from './sockets.mjs';

globalThis.WebSocket ??= WebSocket; // it looks for the constants of the class there, which Node 20 does not have

class Echo extends RpcTarget {
  echo(text) {
    return text;
  }

  note() {}
}

async function serve() {
  return serveSockets((socket) => void newWebSocketRpcSession(socket, new Echo()));
}

async function connect(address) {
  const socket = await openSocket(address);
  const stub = newWebSocketRpcSession(socket);
  return promiseCaller(
    ({ text }) => stub.echo(text),
    () => socket.terminate(),
    ({ text }) => stub.note(text)[Symbol.dispose](),
  );
}

export const contender = { serve, connect };
