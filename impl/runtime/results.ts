/** Results as they travel: serialized where they leave, read where they arrive, and the errors that an asker gets instead. */
import { ResultNotSerializableError, ResultTooLargeError, ResultUndecodableError } from '../rpc/errors.js';
import { valueBytes, valueBytesAtMost } from '../wire/value-bytes.js';
import type { Message, MethodShape } from './message.js';

/** A result in serialized form, or the error that the asker gets instead. */
export interface EncodedResult {
  readonly value: unknown;
  readonly error: Error | null;
}

/** Serializes a result (SIZE-05, SIZE-06). */
export function encodeResult(message: Message, value: unknown, frameBytes: number): EncodedResult {
  const { method } = message;
  if (method === null) return { value: null, error: null };
  try {
    const encoded = method.encodeResult(value);
    if (valueBytesAtMost(encoded) <= frameBytes) return { value: encoded, error: null };
    const bytes = valueBytes(encoded);
    if (bytes <= frameBytes) return { value: encoded, error: null };
    return { value: null, error: resultTooLarge(message, bytes, frameBytes) };
  } catch (cause) {
    const states = { method: method.key };
    const error = new ResultNotSerializableError('The result cannot be serialized', { cause, states });
    return { value: null, error };
  }
}

/** A result that no frame can hold (SIZE-06). */
export function resultTooLarge({ method }: Message, bytes: number, limit: number): Error {
  const states = { method: method?.key ?? '', bytes: String(bytes), limit: String(limit) };
  return new ResultTooLargeError('The serialized result is larger than the frame size', { states });
}

/** The result in a serialized form, or the error that says why it cannot be had (SIZE-08). */
export function decodeResult(
  method: MethodShape,
  encoded: unknown,
): { readonly value: unknown; readonly error: Error | null } {
  try {
    return { value: method.decodeResult(encoded), error: null };
  } catch (cause) {
    return { value: null, error: resultUndecodable(method, cause) };
  }
}

/** A result that its asker cannot read (SIZE-08). */
export function resultUndecodable({ key }: MethodShape, cause: unknown): Error {
  return new ResultUndecodableError('The result cannot be decoded', { cause, states: { method: key } });
}
