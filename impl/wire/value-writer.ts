/**
 * Values as bytes: arguments and results, whatever they are, within what arrives on the other side as it was. Everything
 * else is refused, never changed in silence (SIZE-02, SIZE-05).
 */
import { IllegalArgumentError } from '../rpc/errors.js';
import type { CborWriter } from './cbor-writer.js';
import { EncodedValue } from './encoded-value.js';
import { bytesOfMagnitude } from './hexadecimal.js';

/** What is refused, in words. */
export function refuse(what: string): never {
  throw new IllegalArgumentError(`A frame cannot carry ${what}`);
}

/** What one value may still use up. */
export interface ValueBudget {
  /** How many arrays and maps may lie within each other. */
  depth: number;
  /** How many objects there may be. */
  objects: number;
}

/**
 * Writes a value.
 *
 * @param budget is used up: `objects` counts down over all values of a frame
 * @throws IllegalArgumentError for what cannot be carried; anything that a getter throws
 */
export function writeValue(writer: CborWriter, value: unknown, budget: ValueBudget): void {
  switch (typeof value) {
    case 'string':
      writer.text(value);
      return;
    case 'number':
      return writeNumber(writer, value);
    case 'object':
      if (value === null) return writer.byte(0xf6);
      return writeObject(writer, value, budget);
    case 'boolean':
      return writer.byte(value ? 0xf5 : 0xf4);
    case 'undefined':
      return writer.byte(0xf7);
    case 'bigint':
      spend(budget);
      return writeBigInteger(writer, value);
    default:
      return refuse(`a ${typeof value}`);
  }
}

/** Whole numbers that are exact as integers; anything else, -0 among it, in eight bytes (WIRE-41, WIRE-42). */
function writeNumber(writer: CborWriter, value: number): void {
  if (Number.isSafeInteger(value) && !(value === 0 && 1 / value < 0)) {
    if (value >= 0) writer.head(0, value);
    else writer.head(1, -1 - value);
  } else writer.float(value);
}

function writeObject(writer: CborWriter, value: object, budget: ValueBudget): void {
  spend(budget);
  if (Array.isArray(value)) return writeArray(writer, value, budget);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return writeMap(writer, value, budget);
  if (value instanceof Uint8Array) return writer.byteString(value);
  if (value instanceof Date) return writeDate(writer, value);
  if (value instanceof EncodedValue) return writer.raw(value.bytes);
  refuse(`an instance of ${classNameOf(prototype)}`);
}

/** One object more. @throws IllegalArgumentError when there were enough */
export function spend(budget: ValueBudget): void {
  budget.objects -= 1;
  if (budget.objects < 0) refuse('so many objects; send fewer at once');
}

/** The name of the class of a prototype, which may be anything. */
export function classNameOf(prototype: unknown): string {
  const made = (prototype as { readonly constructor?: unknown }).constructor;
  return typeof made === 'function' && made.name !== '' ? made.name : 'a class';
}

/** One level deeper. @throws IllegalArgumentError when that is too deep; a cycle is */
export function descend(budget: ValueBudget): void {
  budget.depth -= 1;
  if (budget.depth < 0) refuse('a value that is nested so deep, or that refers to itself');
}

function writeArray(writer: CborWriter, value: readonly unknown[], budget: ValueBudget): void {
  descend(budget);
  const { length } = value;
  writer.head(4, length);
  for (let index = 0; index < length; index += 1) writeValue(writer, value[index], budget);
  budget.depth += 1;
}

function writeMap(writer: CborWriter, value: object, budget: ValueBudget): void {
  descend(budget);
  const keys = Object.keys(value);
  writer.head(5, keys.length);
  for (const key of keys) {
    if (key === '__proto__') refuse('a property named __proto__');
    writer.text(key);
    writeValue(writer, (value as Readonly<Record<string, unknown>>)[key], budget);
  }
  budget.depth += 1;
}

/** A date is tag 1: seconds, with a fraction of three digits at most, which eight bytes hold exactly enough (WIRE-46). */
function writeDate(writer: CborWriter, value: Date): void {
  const milliseconds = value.getTime();
  if (Number.isNaN(milliseconds)) refuse('an invalid date');
  writer.head(6, 1);
  writeNumber(writer, milliseconds / 1000);
}

/** A big integer is tag 2 or 3: its magnitude, without leading zeros (WIRE-45). */
function writeBigInteger(writer: CborWriter, value: bigint): void {
  writer.head(6, value < 0n ? 3 : 2);
  writer.byteString(bytesOfMagnitude(value < 0n ? -1n - value : value));
}
