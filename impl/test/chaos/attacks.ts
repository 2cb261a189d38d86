/** Connections of somebody who wishes a service no good, or speaks something else. Each sends some inputs and is gone. */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { encodePreamble } from '../../wire/index.js';
import type { Draw } from '../draw.js';
import { conversation, joined, usual } from '../wire/arbitraries.js';
import { golden, type Mutation, mutated, relength } from '../wire/mutations.js';

/** How many inputs one connection sends at most: most of them end it before. */
const INPUTS_A_CONNECTION = 8;

/** Bytes that heads of CBOR are made of: they break more than others. */
const NASTY_BYTES = [0x00, 0x1b, 0x3b, 0x5b, 0x7f, 0x9a, 0xbb, 0xc2, 0xf6, 0xfb, 0xff];

const preamble = encodePreamble(usual);

const bytesOf = (draw: Draw, length: number): Uint8Array => Uint8Array.from({ length }, () => draw.int(256));

function mutationOf(draw: Draw): Mutation {
  const byte = draw.chance(50) ? draw.int(256) : draw.pick(NASTY_BYTES);
  return { at: draw.int(400), byte, how: draw.pick(['set', 'flip', 'insert', 'remove']) };
}

/** One input by itself, behind a preamble that was accepted. */
const inputs: Readonly<Record<string, (draw: Draw) => Uint8Array>> = {
  random: (draw) => bytesOf(draw, draw.int(200)),
  'random frame': (draw) => relength(joined([Uint8Array.of(draw.int(12)), bytesOf(draw, draw.int(100))])),
  mutated: (draw) => {
    const mutations = Array.from({ length: 1 + draw.int(3) }, () => mutationOf(draw));
    return relength(mutated(draw.pick(golden).subarray(4), mutations));
  },
  golden: (draw) => draw.pick(golden),
  truncated: (draw) => {
    const frame = draw.pick(golden);
    return frame.subarray(0, draw.int(frame.length));
  },
  oversized: (draw) => joined([lengthBytes(65_537 + draw.int(2 ** 31)), Uint8Array.of(4), bytesOf(draw, 50)]),
  pattern: (draw) => {
    const name = draw.pick(['*', '**a', 'a*', 'an*']).repeat(draw.int(20_000));
    return conversation([{ frame: 'identify', op: 1, sender: 0, name }]).subarray(preamble.length);
  },
  'a claim that is not kept': (draw) => joined([lengthBytes(60_000), Uint8Array.of(4), bytesOf(draw, 50)]),
};
export const INPUT_KINDS = Object.keys(inputs);

function lengthBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length);
  return bytes;
}

/** How often which input was sent, and which behaviour there was. */
export type Count = Map<string, number>;

export function note(count: Count, what: string, times = 1): void {
  count.set(what, (count.get(what) ?? 0) + times);
}

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined); // a reset is an answer
  socket.resume();
  await Promise.race([once(socket, 'connect'), once(socket, 'close')]).catch(() => undefined);
  return socket;
}

/** How connections end: politely, with a reset, or by nobody but the service. */
function leave(draw: Draw, socket: Socket): void {
  if (draw.chance(30)) socket.end();
  else socket.resetAndDestroy();
  setTimeout(() => socket.destroy(), 1000).unref();
}

/** One connection: some inputs in pieces, or bytes that are no preamble. @returns how many inputs it sent */
export async function attack(port: number, draw: Draw, count: Count): Promise<number> {
  const socket = await dial(port);
  let sent = 0;
  if (draw.chance(90)) socket.write(draw.chance(95) ? preamble : mutated(preamble, [mutationOf(draw)]));
  const most = 1 + draw.int(INPUTS_A_CONNECTION);
  while (sent < most && !socket.destroyed) {
    const kind = draw.pick(INPUT_KINDS);
    const input = inputs[kind]?.(draw) as Uint8Array;
    sent += 1;
    note(count, kind);
    if (draw.chance(3)) await writeSlowly(socket, input, count);
    else if (draw.chance(30)) await writeInPieces(draw, socket, input);
    else socket.write(input);
  }
  await pause(0);
  leave(draw, socket);
  return sent;
}

async function writeSlowly(socket: Socket, input: Uint8Array, count: Count): Promise<void> {
  note(count, 'slow writers');
  for (const byte of input.subarray(0, 30)) {
    if (socket.destroyed) return;
    socket.write(Uint8Array.of(byte));
    await pause(1);
  }
}

async function writeInPieces(draw: Draw, socket: Socket, input: Uint8Array): Promise<void> {
  const at = draw.int(input.length + 1);
  socket.write(input.subarray(0, at));
  await pause(0);
  if (!socket.destroyed) socket.write(input.subarray(at));
}

/** Many connections at once, which say nothing or half a preamble, and stay for a while. */
export async function flood(port: number, draw: Draw, connections: number, count: Count): Promise<void> {
  note(count, 'connections of floods', connections);
  const sockets = await Promise.all(Array.from({ length: connections }, () => dial(port)));
  for (const socket of sockets)
    if (draw.chance(50)) socket.write(preamble.subarray(0, draw.int(preamble.length)));
  await pause(20);
  for (const socket of sockets) leave(draw, socket);
}

/** Somebody who asks a lot and reads nothing: what it is owed must not fill the memory of the service. */
export async function askAndNeverRead(
  port: number,
  frame: Uint8Array,
  times: number,
  count: Count,
): Promise<void> {
  note(count, 'asks that nobody reads the answers of', times);
  const socket = await dial(port);
  socket.pause();
  socket.write(preamble);
  for (let sent = 0; sent < times && !socket.destroyed; sent += 100) {
    const isTaken = socket.write(joined(Array.from({ length: 100 }, () => frame)));
    if (!isTaken) await Promise.race([once(socket, 'drain').catch(() => undefined), pause(200)]);
  }
  socket.resetAndDestroy();
}
