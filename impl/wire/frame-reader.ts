/**
 * The receiving half of one connection: bytes become a preamble and frames, in whatever pieces they come. Nothing is
 * allocated for a length that a peer claims; nothing that a peer sends makes a method throw.
 *
 * A frame whose values cannot be read is reported alone, and the connection goes on (SIZE-03, SIZE-08). Any other fault ends
 * it: where a frame ends, or what a slot of the names holds, would be guesses from there on (WIRE-54).
 */
import { FrameBody, type UndecodableFrame } from './frame-body.js';
import { WIRE_LIMITS, type WireLimits } from './limits.js';
import {
  agreementOf,
  decodePreamble,
  PREAMBLE_HEAD_BYTES,
  type Preamble,
  preambleBytes,
} from './preamble.js';
import { WireError } from './wire-error.js';
import type { WireFrame } from './wire-frame.js';

/** Who hears what a connection brings. What a listener throws goes through to whoever brought the bytes. */
export interface WireListener {
  /** The preamble of the peer was accepted; before it nothing else is heard. */
  opened(peer: Preamble): void;
  /** A frame came. */
  received(frame: WireFrame): void;
  /** A frame came whose values cannot be read: it is as good as lost, and the connection goes on. */
  undecodable(frame: UndecodableFrame): void;
  /** The peer broke the rules of the wire. Nothing is heard any more: close the connection. */
  failed(error: WireError): void;
}

/** The bytes of the length field. */
const LENGTH_BYTES = 4;

/** With how many bytes a buffer for a frame in pieces begins. */
const PIECES_BYTES_MIN = 256;

/** A larger buffer is given back after its frame. */
const PIECES_BYTES_KEPT = 65_536;

/**
 * See the head of this file.
 *
 * @example
 * ```ts
 * const decoder = new WireDecoder(own, listener);
 * socket.on('data', (chunk) => decoder.push(chunk));
 * socket.on('end', () => decoder.end());
 * ```
 */
export class WireDecoder {
  private readonly own: Preamble;
  private readonly limits: WireLimits;
  private readonly listener: WireListener;
  /** Reads frames; `null` before the preamble. */
  private body: FrameBody | null = null;
  /** What came of a preamble or frame that is not whole, and how much. */
  private pieces = new Uint8Array(0);
  private gathered = 0;
  private closed = false;
  /** How many frames have come. */
  private framesRead = 0;
  /** Bytes that came while a listener was being called. */
  private readonly waiting: Uint8Array[] = [];
  private reading = false;

  /**
   * @param own the preamble of this side
   * @param listener who hears what comes
   * @param limits the bounds of this side; `frameBytes` and `names` are those of `own`
   */
  constructor(
    own: Preamble,
    listener: WireListener,
    limits: Omit<WireLimits, 'frameBytes' | 'names'> = WIRE_LIMITS,
  ) {
    this.own = own;
    this.listener = listener;
    this.limits = { ...limits, frameBytes: own.frameBytes, names: own.names };
  }

  /** How many frames have come, also such that nobody can read. */
  get frames(): number {
    return this.framesRead;
  }

  /** Bytes came. They are not kept, and must not change while this runs. */
  push(chunk: Uint8Array): void {
    this.pushPortion(chunk, 0, Number.POSITIVE_INFINITY);
  }

