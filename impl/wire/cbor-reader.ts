/**
 * Reads items of CBOR (RFC 8949) from a buffer, between a position and an end. Nothing is allocated before the bytes that
 * it is for are known to be there.
 *
 * Every method throws a {@link WireError} for bytes that it cannot read. Only `impl/wire` calls them, and catches it.
 */
import { cachedKey, cacheKey, slotOf } from './key-cache.js';
import { WireError, type WireErrorCode } from './wire-error.js';

/** Up to this many bytes a loop is faster than the decoder of the platform. */
const SHORT_TEXT_BYTES = 24;

const TWO_TO_32 = 0x1_0000_0000;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const shortTexts = Array.from({ length: SHORT_TEXT_BYTES + 1 }, (_, length) =>
  new Array<number>(length).fill(0),
);
const floats = new DataView(new ArrayBuffer(8));

const majorNames = [
  'a whole number',
  'a negative number',
  'bytes',
  'a text',
  'an array',
  'a map',
  'a tag',
  'a simple value',
];

/** See the head of this file. */
export class CborReader {
  bytes: Uint8Array = new Uint8Array(0);
  position = 0;
  end = 0;
  /** The code of what is thrown: a frame and the values in it are not the same fault. */
  fault: WireErrorCode = 'frame-malformed';

