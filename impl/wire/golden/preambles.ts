/** The golden preambles, and beginnings that are refused. */
import { FEATURE_JSON, type Preamble, WIRE_VERSION } from '../preamble.js';
import type { WireErrorCode } from '../wire-error.js';

const usual: Preamble = {
  ...WIRE_VERSION,
  features: 0,
  frameBytes: 10_485_760,
  names: 1024,
  nodeId: '000102030405060708090a0b0c0d0e0f',
  incarnation: 1,
  address: 'fencepost.tcp://left:7001',
};

/** Preambles by name. */
export const goldenPreambles: Readonly<Record<string, Preamble>> = {
  'the usual one': usual,
  'one that cannot be dialled and offers JSON': { ...usual, features: FEATURE_JSON, address: '' },
  'small limits and a large incarnation': {
    ...usual,
    frameBytes: 256,
    names: 0,
    incarnation: Number.MAX_SAFE_INTEGER,
    nodeId: 'ff'.repeat(16),
  },
  'features that nobody knows yet': { ...usual, features: 0x8000_0000 },
};

/** First bytes that are refused, in hexadecimal digits, and the code of the error. */
export const refusedBeginnings: Readonly<
  Record<string, { readonly hex: string; readonly code: WireErrorCode }>
> = {
  'a browser': { hex: '474554202f20', code: 'not-a-peer' },
  'a TLS hello': { hex: '1603010200', code: 'not-a-peer' },
  'major 2': { hex: 'f5464e500203', code: 'major-mismatch' },
  'a length beyond 4096': { hex: 'f5464e5001001001', code: 'preamble-malformed' },
  'a rest that is no array': { hex: 'f5464e5001000001a0', code: 'preamble-malformed' },
  'too few fields': { hex: 'f5464e5001000002' + '8100', code: 'preamble-malformed' },
};
