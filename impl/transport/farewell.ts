/** What a peer is told that is refused before it becomes a link: a preamble that says nothing, and why. */
import { agreementOf, encodePreamble, WireEncoder } from '../wire/index.js';
import { ANONYMOUS } from './anonymous.js';

/**
 * A whole conversation of one side: its preamble and a goodbye.
 *
 * @param code why, as a stable word
 * @param message the same for people
 */
export function farewell(code: string, message: string): Uint8Array {
  const encoder = new WireEncoder(agreementOf(ANONYMOUS, ANONYMOUS));
  encoder.write({ frame: 'goodbye', code, message });
  return Uint8Array.of(...encodePreamble(ANONYMOUS), ...encoder.take());
}
