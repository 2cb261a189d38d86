/**
 * The messages of links over NATS. Every message of a link has a head: its kind, its number in its direction, and how much of
 * the other direction has been taken. A number that is missing or comes twice ends the link: NATS delivers at most once, and
 * a link must never go on behind a gap.
 *
 * ```text
 * on a link    | kind u8 | number u32 | taken bytes u32 | content …    numbers are big-endian and wrap
 * at a door    | kind u8 | version u8 | window u32 |                   open: may I have a link?
 *              | kind u8 | node id, 16 bytes |                         claim: has anybody else this name?
 * ```
 */

/** The version of these messages. */
export const NATS_LINK_VERSION = 1;

/** What a message is about. */
export const NATS_KIND = {
  /** A node asks for a link. */
  open: 1,
  /** A node asks whether another has its name, and that is the answer. */
  claim: 2,
  /** The link is there; its content is that of `open`. */
  welcome: 3,
  /** Bytes, or none: then only the head matters. */
  data: 4,
  /** Nothing more will come, and everything has been said. */
  end: 5,
  /** The link is over, whatever is on its way. The content is the reason, as text. */
  abort: 6,
} as const;

/** The size of the head of a message of a link, in bytes. */
export const HEAD_BYTES = 9;

/** The size of the largest message that is not data, in bytes; a server has to allow it. */
export const PAYLOAD_BYTES_MIN = 64;

/** A reason is cut to so many characters, so that it fits into any message. */
const REASON_CHARACTERS_MAX = 48;

/** A message of a link. The content lies in the bytes of the message. */
export interface LinkMessage {
  readonly kind: number;
  readonly number: number;
  readonly taken: number;
  readonly content: Uint8Array;
}

/** What a node says of itself when a link is opened. */
export interface Opening {
  readonly version: number;
  /** How many bytes may be on their way to it, untaken. */
  readonly windowBytes: number;
}

function writeNumber(bytes: Uint8Array, at: number, number: number): void {
  bytes[at] = number >>> 24;
  bytes[at + 1] = number >>> 16;
  bytes[at + 2] = number >>> 8;
  bytes[at + 3] = number;
}

const readNumber = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)) >>>
  0;

/** The bytes of a message of a link. */
export function encodeLinkMessage({ kind, number, taken, content }: LinkMessage): Uint8Array {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + content.length);
  bytes[0] = kind;
  writeNumber(bytes, 1, number);
  writeNumber(bytes, 5, taken);
  bytes.set(content, HEAD_BYTES);
  return bytes;
}

/** A message of a link; `null` for bytes that are none. */
export function decodeLinkMessage(bytes: Uint8Array): LinkMessage | null {
  if (bytes.length < HEAD_BYTES) return null;
  return {
    kind: bytes[0] as number,
    number: readNumber(bytes, 1),
    taken: readNumber(bytes, 5),
    content: bytes.subarray(HEAD_BYTES),
  };
}

/** The content of a welcome. */
export function encodeOpening({ version, windowBytes }: Opening): Uint8Array {
  const bytes = new Uint8Array(5);
  bytes[0] = version;
  writeNumber(bytes, 1, windowBytes);
  return bytes;
}

/** What a node says of itself; `null` for bytes that do not. Newer versions may say more. */
export function decodeOpening(bytes: Uint8Array): Opening | null {
  if (bytes.length < 5) return null;
  return { version: bytes[0] as number, windowBytes: readNumber(bytes, 1) };
}

/** A message at a door: its kind, and what it says. */
export function encodeDoorMessage(kind: number, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + content.length);
  bytes[0] = kind;
  bytes.set(content, 1);
  return bytes;
}

/** The content of an abort. */
export const encodeReason = (reason: string): Uint8Array =>
  new TextEncoder().encode(reason.slice(0, REASON_CHARACTERS_MAX)).subarray(0, REASON_CHARACTERS_MAX);

/** The reason of an abort, whatever the peer has sent. */
export const decodeReason = (content: Uint8Array): string =>
  new TextDecoder().decode(content.subarray(0, REASON_CHARACTERS_MAX));
