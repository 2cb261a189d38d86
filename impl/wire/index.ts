/** The wire: preambles and frames as bytes, for any channel that carries bytes in order. `spec/wire.md` is the page. */
export type { UndecodableFrame } from './frame-body.js';
export { WireDecoder, type WireListener } from './frame-reader.js';
export { WireEncoder } from './frame-writer.js';
export { WIRE_LIMITS, type WireLimits } from './limits.js';
export {
  type Agreement,
  agreementOf,
  encodePreamble,
  FEATURE_JSON,
  type Preamble,
  WIRE_VERSION,
} from './preamble.js';
export { valueBytes } from './value-bytes.js';
export { WireError, type WireErrorCode } from './wire-error.js';
export { type AnswerLeg, WireFailure, WireFrame, type WireFrameOf } from './wire-frame.js';
