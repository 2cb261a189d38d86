/** Values and frames at random, and what a decoder says of bytes: what the tests of the wire share. */
import fc from 'fast-check';
import { type ErrorCode, errorClasses } from '../../../spec/errors.js';
import {
  agreementOf,
  encodePreamble,
  type Preamble,
  WIRE_VERSION,
  WireDecoder,
  WireEncoder,
  type WireFailure,
  type WireFrame,
  type WireFrameOf,
  type WireLimits,
} from '../../wire/index.js';

/** Records as a reader makes them: with the usual prototype. */
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(model, { noNullPrototype: true }) as fc.Arbitrary<T>;

/** How many inputs the properties of one file see together; `npm run fuzz` asks for a million. */
export const FUZZ_INPUTS = Number(process.env['FENCEPOST_FUZZ_INPUTS'] ?? 10_000);

export const text = fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 40 }));
const key = fc
  .oneof(text, fc.constantFrom('constructor', 'prototype', 'toString', '0', '42', '$bytes', '$object', ''))
  .filter((name) => name !== '__proto__');
const date = fc.date({ noInvalidDate: true });
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double(),
  fc.constantFrom(-0, 23, 24, 255, 256, 65_536),
);

/** Any value that can be carried. */
export const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom(null, undefined, true, false),
    number,
    text,
    fc.bigInt(),
    fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n }),
    fc.uint8Array({ maxLength: 300 }),
    date,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value;

const integer = fc
  .oneof(fc.integer(), fc.nat(30), fc.maxSafeInteger())
  .filter((number) => !Object.is(number, -0));
const name = fc.oneof(fc.constantFrom('a()', 'b(string)', 'c'), text, fc.constant('x'.repeat(300)));
const token = record({
  type: fc.oneof(fc.constantFrom('Leader', 'Job'), text),
  bytes: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes).toString('hex')),
});
const texts = fc.dictionary(key, text, { maxKeys: 3, noNullPrototype: true });
const leg = fc.constantFrom('answer' as const, 'greeting' as const);

const failureOf = (cause: fc.Arbitrary<WireFailure | null>): fc.Arbitrary<WireFailure> =>
  record({
    code: fc.constantFrom(...(Object.keys(errorClasses) as ErrorCode[])),
    message: text,
    states: texts,
    className: text,
    stack: text,
    cause,
  });

const noCause = fc.constant(null);

/** Any frame, by its kind. */
export const frames: { readonly [Kind in WireFrame['frame']]: fc.Arbitrary<WireFrame> } = {
  identify: record({ frame: fc.constant('identify'), op: integer, sender: integer, name: text }),
  identity: record({
    frame: fc.constant('identity'),
    op: integer,
    found: fc.option(record({ incarnation: integer, address: text }), { nil: null }),
    others: fc.boolean(),
    match: fc.option(integer, { nil: null }),
  }),
  handshake: record({
    frame: fc.constant('handshake'),
    op: integer,
    sender: integer,
    incarnation: integer,
    version: integer,
    gateway: name,
  }),
  invocation: record({
    frame: fc.constant('invocation'),
    op: integer,
    sender: integer,
    incarnation: integer,
    asked: fc.boolean(),
    kind: fc.constantFrom('call' as const, 'unknown' as const),
    envelope: fc.constantFrom('bare' as const, 'fenced' as const),
    token: fc.option(token, { nil: null }),
    method: name,
    arguments: fc.array(value, { maxLength: 3 }),
    trace: fc.option(texts, { nil: null }),
  }),
  success: record({ frame: fc.constant('success'), op: integer, leg, value }),
  failure: record({
    frame: fc.constant('failure'),
    op: integer,
    leg,
    error: failureOf(fc.oneof(noCause, failureOf(fc.oneof(noCause, failureOf(noCause))))),
  }),
  goodbye: record({ frame: fc.constant('goodbye'), code: text, message: text }),
  ping: record({ frame: fc.constant('ping'), number: integer }),
  pong: record({ frame: fc.constant('pong'), number: integer }),
};

/** An ask that says nothing special. */
export const plainAsk: WireFrameOf<'invocation'> = {
  frame: 'invocation',
  op: 1,
  sender: 0,
  incarnation: 1,
  asked: true,
  kind: 'call',
  envelope: 'bare',
  token: null,
  method: 'm()',
  arguments: [],
  trace: null,
};

export const anyFrame: fc.Arbitrary<WireFrame> = fc.oneof(...Object.values(frames));

/** A preamble that says nothing special. */
export const usual: Preamble = {
  ...WIRE_VERSION,
  features: 0,
  frameBytes: 10_485_760,
  names: 1024,
  nodeId: '0123456789abcdef0123456789abcdef',
  incarnation: 1,
  address: '',
};

/** What a decoder said, in order, in a form that can be compared. */
export type Heard =
  | { readonly heard: 'opened'; readonly minor: number }
  | { readonly heard: 'frame'; readonly frame: WireFrame }
  | { readonly heard: 'undecodable'; readonly op: number; readonly leg: string; readonly code: string }
  | { readonly heard: 'failed'; readonly code: string };

/** A decoder and what it says. */
export function listening(
  own: Preamble = usual,
  limits?: Omit<WireLimits, 'frameBytes' | 'names'>,
): { readonly decoder: WireDecoder; readonly heard: Heard[] } {
  const heard: Heard[] = [];
  const listener = {
    opened: ({ minor }: Preamble) => void heard.push({ heard: 'opened', minor }),
    received: (frame: WireFrame) => void heard.push({ heard: 'frame', frame }),
    undecodable: ({ op, leg, error }: { op: number; leg: string; error: Error & { code: string } }) =>
      void heard.push({ heard: 'undecodable', op, leg, code: error.code }),
    failed: ({ code }: { code: string }) => void heard.push({ heard: 'failed', code }),
  };
  return { decoder: new WireDecoder(own, listener, limits), heard };
}

/** What a decoder says of these chunks. */
export function heardOf(chunks: readonly Uint8Array[], own: Preamble = usual): Heard[] {
  const { decoder, heard } = listening(own);
  for (const chunk of chunks) decoder.push(chunk);
  return heard;
}

/** The preamble of a peer and then these frames, as one chunk. */
export function conversation(
  sent: readonly WireFrame[],
  peer: Preamble = usual,
  own: Preamble = usual,
): Uint8Array {
  const encoder = new WireEncoder(agreementOf(peer, own));
  for (const frame of sent) {
    const error = encoder.write(frame);
    if (error !== null) throw error;
  }
  return joined([encodePreamble(peer), encoder.take()]);
}

/** Chunks as one. */
export function joined(chunks: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(chunks));
}

/** A chunk cut at these places. */
export function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  const edges = [0, ...sorted, bytes.length];
  return edges.slice(1).map((to, index) => bytes.slice(edges[index], to));
}

/** Bytes from hexadecimal digits. */
export const fromHex = (digits: string): Uint8Array => new Uint8Array(Buffer.from(digits, 'hex'));
