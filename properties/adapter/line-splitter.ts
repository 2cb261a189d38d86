/** Cuts a stream of bytes into lines, and gives up when one is too long: nothing beyond the limit is ever kept. */
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** What a {@link LineSplitter} tells. */
export interface LineListener {
  /** A whole line, without its end. */
  line(text: string): void;
  /** A line is longer than the limit; nothing is told after this. `start` is how it begins. */
  tooLong(start: string): void;
}

const START_BYTES = 400;

/** See the head of this file. */
export class LineSplitter {
  private readonly listener: LineListener;
  private readonly bytesMax: number;
  private pieces: Uint8Array[] = [];
  private bytes = 0;
  private over = false;

  /** @param bytesMax the longest line, in bytes, without its end */
  constructor(listener: LineListener, bytesMax: number) {
    this.listener = listener;
    this.bytesMax = bytesMax;
  }

  /** Takes the next bytes of the stream, cut anywhere. */
  push(chunk: Uint8Array): void {
    let from = 0;
    while (!this.over) {
      const end = chunk.indexOf(LINE_FEED, from);
      this.keep(chunk.subarray(from, end < 0 ? undefined : end));
      if (end < 0 || this.over) return;
      this.finishLine();
      from = end + 1;
    }
  }

  private keep(piece: Uint8Array): void {
    this.bytes += piece.length;
    if (piece.length > 0) this.pieces.push(piece);
    if (this.bytes <= this.bytesMax) return;
    this.over = true;
    const start = Buffer.concat(this.pieces).subarray(0, START_BYTES).toString('utf8');
    this.pieces = [];
    this.listener.tooLong(start);
  }

  private finishLine(): void {
    const [only] = this.pieces;
    const line = this.pieces.length === 1 ? (only as Uint8Array) : Buffer.concat(this.pieces);
    this.pieces = [];
    this.bytes = 0;
    const end = line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length;
    this.listener.line(Buffer.from(line.buffer, line.byteOffset, end).toString('utf8'));
  }
}
