/**
 * One direction of a proxied connection: bytes on their way from one socket to another, and what can happen to them. They
 * never change places: that is what TCP promises, and the one thing that no fault of a network takes away.
 */
import type { Socket } from 'node:net';

/** So many bytes wait here at most, and a piece more; the rest waits with the sender. */
const QUEUED_BYTES_MAX = 262_144;

/** Bytes that leave later. */
interface Flight {
  readonly bytes: Buffer;
  readonly dueMs: number;
}

/** See the head of this file. */
export class Way {
  private readonly from: Socket;
  private readonly to: Socket;
  private readonly flights: Flight[] = [];
  private timer: NodeJS.Timeout | null = null;
  private delayMs = 0;
  private isLost = false;
  private isHeld = false;
  private isFull = false;
  private isEnding = false;
  private bytesPerMs = Number.POSITIVE_INFINITY;
  private queuedBytes = 0;
  private spoiling: { inBytes: number; readonly with: number } | null = null;
  private cutting: { inBytes: number; readonly cut: () => void } | null = null;
  /** How many bytes have come, and how many of them were lost on purpose. */
  readonly bytes = { come: 0, lost: 0, spoiled: 0 };

  constructor(from: Socket, to: Socket) {
    this.from = from;
    this.to = to;
    from.on('data', (bytes: Buffer) => this.came(bytes));
    to.on('drain', () => {
      this.isFull = false;
      this.go();
    });
    from.on('end', () => {
      this.isEnding = true;
      this.go();
    });
    to.on('close', () => this.drop());
  }

  /** Every byte from now on takes so long; none overtakes another. */
  delay(milliseconds: number): void {
    this.delayMs = milliseconds;
  }

  /** Every byte from now on is lost, and the end of the stream too; the sender learns nothing. */
  lose(): void {
    this.isLost = true;
    this.drop();
  }

  /** Whether {@link lose} was called. */
  get losesAll(): boolean {
    return this.isLost;
  }

  /** Whether bytes are on their way. */
  get isBusy(): boolean {
    return this.flights.length > 0;
  }

  /** Nothing is read any more: the sender's buffers fill. */
  hold(): void {
    this.isHeld = true;
    this.pace();
  }

  /** Reading goes on. */
  release(): void {
    this.isHeld = false;
    this.go();
  }

  /** From now on so many bytes pass in a millisecond: a slow reader. */
  slow(bytesPerMs: number): void {
    this.bytesPerMs = bytesPerMs;
  }

  /** The byte after so many others is changed. @param bits which of its bits, not 0 */
  spoil(inBytes: number, bits: number): void {
    this.spoiling = { inBytes, with: bits };
  }

  /** After so many more bytes have passed, and no other, this is called: to break off in the middle of a frame. */
  cut(inBytes: number, cut: () => void): void {
    this.cutting = { inBytes, cut };
  }

  private came(bytes: Buffer): void {
    this.bytes.come += bytes.length;
    if (this.isLost) {
      this.bytes.lost += bytes.length;
      return;
    }
    this.queuedBytes += bytes.length;
    this.flights.push({ bytes: this.spoiled(bytes), dueMs: this.dueMs() });
    this.go();
  }

  /** When what comes now leaves: not before what came earlier. */
  private dueMs(): number {
    return Math.max(this.flights.at(-1)?.dueMs ?? 0, performance.now() + this.delayMs);
  }

  private spoiled(bytes: Buffer): Buffer {
    const { spoiling } = this;
    if (spoiling === null) return bytes;
    const at = spoiling.inBytes;
    spoiling.inBytes -= bytes.length;
    if (at >= bytes.length) return bytes;
    this.spoiling = null;
    this.bytes.spoiled += 1;
    bytes[at] = (bytes[at] as number) ^ spoiling.with;
    return bytes;
  }

  /** Passes on what is due, as far as the other side takes it; then the end of the stream, if it has come. */
  private go(): void {
    while (this.timer === null && !this.isFull && !this.isHeld) {
      const [flight] = this.flights;
      if (flight === undefined) break;
      const waitMs = flight.dueMs - performance.now();
      if (waitMs > 0) this.wake(waitMs);
      else this.passFirst(flight);
    }
    if (this.isEnding && this.flights.length === 0 && !this.isLost) this.to.end();
    this.pace();
  }

  private wake(milliseconds: number): void {
    this.timer = setTimeout(() => {
      this.timer = null;
      this.go();
    }, milliseconds);
  }

  private passFirst({ bytes }: Flight): void {
    this.flights.shift();
    const now = bytes.subarray(0, this.bytesPerMs);
    const later = bytes.subarray(now.length);
    this.queuedBytes -= now.length;
    if (later.length > 0) this.flights.unshift({ bytes: later, dueMs: performance.now() + 1 });
    this.pass(now);
  }

  private pass(bytes: Buffer): void {
    const { cutting } = this;
    const last = cutting !== null && cutting.inBytes < bytes.length;
    const passing = last ? bytes.subarray(0, cutting.inBytes) : bytes;
    if (cutting !== null) cutting.inBytes -= passing.length;
    if (!this.to.destroyed) this.isFull = !this.to.write(passing);
    if (!last) return;
    this.cutting = null;
    this.drop();
    cutting.cut();
  }

  /** Reads from the sender only what can be passed on: back-pressure goes through. */
  private pace(): void {
    if (this.isHeld || this.queuedBytes > QUEUED_BYTES_MAX) this.from.pause();
    else this.from.resume();
  }

  private drop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.flights.length = 0;
    this.queuedBytes = 0;
  }
}
