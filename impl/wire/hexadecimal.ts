/** Bytes as hexadecimal digits, and as the big integers that they spell: all of it in time that grows with the length. */

/** How many bytes become one piece of text: a long chain of small pieces would take far more memory than the text. */
const PIECE_BYTES = 512;

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Bytes as lower-case hexadecimal digits. */
export function hexOf(bytes: Uint8Array): string {
  if (bytes.length <= PIECE_BYTES) return pieceOf(bytes, 0, bytes.length);
  const pieces: string[] = [];
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    pieces.push(pieceOf(bytes, from, Math.min(from + PIECE_BYTES, bytes.length)));
  }
  return pieces.join('');
}

function pieceOf(bytes: Uint8Array, from: number, to: number): string {
  let digits = '';
  for (let index = from; index < to; index += 1) digits += hexOfByte[bytes[index] as number];
  return digits;
}

/** The bytes that hexadecimal digits stand for; `null` when they are none, or no whole bytes. */
export function bytesOfHex(digits: string): Uint8Array | null {
  if (!/^(?:[0-9a-f]{2})*$/.test(digits)) return null;
  const bytes = new Uint8Array(digits.length >> 1);
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16);
  }
  return bytes;
}

/** The bytes of a big integer that is not negative, the largest first; none for 0. */
export function bytesOfMagnitude(magnitude: bigint): Uint8Array {
  if (magnitude === 0n) return new Uint8Array(0);
  const digits = magnitude.toString(16);
  return bytesOfHex(digits.length % 2 === 0 ? digits : `0${digits}`) as Uint8Array;
}

/** The big integer that bytes spell. */
export function magnitudeOf(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${hexOf(bytes)}`);
}
