/**
 * Frames: what two services say to each other, as JSON text in UTF-8. Every frame that arrives is decoded by its io-ts
 * codec before anything looks at it; one that does not decode is dropped (SIZE-03).
 */
import { isRight } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { ErrorCode } from '../../spec/errors.js';
import { NullableToken } from '../../spec/tokens.js';
import { certainOf } from './certain-of.js';
import { byteLengthOf, bytesOfText } from './text-bytes.js';

/** An error on the wire: its code and text; for a failure of the application its class and stack as well. */
const WireError = t.strict({
  code: ErrorCode,
  message: t.string,
  states: t.record(t.string, t.string),
  className: t.string,
  stack: t.string,
});
export type WireError = t.TypeOf<typeof WireError>;

const WireEnvelope = t.keyof({ bare: null, fenced: null });

const Identify = t.strict({ frame: t.literal('identify'), op: t.number, sender: t.number, name: t.string });
const Identity = t.strict({
  frame: t.literal('identity'),
  op: t.number,
  found: t.union([t.strict({ incarnation: t.number, address: t.string }), t.null]),
  /** Other endpoints that match the pattern have yet to answer. */
  others: t.boolean,
  /** The endpoint that a pattern was put to. */
  match: t.union([t.number, t.null]),
});
const Handshake = t.strict({
  frame: t.literal('handshake'),
  op: t.number,
  sender: t.number,
  incarnation: t.number,
  version: t.number,
  gateway: t.string,
});
const Call = t.strict({
  frame: t.literal('call'),
  op: t.number,
  sender: t.number,
  incarnation: t.number,
  asked: t.boolean,
  kind: t.keyof({ call: null, unknown: null }),
  envelope: WireEnvelope,
  token: NullableToken,
  method: t.string,
  arguments: t.array(t.unknown),
});
const Success = t.strict({ frame: t.literal('success'), op: t.number, leg: t.string, value: t.unknown });
const Failure = t.strict({ frame: t.literal('failure'), op: t.number, leg: t.string, error: WireError });

/** One frame. */
export const Frame = t.union([Identify, Identity, Handshake, Call, Success, Failure], 'Frame');
export type Frame = t.TypeOf<typeof Frame>;

const isCertainlyFrame = certainOf(Frame);
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The bytes of a frame. */
export function encodeFrame(frame: Frame): Uint8Array {
  return bytesOfText(JSON.stringify(frame));
}

/**
 * The frame in these bytes.
 *
 * @returns the frame, or `null` when the bytes are no frame
 */
export function decodeFrame(bytes: Uint8Array): Frame | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(decoder.decode(bytes));
  } catch {
    return null;
  }
  if (isCertainlyFrame(parsed)) return parsed as Frame;
  const decoded = Frame.decode(parsed);
  return isRight(decoded) ? decoded.right : null;
}

/** How many bytes a value takes when it is serialized (SIZE-06). */
export function serializedBytes(encoded: unknown): number {
  return byteLengthOf(JSON.stringify(encoded) ?? '');
}

/** The operation that an undecodable frame names, for the trace; `null` when it names none. */
export function operationIn(bytes: Uint8Array): number | null {
  try {
    const { op } = JSON.parse(decoder.decode(bytes)) as { readonly op?: unknown };
    return typeof op === 'number' ? op : null;
  } catch {
    return null;
  }
}
