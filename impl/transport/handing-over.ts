/**
 * Handing frames over as values, which links within one process can do (`MemoryTransport`). It must make no difference:
 * a frame is handed over only if its bytes would carry it unchanged and are few enough without being counted.
 */
import { NullableToken } from '../../spec/tokens.js';
import type { WireFailure, WireFrame, WireFrameOf } from '../wire/wire-frame.js';

/** What the heads and the numbers of a frame take at most, whatever its kind. */
const SKELETON_BYTES_MAX = 128;

/** What a number takes at most. */
const NUMBER_BYTES_MAX = 9;

/**
 * Whether a frame can be handed over where frames may have so many bytes. Only what users put into it is looked at; its
 * kind and its numbers are the protocol's own.
 */
export function canBeHandedOver(frame: WireFrame, frameBytes: number): boolean {
  return SKELETON_BYTES_MAX + contentBytesMax(frame) <= frameBytes;
}

/** What the texts and values of a frame take at most; infinite if bytes could change them. */
function contentBytesMax(frame: WireFrame): number {
  switch (frame.frame) {
    case 'identify':
      return textBytesMax(frame.name);
    case 'identity':
      return frame.found === null ? 0 : textBytesMax(frame.found.address);
    case 'handshake':
      return textBytesMax(frame.gateway);
    case 'invocation':
      return invocationBytesMax(frame);
    case 'success':
      return valueBytesMax(frame.value);
    case 'failure':
      return errorBytesMax(frame.error);
    default:
      return Number.POSITIVE_INFINITY;
  }
}

function invocationBytesMax({ method, token, trace, arguments: args }: WireFrameOf<'invocation'>): number {
  if (!NullableToken.is(token) || trace !== null || !Array.isArray(args)) return Number.POSITIVE_INFINITY;
  let bytes = textBytesMax(method);
  if (token !== null) bytes += textBytesMax(token.type) + textBytesMax(token.bytes);
  for (const arg of args) bytes += valueBytesMax(arg);
  return bytes;
}

function errorBytesMax(error: WireFailure): number {
  if (error.cause !== null) return Number.POSITIVE_INFINITY;
  let bytes = textBytesMax(error.message) + textBytesMax(error.className) + textBytesMax(error.stack);
  for (const name of Object.keys(error.states)) {
    bytes += textBytesMax(name) + textBytesMax(error.states[name] as string);
  }
  return bytes;
}

/** A character takes at most three bytes, the head of a text at most five. What is not well-formed would not stay as it is. */
const textBytesMax = (text: unknown): number =>
  typeof text === 'string' && text.isWellFormed() ? 3 * text.length + 5 : Number.POSITIVE_INFINITY;

/**
 * What a value takes at most; infinite unless it is one without parts, that bytes would not change: nothing is shared, and
 * nothing can be different on the other side.
 */
function valueBytesMax(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return textBytesMax(value);
    case 'boolean':
      return NUMBER_BYTES_MAX;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? NUMBER_BYTES_MAX : Number.POSITIVE_INFINITY;
    default:
      return value === null ? NUMBER_BYTES_MAX : Number.POSITIVE_INFINITY;
  }
}
