/**
 * Writes items of CBOR (RFC 8949) into a buffer that several frames share: what is pending leaves as one chunk. A buffer is
 * filled once from front to back and never written again after a part of it was taken, so that whoever took a chunk may
 * keep it.
 */
import { IllegalArgumentError } from '../rpc/errors.js';
import { WireError } from './wire-error.js';

/**
 * How large the first buffer is, in bytes, and how large those become that follow it, unless one frame needs more: each is
 * twice as large as the one before. Links that say little take little. The largest hold a chunk of 64 KiB and the frame
 * that has filled it, so that a busy link moves nothing: where they held 64 KiB, writing a frame of 1 KiB took twice as long.
 */
const FIRST_SLAB_BYTES = 4096;
const SLAB_BYTES = 81_920;

/** With less than this part left, a taken buffer is not used any further. */
const REST_PARTS = 4;

/** Up to this many characters a loop is faster than the encoder of the platform. */
const SHORT_TEXT_CHARACTERS = 32;

const TWO_TO_32 = 0x1_0000_0000;

const encoder = new TextEncoder();
const loneSurrogate = /\p{Surrogate}/u;
const floats = new DataView(new ArrayBuffer(8));
const floatBytes = new Uint8Array(floats.buffer);

/** How many bytes the head of an item with this argument takes. */
export function headBytes(argument: number): number {
  if (argument < 24) return 1;
  if (argument < 0x100) return 2;
  if (argument < 0x1_0000) return 3;
  return argument < TWO_TO_32 ? 5 : 9;
}

/** See the head of this file. */
export class CborWriter {
  bytes = new Uint8Array(FIRST_SLAB_BYTES);
  private slabBytes = FIRST_SLAB_BYTES;
  position = 0;
  /** Where the bytes that wait begin. */
  private start = 0;
  /** Where the frame that is being written begins. */
  private frameStart = 0;
  /** How many bytes that frame may have. */
  private frameMax = Number.POSITIVE_INFINITY;

  /** How many bytes wait to be taken. */
  get pending(): number {
    return this.position - this.start;
  }

  /** What waits, as one chunk. The caller may keep it and must not change it. */
  take(): Uint8Array {
    const chunk = this.bytes.subarray(this.start, this.position);
    this.start = this.position;
    const { length } = this.bytes;
    if (length - this.position < length / REST_PARTS) this.replace(this.nextSlabBytes());
    return chunk;
  }

  /** Begins a frame of at most so many bytes, the first four of which are filled by {@link endFrame}. */
  beginFrame(bytesMax: number): void {
    this.frameStart = this.position;
    this.frameMax = bytesMax;
    this.reserve(64);
    this.position += 4;
  }

  /** @throws WireError when the frame is too large */
  endFrame(): void {
    const size = this.position - this.frameStart;
    if (size > this.frameMax) this.tooLarge(size);
    const length = size - 4;
    const { bytes, frameStart: at } = this;
    bytes[at] = length >>> 24;
    bytes[at + 1] = length >>> 16;
    bytes[at + 2] = length >>> 8;
    bytes[at + 3] = length;
  }

  /** Takes back what was written of a frame. */
  dropFrame(): void {
    this.position = this.frameStart;
  }

  /** Makes sure that so many bytes can be written. @throws WireError when the frame is too large already */
  reserve(count: number): void {
    if (this.position + count > this.bytes.length) this.grow(count);
  }

  private grow(count: number): void {
    const size = this.position - this.frameStart;
    if (size > this.frameMax) this.tooLarge(size);
    const { pending } = this;
    const needed = pending + count;
    const slabBytes = this.nextSlabBytes();
    this.replace(needed <= slabBytes >> 1 ? slabBytes : 2 * needed);
  }

  private nextSlabBytes(): number {
    this.slabBytes = Math.min(SLAB_BYTES, 2 * this.slabBytes);
    return this.slabBytes;
  }

  /** Goes on in a new buffer, into which what waits is moved. */
  private replace(capacity: number): void {
    const bytes = new Uint8Array(capacity);
    bytes.set(this.bytes.subarray(this.start, this.position));
    this.frameStart -= this.start;
    this.position -= this.start;
    this.start = 0;
    this.bytes = bytes;
  }

  private tooLarge(size: number): never {
    const found = `a frame of ${size - 4} bytes or more`;
    throw new WireError('frame-too-large', found, `at most ${this.frameMax - 4} bytes`);
  }

