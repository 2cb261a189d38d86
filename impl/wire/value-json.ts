/**
 * Values as JSON text that people can read, for debugging and for the golden frames. What JSON lacks is an object with one
 * key that begins with `$`; such an object itself is put into `{"$object": …}` (WIRE-61).
 *
 * | value | text |
 * |---|---|
 * | absent | `{"$undefined": true}` |
 * | NaN, Infinity, -Infinity, -0 | `{"$number": "NaN"}` |
 * | bytes | `{"$bytes": "00ff"}` |
 * | a big integer | `{"$bigint": "-7f"}`, in hexadecimal digits |
 * | a date | `{"$date": "2026-01-01T00:00:00.000Z"}` |
 */
import { bytesOfHex, hexOf } from './hexadecimal.js';
import { classNameOf, descend, refuse, spend, type ValueBudget } from './value-writer.js';
import { WireError } from './wire-error.js';

/** Anything that `JSON.stringify` writes as it is. */
export type Notation = string | number | boolean | null | Notation[] | { [key: string]: Notation };

const loneSurrogate = /\p{Surrogate}/u;

/** The text of a value. @throws IllegalArgumentError for what a frame cannot carry in any form */
export function printValue(value: unknown, budget: ValueBudget): string {
  return JSON.stringify(notationOf(value, budget));
}

/** A value in the notation. @throws IllegalArgumentError for what a frame cannot carry in any form */
export function notationOf(value: unknown, budget: ValueBudget): Notation {
  switch (typeof value) {
    case 'string':
      return textOf(value);
    case 'boolean':
      return value;
    case 'undefined':
      return { $undefined: true };
    case 'number':
      if (Object.is(value, -0)) return { $number: '-0' };
      return Number.isFinite(value) ? value : { $number: String(value) };
    case 'bigint':
      spend(budget);
      return { $bigint: value.toString(16) };
    case 'object':
      return value === null ? null : notationOfObject(value, budget);
    default:
      return refuse(`a ${typeof value}`);
  }
}

function textOf(text: string): string {
  return loneSurrogate.test(text) ? refuse('a text with a lone surrogate') : text;
}

function notationOfObject(value: object, budget: ValueBudget): Notation {
  spend(budget);
  if (Array.isArray(value)) return notationOfArray(value, budget);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return notationOfMap(value, budget);
  if (value instanceof Uint8Array) return { $bytes: hexOf(value) };
  if (!(value instanceof Date)) return refuse(`an instance of ${classNameOf(prototype)}`);
  return Number.isNaN(value.getTime()) ? refuse('an invalid date') : { $date: value.toISOString() };
}

function notationOfArray(value: readonly unknown[], budget: ValueBudget): Notation {
  descend(budget);
  const items: Notation[] = [];
  for (let index = 0; index < value.length; index += 1) items.push(notationOf(value[index], budget));
  budget.depth += 1;
  return items;
}

function notationOfMap(value: object, budget: ValueBudget): Notation {
  descend(budget);
  const keys = Object.keys(value);
  const entries: { [key: string]: Notation } = {};
  for (const key of keys) {
    if (key === '__proto__') refuse('a property named __proto__');
    entries[textOf(key)] = notationOf((value as Readonly<Record<string, unknown>>)[key], budget);
  }
  budget.depth += 1;
  return keys.length === 1 && keys[0]?.startsWith('$') ? { $object: entries } : entries;
}

/** The value that a text stands for. @throws WireError for a text that is no value */
export function parseValue(text: string, budget: ValueBudget): unknown {
  let notation: Notation;
  try {
    notation = JSON.parse(text) as Notation;
  } catch {
    return malformed('a text that is no JSON');
  }
  return valueFrom(notation, budget);
}

function malformed(found: string): never {
  throw new WireError('value-malformed', found, 'a value in the JSON notation');
}

/** The value that a notation stands for. @throws WireError for what is none */
export function valueFrom(notation: Notation, budget: ValueBudget): unknown {
  if (typeof notation !== 'object' || notation === null) return notation;
  budget.objects -= 1;
  if (budget.objects < 0)
    throw new WireError('value-too-many', 'more objects than a frame may hold', 'fewer');
  budget.depth -= 1;
  if (budget.depth < 0)
    throw new WireError('value-too-deep', 'a value that is nested too deep', 'a flatter one');
  const value = Array.isArray(notation)
    ? notation.map((item) => valueFrom(item, budget))
    : valueFromMap(notation, budget);
  budget.depth += 1;
  return value;
}

function valueFromMap(notation: { [key: string]: Notation }, budget: ValueBudget): unknown {
  const keys = Object.keys(notation);
  const [first] = keys;
  if (keys.length !== 1 || first === undefined || !first.startsWith('$'))
    return objectOf(notation, keys, budget);
  const content = notation[first] as Notation;
  switch (first) {
    case '$object':
      return isMap(content)
        ? objectOf(content, Object.keys(content), budget)
        : malformed('$object without an object');
    case '$undefined':
      return undefined;
    case '$number':
      return numberOf(content);
    case '$bytes':
      return (typeof content === 'string' ? bytesOfHex(content) : null) ?? malformed('$bytes without bytes');
    case '$bigint':
      return bigIntegerOf(content);
    case '$date':
      return dateOf(content);
    default:
      return malformed(`the unknown key ${JSON.stringify(first)}`);
  }
}

const isMap = (notation: Notation): notation is { [key: string]: Notation } =>
  typeof notation === 'object' && notation !== null && !Array.isArray(notation);

function objectOf(
  notation: { [key: string]: Notation },
  keys: readonly string[],
  budget: ValueBudget,
): object {
  const object: Record<string, unknown> = {};
  for (const key of keys) {
    if (key === '__proto__') malformed('the key __proto__');
    object[key] = valueFrom(notation[key] as Notation, budget);
  }
  return object;
}

function numberOf(content: Notation): number {
  switch (content) {
    case 'NaN':
      return Number.NaN;
    case 'Infinity':
      return Number.POSITIVE_INFINITY;
    case '-Infinity':
      return Number.NEGATIVE_INFINITY;
    case '-0':
      return -0;
    default:
      return malformed('$number without NaN, Infinity, -Infinity or -0');
  }
}

function bigIntegerOf(content: Notation): bigint {
  const digits = typeof content === 'string' ? /^(-?)([0-9a-f]+)$/.exec(content) : null;
  if (digits === null) return malformed('$bigint without hexadecimal digits');
  const magnitude = BigInt(`0x${digits[2]}`);
  return digits[1] === '-' ? -magnitude : magnitude;
}

function dateOf(content: Notation): Date {
  const date = new Date(typeof content === 'string' ? content : Number.NaN);
  return Number.isNaN(date.getTime()) ? malformed('$date without a date') : date;
}
