/**
 * What a channel brings at once is read in portions. After each one the frames are handled, and whoever awaited one of them
 * goes on, in microtasks; what they ask for leaves before the next portion is read. So both sides of a link work at the same
 * time, where they would take turns if all that came were read first (`docs/decisions.md`).
 */
import type { WireDecoder } from '../wire/frame-reader.js';

/** Whose bytes are read. */
export interface PortionListener {
  /** How many frames a portion has now. */
  readonly portionFrames: number;
  /** A portion of what came before has been handled, and more is about to be read. */
  portionBegins(): void;
  /** A portion was read: its frames can be handled now. */
  portionEnds(): void;
  /** What came could not be handled, and what stands behind it is not read. The error goes on to whoever brought the bytes. */
  portionFailed(): void;
}

/**
 * See the head of this file.
 *
 * @example
 * ```ts
 * const reader = new PortionReader(decoder, listener);
 * socket.on('data', (bytes) => reader.push(bytes));
 * socket.on('close', () => reader.readAll());
 * ```
 */
export class PortionReader {
  private readonly decoder: WireDecoder;
  private readonly listener: PortionListener;
  /** What came and is not read to its end, and how far the first of it is. */
  private readonly pieces: Uint8Array[] = [];
  private position = 0;
  private reading = false;
  private readonly readOn = (): void => {
    if (this.pieces.length === 0) return;
    this.listener.portionBegins();
    this.readPortion(this.listener.portionFrames);
  };

  /** @param decoder tells what it reads to its own listener */
  constructor(decoder: WireDecoder, listener: PortionListener) {
    this.decoder = decoder;
    this.listener = listener;
  }

  /** Frames are being read or handled at this moment. */
  get isReading(): boolean {
    return this.reading;
  }

  /** Bytes came; they do not change before the microtasks of this turn are over. */
  push(bytes: Uint8Array): void {
    this.pieces.push(bytes);
    if (this.reading || this.pieces.length > 1) return; // its turn comes behind the others
    this.readPortion(this.listener.portionFrames);
  }

  /** Reads all that came, without waiting for anybody. */
  readAll(): void {
    if (!this.reading && this.pieces.length > 0) this.readPortion(Number.POSITIVE_INFINITY);
  }

  private readPortion(framesMax: number): void {
    this.reading = true;
    try {
      this.read(framesMax);
      this.listener.portionEnds();
    } catch (error) {
      this.pieces.length = 0;
      this.position = 0;
      this.listener.portionFailed();
      throw error;
    } finally {
      this.reading = false;
    }
    if (this.pieces.length > 0) queueMicrotask(this.readOn);
  }

  private read(framesMax: number): void {
    const { decoder, pieces } = this;
    const last = decoder.frames + framesMax;
    while (pieces.length > 0 && decoder.frames < last) {
      const piece = pieces[0] as Uint8Array;
      this.position = decoder.pushPortion(piece, this.position, last - decoder.frames);
      if (this.position < piece.length) return;
      pieces.shift();
      this.position = 0;
    }
  }
}
