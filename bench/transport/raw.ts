/**
 * The limit in Node: an echo of length-prefixed frames over `node:net`, written in batches, without promises, without
 * names, without anything. Answers come in the order of the asks, so that not even a number is needed.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import type { Caller, Contender, Echo, Serving } from './contender.js';

/** How large a buffer is that frames are gathered in, in bytes. */
const SLAB_BYTES = 65_536;

/** The length of the payload, four bytes, and whether an answer is wanted, one byte. */
const HEAD_BYTES = 5;

const ANSWER_WANTED = 1;

/** Up to so many bytes a loop is faster than the copy of the platform. */
const LOOP_BYTES_MAX = 48;

/** So many answers may have come before the queue of those who wait is cut. */
const QUEUE_CUT = 4096;

/** Gathers frames; what was gathered leaves with one write. */
class Batch {
  private readonly socket: Socket;
  private slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
  private start = 0;
  private position = 0;
  private isDue = false;
  private readonly flushLater = (): void => {
    this.isDue = false;
    this.flush();
  };

  constructor(socket: Socket) {
    this.socket = socket;
  }

  /** Adds a frame with the bytes between two positions. */
  add(bytes: Uint8Array, from: number, to: number, flags: number): void {
    const length = to - from;
    if (this.position + HEAD_BYTES + length > this.slab.length) this.renew(HEAD_BYTES + length);
    const { slab, position } = this;
    slab[position] = length >>> 24;
    slab[position + 1] = length >>> 16;
    slab[position + 2] = length >>> 8;
    slab[position + 3] = length;
    slab[position + 4] = flags;
    const at = position + HEAD_BYTES;
    if (length > LOOP_BYTES_MAX) slab.set(bytes.subarray(from, to), at);
    else for (let index = 0; index < length; index += 1) slab[at + index] = bytes[from + index] as number;
    this.position = at + length;
  }

  private renew(needed: number): void {
    this.flush();
    this.slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, needed));
    this.start = 0;
    this.position = 0;
  }

  flush(): void {
    if (this.position === this.start) return;
    this.socket.write(this.slab.subarray(this.start, this.position));
    this.start = this.position;
  }

  /** What is gathered leaves at the end of the turn. */
  flushSoon(): void {
    if (this.isDue) return;
    this.isDue = true;
    process.nextTick(this.flushLater);
  }
}

/** Called with where a payload is; the bytes may change after it returns. */
type Deliver = (bytes: Buffer, from: number, to: number, flags: number) => void;

/** Takes frames out of a stream of bytes. */
class Frames {
  /** The beginning of a frame whose end has not come. */
  private rest: Buffer | null = null;
  private readonly deliver: Deliver;

  constructor(deliver: Deliver) {
    this.deliver = deliver;
  }

  push(chunk: Buffer): void {
    this.take(chunk, this.rest === null ? 0 : this.complete(this.rest, chunk));
  }

  /** The frame that has begun gets what it lacks. @returns how far the chunk was used */
  private complete(rest: Buffer, chunk: Buffer): number {
    const head = Buffer.concat([rest, chunk.subarray(0, HEAD_BYTES)]);
    const size = head.length < HEAD_BYTES ? HEAD_BYTES : HEAD_BYTES + head.readUInt32BE(0);
    const used = Math.min(chunk.length, size - rest.length);
    const frame = Buffer.concat([rest, chunk.subarray(0, used)]);
    this.rest = null;
    this.take(frame, 0);
    return used;
  }

  private take(bytes: Buffer, from: number): void {
    let position = from;
    while (position + HEAD_BYTES <= bytes.length) {
      const payload = position + HEAD_BYTES;
      const end = payload + bytes.readUInt32BE(position);
      if (end > bytes.length) break;
      this.deliver(bytes, payload, end, bytes[position + 4] as number);
      position = end;
    }
    if (position < bytes.length) this.rest = bytes.subarray(position);
  }
}

function echo(socket: Socket): void {
  const batch = new Batch(socket.setNoDelay(true));
  const frames = new Frames((bytes, from, to, flags) => {
    if (flags === ANSWER_WANTED) batch.add(bytes, from, to, 0);
  });
  socket.on('data', (chunk) => {
    frames.push(chunk);
    batch.flush();
  });
  socket.on('error', () => socket.destroy());
}

async function serve(): Promise<Serving> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    echo(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { address: String((server.address() as AddressInfo).port), close };
}

/** Those who wait for answers, in the order of their asks. */
class Queue {
  private readonly waiting: ((echo: Echo) => void)[] = [];
  private next = 0;

  push(answered: (echo: Echo) => void): void {
    this.waiting.push(answered);
  }

  shift(): (echo: Echo) => void {
    const answered = this.waiting[this.next] as (echo: Echo) => void;
    this.next += 1;
    if (this.next === QUEUE_CUT) {
      this.waiting.splice(0, QUEUE_CUT);
      this.next = 0;
    }
    return answered;
  }
}

/** The payload of an answer, valid until the next one. */
class Part implements Echo {
  private bytes: Buffer = Buffer.alloc(0);
  private from = 0;
  length = 0;

  of(bytes: Buffer, from: number, to: number): this {
    this.bytes = bytes;
    this.from = from;
    this.length = to - from;
    return this;
  }

  toString(): string {
    return this.bytes.toString('latin1', this.from, this.from + this.length);
  }
}

async function connect(address: string): Promise<Caller> {
  const socket = dial({ host: '127.0.0.1', port: Number(address), noDelay: true });
  await once(socket, 'connect');
  const batch = new Batch(socket);
  const queue = new Queue();
  let isReading = false;
  const part = new Part();
  const frames = new Frames((bytes, from, to) => queue.shift()(part.of(bytes, from, to)));
  socket.on('data', (chunk) => {
    isReading = true;
    frames.push(chunk);
    isReading = false;
    batch.flush();
  });
  const send = (bytes: Uint8Array, flags: number): void => {
    batch.add(bytes, 0, bytes.length, flags);
    if (!isReading) batch.flushSoon();
  };
  return {
    ask({ bytes }, answered) {
      queue.push(answered);
      send(bytes, ANSWER_WANTED);
    },
    tell: ({ bytes }) => send(bytes, 0),
    close: () => void socket.destroy(),
  };
}

/** See the head of this file. */
export const raw: Contender = { serve, connect };
