/**
 * How many bytes a value takes on the wire, without writing it (SIZE-06). It refuses what {@link writeValue} refuses, so
 * that whoever asked knows that the value can be sent.
 */

import { headBytes } from './cbor-writer.js';
import { bytesOfMagnitude } from './hexadecimal.js';
import { WIRE_LIMITS } from './limits.js';
import { byteLengthOf } from './text-bytes.js';
import { classNameOf, descend, refuse, spend, type ValueBudget } from './value-writer.js';

const loneSurrogate = /\p{Surrogate}/u;

/**
 * See the head of this file.
 *
 * @throws IllegalArgumentError for what cannot be carried; anything that a getter throws
 * @example
 * ```ts
 * valueBytes(['ab', 1]); // -> 5
 * ```
 */
export function valueBytes(value: unknown, bounds: ValueBudget = WIRE_LIMITS): number {
  return bytesOf(value, { depth: bounds.depth, objects: bounds.objects, textBytes });
}

/**
 * At most so many bytes a value takes on the wire: texts are not looked at character by character, so that it costs little
 * for long ones. It refuses what {@link valueBytes} refuses.
 */
export function valueBytesAtMost(value: unknown): number {
  if (typeof value === 'string') return textBytesAtMost(value);
  return bytesOf(value, {
    depth: WIRE_LIMITS.depth,
    objects: WIRE_LIMITS.objects,
    textBytes: textBytesAtMost,
  });
}

/**
 * Refuses arguments that {@link writeValue} would refuse. Those without parts are seen at a glance; otherwise all of them
 * are walked through together, because their bounds are those of one frame.
 */
export function assertWritable(args: readonly unknown[]): void {
  for (const argument of args) {
    if (typeof argument === 'string') {
      if (!argument.isWellFormed()) refuse('a text with a lone surrogate');
    } else if (typeof argument !== 'number' && typeof argument !== 'boolean' && argument !== null) {
      valueBytesAtMost(args);
      return;
    }
  }
}

/** What one walk may use up, and how it measures texts. */
interface Measure extends ValueBudget {
  readonly textBytes: (text: string) => number;
}

function bytesOf(value: unknown, budget: Measure): number {
  switch (typeof value) {
    case 'string':
      return budget.textBytes(value);
    case 'number':
      return numberBytes(value);
    case 'boolean':
    case 'undefined':
      return 1;
    case 'bigint':
      spend(budget);
      return bigIntegerBytes(value);
    case 'object':
      return value === null ? 1 : objectBytes(value, budget);
    default:
      return refuse(`a ${typeof value}`);
  }
}

function textBytes(text: string): number {
  const bytes = byteLengthOf(text);
  if (bytes !== text.length && loneSurrogate.test(text)) refuse('a text with a lone surrogate');
  return headBytes(bytes) + bytes;
}

/** A character takes at most three bytes, the head of a text at most nine. */
function textBytesAtMost(text: string): number {
  if (!text.isWellFormed()) refuse('a text with a lone surrogate');
  return 3 * text.length + 9;
}

function numberBytes(value: number): number {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) return 9;
  return headBytes(value < 0 ? -1 - value : value);
}

function bigIntegerBytes(value: bigint): number {
  const { length } = bytesOfMagnitude(value < 0n ? -1n - value : value);
  return 1 + headBytes(length) + length;
}

function objectBytes(value: object, budget: Measure): number {
  spend(budget);
  if (Array.isArray(value)) return arrayBytes(value, budget);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return mapBytes(value, budget);
  if (value instanceof Uint8Array) return headBytes(value.length) + value.length;
  if (!(value instanceof Date)) return refuse(`an instance of ${classNameOf(prototype)}`);
  if (Number.isNaN(value.getTime())) refuse('an invalid date');
  return 1 + numberBytes(value.getTime() / 1000);
}

function arrayBytes(value: readonly unknown[], budget: Measure): number {
  descend(budget);
  let bytes = headBytes(value.length);
  for (let index = 0; index < value.length; index += 1) bytes += bytesOf(value[index], budget);
  budget.depth += 1;
  return bytes;
}

function mapBytes(value: object, budget: Measure): number {
  descend(budget);
  const keys = Object.keys(value);
  let bytes = headBytes(keys.length);
  for (const key of keys) {
    if (key === '__proto__') refuse('a property named __proto__');
    bytes += budget.textBytes(key) + bytesOf((value as Readonly<Record<string, unknown>>)[key], budget);
  }
  budget.depth += 1;
  return bytes;
}
