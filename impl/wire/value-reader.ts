/**
 * Values from bytes that a peer sent. What comes out is made of null, undefined, booleans, numbers, texts, big integers,
 * dates, bytes, and arrays and plain objects of those: no other class is ever made, no key can reach a prototype, and depth
 * and number of objects have bounds.
 */
import type { CborReader } from './cbor-reader.js';
import { magnitudeOf } from './hexadecimal.js';
import type { ValueBudget } from './value-writer.js';
import { WireError } from './wire-error.js';

/** The last moment that a date can be, before and after 1970, in milliseconds. */
const DATE_MILLISECONDS_MAX = 8.64e15;

/** Up to so many items an array is made in its length; a longer one grows with what comes. */
const EXACT_ITEMS_MAX = 32;

/**
 * Reads a value.
 *
 * @param budget is used up: `objects` counts down over all values of a frame
 * @throws WireError for bytes that are no value
 */
export function readValue(reader: CborReader, budget: ValueBudget): unknown {
  const initial = reader.next();
  switch (initial >> 5) {
    case 0:
      return initial === 0x1b ? wholeNumber(reader.bigArgument()) : reader.argument(initial);
    case 1:
      return initial === 0x3b ? wholeNumber(-1n - reader.bigArgument()) : -1 - reader.argument(initial);
    case 2:
      spend(budget);
      return reader.copy(reader.argument(initial));
    case 3:
      return reader.units(reader.argument(initial));
    case 4:
      return readArray(reader, reader.argument(initial), budget);
    case 5:
      return readMap(reader, reader.argument(initial), budget);
    case 6:
      spend(budget);
      return readTagged(reader, reader.argument(initial));
    default:
      return readSimple(reader, initial);
  }
}

/** A whole number of 64 bits is a number where that is exact, and a big integer beyond (WIRE-43). */
function wholeNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function spend(budget: ValueBudget): void {
  budget.objects -= 1;
  if (budget.objects < 0)
    throw new WireError('value-too-many', 'more objects than a frame may hold', 'fewer');
}

function descend(budget: ValueBudget): void {
  spend(budget);
  budget.depth -= 1;
  if (budget.depth < 0)
    throw new WireError('value-too-deep', 'a value that is nested too deep', 'a flatter one');
}

/** Each item has a byte at least: a count that the rest of the frame cannot hold is refused before anything is done. */
function assertRoom(reader: CborReader, count: number, bytesEach: number): void {
  const left = reader.end - reader.position;
  if (count * bytesEach > left)
    reader.fail(`${count} items in ${left} bytes`, `at least ${bytesEach} for each`);
}

function readArray(reader: CborReader, count: number, budget: ValueBudget): unknown[] {
  assertRoom(reader, count, 1);
  descend(budget);
  const items: unknown[] = count <= EXACT_ITEMS_MAX ? new Array(count) : [];
  for (let index = 0; index < count; index += 1) items[index] = readValue(reader, budget);
  budget.depth += 1;
  return items;
}

/** A map is an object. A key twice, and the key that would set a prototype, are refused (WIRE-48, WIRE-49). */
function readMap(reader: CborReader, count: number, budget: ValueBudget): object {
  assertRoom(reader, count, 2);
  descend(budget);
  const object: Record<string, unknown> = {};
  for (let index = 0; index < count; index += 1) {
    const key = reader.key();
    if (key === '__proto__') reader.fail('the key __proto__', 'any other key');
    object[key] = readValue(reader, budget);
  }
  // Counting once is faster than looking for each key.
  if (Object.keys(object).length !== count) reader.fail('a key twice in one map', 'each key once');
  budget.depth += 1;
  return object;
}

function readTagged(reader: CborReader, tag: number): bigint | Date {
  switch (tag) {
    case 1:
      return readDate(reader);
    case 2:
      return magnitudeOf(reader.byteString());
    case 3:
      return -1n - magnitudeOf(reader.byteString());
    default:
      return reader.fail(`tag ${tag}`, 'tag 1, 2 or 3');
  }
}

function readDate(reader: CborReader): Date {
  const seconds = readSeconds(reader);
  // Far from 1970 the product would be off by one: the fraction is multiplied by itself, which is exact enough.
  const whole = Math.trunc(seconds);
  const milliseconds = whole * 1000 + Math.round((seconds - whole) * 1000);
  if (!(Math.abs(milliseconds) <= DATE_MILLISECONDS_MAX))
    reader.fail('a date that is no moment', `seconds since 1970, up to ${DATE_MILLISECONDS_MAX / 1000}`);
  return new Date(milliseconds);
}

/** A number in any form that a number can have; NaN for other simple values. */
function readSeconds(reader: CborReader): number {
  if (reader.peek() < 0x40) return reader.integer();
  if (reader.peek() < 0xf9) reader.fail('a date that is no number', 'seconds since 1970');
  return readSimple(reader, reader.next()) as number;
}

function readSimple(reader: CborReader, initial: number): unknown {
  switch (initial) {
    case 0xf4:
      return false;
    case 0xf5:
      return true;
    case 0xf6:
      return null;
    case 0xf7:
      return undefined;
    case 0xf9:
      return reader.float(2);
    case 0xfa:
      return reader.float(4);
    case 0xfb:
      return reader.float(8);
    default:
      return reader.fail(`the simple value ${initial & 31}`, 'false, true, null, undefined or a number');
  }
}
