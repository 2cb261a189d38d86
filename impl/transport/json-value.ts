/** What JSON carries unchanged; anything else would arrive as something different, so it is refused (SIZE-02, SIZE-05). */
import { IllegalArgumentError } from '../rpc/errors.js';

/** How deep values may be nested; a cycle is deeper. */
const DEPTH_MAX = 256;

/**
 * Refuses what JSON would change: functions, symbols, big integers, numbers that are not finite, class instances other
 * than those with a `toJSON` of their own, cycles.
 *
 * @param value what is to be serialized
 * @throws IllegalArgumentError that names what was found
 */
export function assertJson(value: unknown, depth = 0): void {
  if (value === null || value === undefined) return;
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return;
    case 'number':
      if (Number.isFinite(value)) return;
      break;
    case 'object':
      return assertJsonObject(value, depth);
    default:
      break;
  }
  throw new IllegalArgumentError(
    `JSON cannot carry ${typeof value === 'number' ? String(value) : `a ${typeof value}`}`,
  );
}

function assertJsonObject(value: object, depth: number): void {
  if (depth > DEPTH_MAX)
    throw new IllegalArgumentError(`The value is nested deeper than ${DEPTH_MAX}, or refers to itself`);
  if (typeof (value as { readonly toJSON?: unknown }).toJSON === 'function') {
    JSON.stringify(value); // it may throw
    return;
  }
  if (Array.isArray(value)) {
    for (const element of value) assertJson(element, depth + 1);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new IllegalArgumentError(`JSON cannot carry an instance of ${value.constructor.name}`);
  }
  for (const part of Object.values(value)) assertJson(part, depth + 1);
}