  /** One byte. */
  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.position++] = value;
  }

  /** The head of an item: its major type, and its argument in the fewest bytes (WIRE-12). */
  head(major: number, argument: number): void {
    this.reserve(9);
    if (argument < 24) this.bytes[this.position++] = (major << 5) | argument;
    else this.longHead(major << 5, argument);
  }

  private longHead(type: number, argument: number): void {
    const { bytes } = this;
    if (argument < 0x100) {
      bytes[this.position++] = type | 24;
      bytes[this.position++] = argument;
    } else if (argument < 0x1_0000) {
      bytes[this.position++] = type | 25;
      bytes[this.position++] = argument >>> 8;
      bytes[this.position++] = argument;
    } else if (argument < TWO_TO_32) {
      bytes[this.position++] = type | 26;
      this.word(argument);
    } else {
      bytes[this.position++] = type | 27;
      this.word(Math.floor(argument / TWO_TO_32));
      this.word(argument >>> 0);
    }
  }

  private word(value: number): void {
    const { bytes, position } = this;
    bytes[position] = value >>> 24;
    bytes[position + 1] = value >>> 16;
    bytes[position + 2] = value >>> 8;
    bytes[position + 3] = value;
    this.position = position + 4;
  }

  /** A whole number. @throws IllegalArgumentError for anything else, or beyond 2^53 */
  integer(value: number): void {
    if (!Number.isSafeInteger(value))
      throw new IllegalArgumentError(`A frame carries whole numbers up to 2^53 - 1, not ${String(value)}`);
    if (value >= 0) this.head(0, value);
    else this.head(1, -1 - value);
  }

  /** A number in eight bytes. */
  float(value: number): void {
    this.reserve(9);
    const { bytes } = this;
    floats.setFloat64(0, value);
    bytes[this.position++] = 0xfb;
    bytes.set(floatBytes, this.position);
    this.position += 8;
  }

  /** Bytes. */
  byteString(value: Uint8Array): void {
    this.assertRoom(value.length);
    this.head(2, value.length);
    this.raw(value);
  }

  /** Bytes that are an item already, or a part of one. */
  raw(value: Uint8Array): void {
    this.reserve(value.length);
    this.bytes.set(value, this.position);
    this.position += value.length;
  }

  /**
   * A text in UTF-8.
   *
   * @returns how many bytes it takes, without its head
   * @throws IllegalArgumentError for one with a lone surrogate, which UTF-8 does not have
   */
  text(text: string): number {
    const { length } = text;
    if (length > SHORT_TEXT_CHARACTERS) return this.longText(text);
    this.reserve(length + 2);
    const { bytes } = this;
    const head = this.position;
    let position = head + (length < 24 ? 1 : 2);
    for (let index = 0; index < length; index += 1) {
      const unit = text.charCodeAt(index);
      if (unit > 0x7f) return this.longText(text);
      bytes[position++] = unit;
    }
    this.position = position;
    if (length < 24) bytes[head] = 0x60 | length;
    else {
      bytes[head] = 0x78;
      bytes[head + 1] = length;
    }
    return length;
  }

  /** A text of any length: its head is written for one byte a character, and moved when that was wrong. */
  private longText(text: string): number {
    this.assertRoom(text.length);
    const headOffset = this.position - this.start;
    this.head(3, text.length);
    const textOffset = this.position - this.start;
    const written = this.units(text);
    if (written === text.length) return written;
    if (loneSurrogate.test(text))
      throw new IllegalArgumentError('A text has a lone surrogate, which bytes cannot carry');
    this.rewriteHead(headOffset, textOffset, written);
    return written;
  }

  /** Writes the characters. What the encoder did not find room for follows in a second go. */
  private units(text: string): number {
    this.reserve(text.length);
    const first = encoder.encodeInto(text, this.bytes.subarray(this.position));
    this.position += first.written;
    if (first.read === text.length) return first.written;
    const rest = text.slice(first.read);
    this.reserve(3 * rest.length);
    const second = encoder.encodeInto(rest, this.bytes.subarray(this.position));
    this.position += second.written;
    return first.written + second.written;
  }

  /** Makes room for the head of so many bytes where there was one for fewer, and writes it. */
  private rewriteHead(headOffset: number, textOffset: number, length: number): void {
    this.reserve(9);
    const headAt = this.start + headOffset;
    const textAt = this.start + textOffset;
    const shift = headBytes(length) - (textAt - headAt);
    if (shift !== 0) this.bytes.copyWithin(textAt + shift, textAt, textAt + length);
    this.position = headAt;
    this.head(3, length);
    this.position += length;
  }

  /** Refuses what is certainly too large before any room is made for it. */
  private assertRoom(bytes: number): void {
    const size = this.position - this.frameStart + bytes;
    if (size > this.frameMax) this.tooLarge(size);
  }
}