  /** Begins to read a part of a buffer. */
  open(bytes: Uint8Array, position: number, end: number): void {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  /** Refuses what was found. */
  fail(found: string, expected: string): never {
    throw new WireError(this.fault, found, expected);
  }

  /** The next byte, without going past it. */
  peek(): number {
    if (this.position >= this.end) this.fail('the end of the frame', 'an item');
    return this.bytes[this.position] as number;
  }

  /** Goes past a byte. */
  next(): number {
    const byte = this.peek();
    this.position += 1;
    return byte;
  }

  /** The argument of a head, up to 2^53 - 1. */
  argument(initial: number): number {
    const information = initial & 31;
    if (information < 24) return information;
    const { bytes } = this;
    switch (information) {
      case 24:
        return bytes[this.skip(1)] as number;
      case 25: {
        const at = this.skip(2);
        return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
      }
      case 26:
        return this.word(this.skip(4));
      case 27: {
        const at = this.skip(8);
        const value = this.word(at) * TWO_TO_32 + this.word(at + 4);
        if (value > Number.MAX_SAFE_INTEGER) this.fail('a number beyond 2^53 - 1', 'a smaller one');
        return value;
      }
      default:
        return this.fail(
          information === 31 ? 'an item of indefinite length' : 'a reserved head',
          'a definite length',
        );
    }
  }

  /** The eight bytes that follow, as a big integer. */
  bigArgument(): bigint {
    const at = this.skip(8);
    return (BigInt(this.word(at)) << 32n) | BigInt(this.word(at + 4));
  }

  private word(at: number): number {
    const { bytes } = this;
    const low =
      ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
    return (bytes[at] as number) * 0x100_0000 + low;
  }

  /** Goes past so many bytes, which have to be there. @returns where they begin */
  skip(count: number): number {
    const at = this.position;
    if (count > this.end - at) this.fail(`${this.end - at} bytes`, `at least ${count}`);
    this.position = at + count;
    return at;
  }

  /** The argument of a head of one major type. */
  private expect(major: number): number {
    const initial = this.next();
    if (initial >> 5 !== major) this.fail(majorNames[initial >> 5] as string, majorNames[major] as string);
    return this.argument(initial);
  }

  /** A whole number, maybe a negative one. */
  integer(): number {
    const initial = this.next();
    if (initial < 0x18) return initial;
    if (initial < 0x20) return this.argument(initial);
    if (initial >= 0x40) this.fail(majorNames[initial >> 5] as string, 'a whole number');
    const value = -1 - this.argument(initial);
    return Number.isSafeInteger(value) ? value : this.fail('a number below -(2^53 - 1)', 'a larger one');
  }

  /** A whole number that is not negative. */
  natural(): number {
    return this.expect(0);
  }

  /** True or false. */
  boolean(): boolean {
    const initial = this.next();
    if (initial === 0xf5) return true;
    return initial === 0xf4 ? false : this.fail(majorNames[initial >> 5] as string, 'true or false');
  }

  /** Whether null is next; goes past it. */
  isNull(): boolean {
    if (this.peek() !== 0xf6) return false;
    this.position += 1;
    return true;
  }

  /** How many items an array has. */
  array(): number {
    return this.expect(4);
  }

  /** How many entries a map has. */
  map(): number {
    return this.expect(5);
  }

  /** Bytes, in a buffer of their own: whoever keeps them does not keep what arrived with them. */
  byteString(): Uint8Array {
    return this.copy(this.expect(2));
  }

  /** So many bytes that follow, in a buffer of their own. */
  copy(length: number): Uint8Array {
    const at = this.skip(length);
    return this.bytes.slice(at, at + length);
  }

  /** A text. */
  text(): string {
    return this.units(this.expect(3));
  }

  /** The characters of a text of so many bytes. */
  units(length: number): string {
    const at = this.skip(length);
    if (length === 0) return '';
    return length > SHORT_TEXT_BYTES ? this.longText(at, length) : this.shortText(at, length);
  }

  private shortText(at: number, length: number): string {
    const { bytes } = this;
    const units = shortTexts[length] as number[];
    for (let index = 0; index < length; index += 1) {
      const unit = bytes[at + index] as number;
      if (unit > 0x7f) return this.longText(at, length);
      units[index] = unit;
    }
    return String.fromCharCode.apply(null, units);
  }

  private longText(at: number, length: number): string {
    try {
      return decoder.decode(this.bytes.subarray(at, at + length));
    } catch {
      return this.fail('a text that is no UTF-8', 'well-formed UTF-8');
    }
  }

  /** A key of a map. */
  key(): string {
    const initial = this.next();
    if (initial >> 5 !== 3) this.fail(`${majorNames[initial >> 5]} as the key of a map`, 'a text');
    const length = this.argument(initial);
    const at = this.position;
    if (length > this.end - at) this.skip(length);
    const slot = slotOf(this.bytes, at, length);
    if (slot < 0) return this.units(length);
    const cached = cachedKey(slot, this.bytes, at, length);
    if (cached !== null) {
      this.position = at + length;
      return cached;
    }
    const key = this.units(length);
    cacheKey(slot, key);
    return key;
  }

  /** Goes past an item, whatever is in it. */
  skipItem(): void {
    for (let left = 1; left > 0; left -= 1) left += this.skipHead(this.next());
  }

  /** Goes past the head of an item and what belongs to it alone. @returns how many items belong to it beside */
  private skipHead(initial: number): number {
    const major = initial >> 5;
    if (major === 0 || major === 1 || major === 7) {
      const information = initial & 31;
      if (information > 27)
        this.fail('an item of indefinite length, or a reserved head', 'a definite length');
      if (information > 23) this.skip(1 << (information - 24));
      return 0;
    }
    const argument = this.argument(initial);
    if (major < 4) this.skip(argument);
    if (major < 4) return 0;
    return major === 4 ? argument : major === 5 ? 2 * argument : 1;
  }

  /** A number with a fraction, of 2, 4 or 8 bytes. */
  float(bytes: 2 | 4 | 8): number {
    const at = this.skip(bytes);
    for (let index = 0; index < bytes; index += 1) floats.setUint8(index, this.bytes[at + index] as number);
    if (bytes === 8) return floats.getFloat64(0);
    return bytes === 4 ? floats.getFloat32(0) : halfOf(floats.getUint16(0));
  }
}

/** The number that 16 bits stand for (RFC 8949, appendix D). */
function halfOf(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const mantissa = bits & 0x3ff;
  const size = exponent === 0 ? mantissa * 2 ** -24 : (mantissa + 1024) * 2 ** (exponent - 25);
  const value = exponent === 31 ? (mantissa === 0 ? Number.POSITIVE_INFINITY : Number.NaN) : size;
  return bits & 0x8000 ? -value : value;
}