  /**
   * The same from a position on, and at most so many frames: whoever reads can do something else before the rest. Bytes that
   * come meanwhile have to wait for that rest.
   *
   * @returns how far the chunk was read: its length once nothing of it is left, or nothing is heard any more
   */
  pushPortion(chunk: Uint8Array, from: number, framesMax: number): number {
    if (this.closed) return chunk.length;
    // A Buffer of Node is a Uint8Array whose `slice` does not copy: what was read would change with the next chunk.
    if (chunk.constructor !== Uint8Array)
      return this.pushPortion(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length), from, framesMax);
    if (this.reading) {
      this.waiting.push(chunk.slice(from));
      return chunk.length;
    }
    this.reading = true;
    try {
      const to = this.consume(chunk, from, framesMax);
      if (to < chunk.length) return to;
      for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift())
        this.consume(next, 0, Number.POSITIVE_INFINITY);
      return to;
    } finally {
      this.reading = false;
    }
  }

  /** No more bytes come. Within a frame that is a fault, and the listener hears of it. */
  end(): void {
    if (this.closed) return;
    const within = this.gathered > 0 || this.body === null;
    const what = this.body === null ? 'preamble' : 'frame';
    if (within) this.fail(new WireError('truncated', `the end within a ${what}`, `the rest of the ${what}`));
    this.close();
  }

  /** Nothing is heard any more, not even what came already. */
  close(): void {
    this.closed = true;
    this.pieces = new Uint8Array(0);
    this.waiting.length = 0;
  }

  private fail(error: WireError): void {
    this.close();
    this.listener.failed(error);
  }

  /** Reads what is whole, up to so many frames; behind the last whole one it keeps the rest. @returns how far it came */
  private consume(chunk: Uint8Array, from: number, framesMax: number): number {
    let position = from;
    const last = this.framesRead + framesMax;
    while (!this.closed && this.framesRead < last) {
      if (this.gathered > 0) {
        if (this.readPieces()) continue;
      } else {
        const size = this.sizeAt(chunk, position, chunk.length);
        if (size !== null && position + size <= chunk.length) {
          this.deliver(chunk, position, position + size);
          position += size;
          continue;
        }
      }
      if (this.closed || position === chunk.length) break;
      position = this.gather(chunk, position);
    }
    return this.closed ? chunk.length : position;
  }

  /** Reads what was in pieces, if it is whole now. */
  private readPieces(): boolean {
    const { pieces, gathered } = this;
    if (this.sizeAt(pieces, 0, gathered) !== gathered) return false;
    this.gathered = 0;
    if (pieces.length > PIECES_BYTES_KEPT) this.pieces = new Uint8Array(0);
    this.deliver(pieces, 0, gathered);
    return true;
  }

  /** Adds to the pieces what they lack, or what there is of it. @returns how far the chunk was used */
  private gather(chunk: Uint8Array, position: number): number {
    const { gathered } = this;
    const size = gathered === 0 ? null : this.sizeAt(this.pieces, 0, gathered);
    const wanted = size ?? (this.body === null ? PREAMBLE_HEAD_BYTES : LENGTH_BYTES);
    const to = gathered === 0 ? chunk.length : Math.min(chunk.length, position + wanted - gathered);
    const needed = gathered + to - position;
    if (needed > this.pieces.length) {
      // Twice what came, never what a length claims: a peer has to send what it makes this side hold (WIRE-09).
      const larger = new Uint8Array(Math.max(PIECES_BYTES_MIN, 2 * needed));
      larger.set(this.pieces.subarray(0, gathered));
      this.pieces = larger;
    }
    this.pieces.set(chunk.subarray(position, to), gathered);
    this.gathered = needed;
    return to;
  }

  /** How many bytes the preamble or frame at a position has; `null` when it cannot be known yet, or never will be. */
  private sizeAt(bytes: Uint8Array, from: number, to: number): number | null {
    if (this.body !== null) return this.frameSizeAt(bytes, from, to);
    try {
      return preambleBytes(bytes.subarray(from, to));
    } catch (error) {
      this.fail(error as WireError);
      return null;
    }
  }

  private frameSizeAt(bytes: Uint8Array, from: number, to: number): number | null {
    if (to - from < LENGTH_BYTES) return null;
    const low =
      ((bytes[from + 1] as number) << 16) | ((bytes[from + 2] as number) << 8) | (bytes[from + 3] as number);
    const length = (bytes[from] as number) * 0x100_0000 + low;
    if (length > 0 && length <= this.limits.frameBytes) return LENGTH_BYTES + length;
    const found = `a frame of ${length} bytes`;
    if (length === 0) this.fail(new WireError('frame-malformed', found, 'a kind at least'));
    else this.fail(new WireError('frame-too-large', found, `at most ${this.limits.frameBytes}`)); // WIRE-08
    return null;
  }

  private deliver(bytes: Uint8Array, from: number, to: number): void {
    const { body } = this;
    if (body === null) return this.open(bytes.subarray(from, to));
    this.framesRead += 1;
    let frame: WireFrame | UndecodableFrame | null;
    try {
      frame = body.read(bytes, from + LENGTH_BYTES, to);
    } catch (error) {
      return this.fail(error as WireError);
    }
    if (frame === null) return; // WIRE-52
    if (frame.frame === 'undecodable') this.listener.undecodable(frame);
    else this.listener.received(frame);
  }

  private open(bytes: Uint8Array): void {
    let peer: Preamble;
    try {
      peer = decodePreamble(bytes);
    } catch (error) {
      return this.fail(error as WireError);
    }
    this.body = new FrameBody(agreementOf(this.own, peer), this.limits);
    this.listener.opened(peer);
  }
}
