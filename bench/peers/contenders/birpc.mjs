/** birpc over the package ws, with JSON, as its documentation shows it. */
import { createBirpc } from 'birpc';
import { promiseCaller } from '../../../dist/bench/transport/contender.js';
import { openSocket, serveSockets } from './sockets.mjs';

const over = (socket) => ({
  post: (data) => socket.send(data),
  on: (hear) => socket.on('message', hear),
  serialize: (value) => JSON.stringify(value),
  deserialize: (text) => JSON.parse(text),
});

const functions = { echo: (text) => text, note: () => undefined };

async function serve() {
  return serveSockets((socket) => void createBirpc(functions, over(socket)));
}

async function connect(address) {
  const socket = await openSocket(address);
  const rpc = createBirpc({}, over(socket));
  return promiseCaller(
    ({ text }) => rpc.echo(text),
    () => socket.terminate(),
    ({ text }) => void rpc.note.asEvent(text),
  );
}

export const contender = { serve, connect };
