/** The preamble of a side that names nobody: of one that refuses a peer, and of links within a process. */
import { type Preamble, WIRE_LIMITS, WIRE_VERSION } from '../wire/index.js';

/** See the head of this file. Whoever gets it learns nothing but the version of the wire. */
export const ANONYMOUS: Preamble = {
  ...WIRE_VERSION,
  features: 0,
  frameBytes: WIRE_LIMITS.frameBytes,
  names: 0,
  nodeId: '0'.repeat(32),
  incarnation: 0,
  address: '',
};
