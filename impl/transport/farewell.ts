/** What a peer is told that is refused before it becomes a link: a preamble that says nothing, and why. */
import {
  agreementOf,
  encodePreamble,
  type Preamble,
  WIRE_LIMITS,
  WIRE_VERSION,
  WireEncoder,
} from '../wire/index.js';

/** It names nobody: whoever is refused learns nothing of this side. */
const ANONYMOUS: Preamble = {
  ...WIRE_VERSION,
  features: 0,
  frameBytes: WIRE_LIMITS.frameBytes,
  names: 0,
  nodeId: '0'.repeat(32),
  incarnation: 0,
  address: '',
};

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
