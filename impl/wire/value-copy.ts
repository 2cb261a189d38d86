/** A copy of a value, as it would arrive on the other side of a connection (SIZE-11). */
import { CborReader } from './cbor-reader.js';
import { CborWriter } from './cbor-writer.js';
import { WIRE_LIMITS } from './limits.js';
import { readValue } from './value-reader.js';
import { type ValueBudget, writeValue } from './value-writer.js';

const newBudget = (): ValueBudget => ({ depth: WIRE_LIMITS.depth, objects: WIRE_LIMITS.objects });

/**
 * See the head of this file.
 *
 * @throws IllegalArgumentError for what cannot be carried; anything that a getter throws
 * @example
 * ```ts
 * copyOfValue({ at: new Date(0) }); // another object, with another date of the same moment
 * ```
 */
export function copyOfValue(value: unknown): unknown {
  const writer = new CborWriter();
  writeValue(writer, value, newBudget());
  const bytes = writer.take();
  const reader = new CborReader();
  reader.open(bytes, 0, bytes.length);
  return readValue(reader, newBudget());
}
