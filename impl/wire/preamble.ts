/**
 * The preamble: the first bytes of either side. Magic, major, minor and length stand at the same place in every version
 * there will ever be, so that two sides that cannot talk can say why (WIRE-02).
 */
import { CborReader } from './cbor-reader.js';
import { CborWriter } from './cbor-writer.js';
import { bytesOfHex, hexOf } from './hexadecimal.js';
import { FRAME_BYTES_MIN, NAMES_MAX } from './limits.js';
import { WireError } from './wire-error.js';

/** The version of the wire that this code speaks. */
export const WIRE_VERSION = { major: 1, minor: 0 } as const;

/** The first four bytes: no text begins with the first of them, and neither TLS nor HTTP do. */
export const MAGIC: readonly number[] = [0xf5, 0x46, 0x4e, 0x50];

/** Magic, major, minor and the length of the rest. */
export const PREAMBLE_HEAD_BYTES = 8;

/** The longest rest of a preamble that is accepted, in bytes. */
export const PREAMBLE_BODY_BYTES_MAX = 4096;

/** The bit of `features` that offers values as JSON text (WIRE-60). */
export const FEATURE_JSON = 1;

/** How many elements the rest has in this version; later ones may add some (WIRE-51). */
const FIELDS = 6;

/** What a side says of itself. */
export interface Preamble {
  readonly major: number;
  readonly minor: number;
  /** What the side offers, as bits; only what both sides offer is used. */
  readonly features: number;
  /** The largest frame that the side accepts, in bytes after the length field. */
  readonly frameBytes: number;
  /** How many names the side can keep. */
  readonly names: number;
  /** 16 random bytes that name the process, as 32 hexadecimal digits. */
  readonly nodeId: string;
  /** Tells lives of one node apart. */
  readonly incarnation: number;
  /** Where the side can be dialled; empty when it cannot. */
  readonly address: string;
}

/**
 * The bytes of a preamble.
 *
 * @throws WireError when it cannot be sent: the node id is no 16 bytes, or the address is too long
 */
export function encodePreamble(preamble: Preamble): Uint8Array {
  const nodeId = bytesOfHex(preamble.nodeId);
  if (nodeId?.length !== 16)
    throw new WireError('preamble-malformed', `the node id '${preamble.nodeId}'`, '32 hexadecimal digits');
  const writer = new CborWriter();
  for (const byte of [...MAGIC, preamble.major, preamble.minor, 0, 0]) writer.byte(byte);
  writer.head(4, FIELDS);
  for (const number of [preamble.features, preamble.frameBytes, preamble.names]) writer.integer(number);
  writer.byteString(nodeId);
  writer.integer(preamble.incarnation);
  writer.text(preamble.address);
  const length = writer.pending - PREAMBLE_HEAD_BYTES;
  if (length > PREAMBLE_BODY_BYTES_MAX)
    throw new WireError('preamble-malformed', `${length} bytes`, `at most ${PREAMBLE_BODY_BYTES_MAX}`);
  const bytes = writer.take();
  bytes[6] = length >>> 8;
  bytes[7] = length;
  return bytes;
}

/**
 * How many bytes a preamble has, from its beginning. It refuses a beginning as early as it can be told.
 *
 * @returns the number, or `null` when more bytes are needed to know it
 * @throws WireError for what is no preamble, or one of another major
 */
export function preambleBytes(bytes: Uint8Array): number | null {
  for (let index = 0; index < MAGIC.length && index < bytes.length; index += 1) {
    if (bytes[index] !== MAGIC[index])
      throw new WireError(
        'not-a-peer',
        `the first bytes ${hexOf(bytes.subarray(0, 8))}`,
        hexOf(Uint8Array.from(MAGIC)),
      );
  }
  if (bytes.length < 6) return null;
  const [major, minor] = [bytes[4], bytes[5]];
  if (major !== WIRE_VERSION.major) {
    const own = `${WIRE_VERSION.major}.${WIRE_VERSION.minor}`;
    throw new WireError('major-mismatch', `wire version ${major}.${minor} at the peer`, `${own} as here`); // WIRE-03
  }
  if (bytes.length < PREAMBLE_HEAD_BYTES) return null;
  const length = ((bytes[6] as number) << 8) | (bytes[7] as number);
  if (length > PREAMBLE_BODY_BYTES_MAX)
    throw new WireError('preamble-malformed', `a length of ${length}`, `at most ${PREAMBLE_BODY_BYTES_MAX}`);
  return PREAMBLE_HEAD_BYTES + length;
}

/**
 * The preamble in these bytes, which are all of it.
 *
 * @throws WireError when it is malformed
 */
export function decodePreamble(bytes: Uint8Array): Preamble {
  const reader = new CborReader();
  reader.fault = 'preamble-malformed';
  reader.open(bytes, PREAMBLE_HEAD_BYTES, bytes.length);
  const fields = reader.array();
  if (fields < FIELDS) reader.fail(`${fields} fields`, `at least ${FIELDS}`);
  const features = reader.natural();
  const frameBytes = reader.natural();
  if (frameBytes < FRAME_BYTES_MIN)
    reader.fail(`a frame limit of ${frameBytes}`, `at least ${FRAME_BYTES_MIN}`);
  const names = reader.natural();
  const nodeId = reader.byteString();
  if (nodeId.length !== 16) reader.fail(`a node id of ${nodeId.length} bytes`, '16');
  const incarnation = reader.natural();
  const address = reader.text();
  if (fields === FIELDS && reader.position !== reader.end) reader.fail('bytes after the last field', 'none');
  const [major, minor] = [bytes[4] as number, bytes[5] as number];
  return { major, minor, features, frameBytes, names, nodeId: hexOf(nodeId), incarnation, address };
}

/** What two sides have agreed on by their preambles. */
export interface Agreement {
  /** How many names each direction keeps: the smaller number of both (WIRE-21). */
  readonly names: number;
  /** Values are JSON text: both sides offered it (WIRE-60). */
  readonly json: boolean;
  /** The largest frame that the peer accepts. */
  readonly frameBytesOut: number;
  /** The peer may send frames of kinds that are not known here (WIRE-52). */
  readonly newer: boolean;
}

/** What follows from both preambles. */
export function agreementOf(own: Preamble, peer: Preamble): Agreement {
  return {
    names: Math.min(own.names, peer.names, NAMES_MAX),
    json: (own.features & peer.features & FEATURE_JSON) !== 0,
    frameBytesOut: peer.frameBytes,
    newer: peer.minor > own.minor,
  };
}
