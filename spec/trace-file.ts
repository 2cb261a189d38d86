/**
 * Traces in files: NDJSON that is written line by line while a program runs, and read line by line without ever being
 * held as a whole. The first line is the header, the last one says that the trace ends there (`TraceEnd`).
 *
 * Reading refuses what is no trace and names the line: an empty file, one that breaks off, a line that does not decode,
 * time that goes backwards, an operation that is invoked twice, another number of events than the end tells. Whether the
 * trace can be is not its business: that is what models are for.
 */
import { decodeOrThrow } from './codecs/decode.js';
import { isPlainTraceEvent } from './codecs/plain-trace-event.js';
import { TraceEndCodec, TraceEventCodec, TraceHeaderCodec } from './codecs/trace.js';
import { NumberSet } from './number-set.js';
import type { TraceEnd, TraceEvent, TraceHeader } from './trace.js';

/** The longest line, in characters: a file without line breaks must not fill the memory. */
export const TRACE_LINE_CHARACTERS_MAX = 4_000_000;

/** Some editors write it at the beginning of a text; it says nothing there. */
const BYTE_ORDER_MARK = '\ufeff';

/** What is wrong with a file. */
export type TraceFileProblem = 'empty' | 'unreadable' | 'truncated' | 'unordered' | 'miscounted';

/** A file that holds no trace, or not the whole of one. */
export class TraceFileError extends Error {
  override readonly name = 'TraceFileError';
  /** Stable. */
  readonly code = 'trace-file';
  readonly problem: TraceFileProblem;
  /** The number of the line, from 1. */
  readonly line: number;

  constructor(problem: TraceFileProblem, line: number, message: string, cause?: unknown) {
    super(`line ${line}: ${message}`, { cause });
    this.problem = problem;
    this.line = line;
  }
}

/**
 * Writes a trace, line by line.
 *
 * @example
 * ```ts
 * const writer = new TraceWriter((text) => file.write(text), header);
 * for (const event of events) writer.event(event);
 * writer.end({ quiet: true });
 * ```
 */
export class TraceWriter {
  private readonly write: (text: string) => void;
  private events = 0;

  /**
   * @param write receives the text: whole lines, each with its line break
   * @param header the header, which is written at once
   */
  constructor(write: (text: string) => void, header: TraceHeader) {
    this.write = write;
    this.line(header);
  }

  /** Writes an event. */
  event(event: TraceEvent): void {
    this.events += 1;
    this.line(event);
  }

  /** Writes the last line: see {@link TraceEnd}. */
  end({ quiet, gap = null }: { readonly quiet: boolean; readonly gap?: string | null }): void {
    const end: TraceEnd = { end: 'fencepost-trace', events: this.events, quiet, gap };
    this.line(end);
  }

  private line(value: TraceHeader | TraceEvent | TraceEnd): void {
    this.write(`${JSON.stringify(value)}\n`);
  }
}

/** Receives what a {@link TraceReader} reads. */
export interface TraceListener {
  header(header: TraceHeader): void;
  /** @param line the number of the line, from 1 */
  event(event: TraceEvent, line: number): void;
  /** The last line was read, and nothing came after it; how many events it tells of is compared afterwards. */
  end(end: TraceEnd, line: number): void;
}

/**
 * Reads a trace from pieces of text, whatever their boundaries.
 *
 * @example
 * ```ts
 * const reader = new TraceReader(listener);
 * for await (const text of createReadStream(path, 'utf8')) reader.read(text);
 * reader.close();
 * ```
 */
export class TraceReader {
  private readonly listener: TraceListener;
  private readonly invoked = new NumberSet();
  /** The beginning of a line whose end is yet to come. */
  private rest = '';
  private line = 0;
  private events = 0;
  private at = 0;
  private begun = false;
  /** Nothing was read yet. */
  private isFresh = true;
  private ending: TraceEnd | null = null;
  private stopped = false;

  constructor(listener: TraceListener) {
    this.listener = listener;
  }

  /** What follows does not matter: nothing of it is read, and nothing refused. */
  stop(): void {
    this.stopped = true;
  }

  /** Reads a piece of text. @throws TraceFileError */
  read(text: string): void {
    let from = this.isFresh && text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
    if (text !== '') this.isFresh = false;
    for (let to = text.indexOf('\n'); to >= 0 && !this.stopped; to = text.indexOf('\n', from)) {
      const line = text.slice(from, to);
      from = to + 1;
      this.readLine(this.rest === '' ? line : this.rest + line);
      this.rest = '';
    }
    if (this.stopped) return;
    this.rest += text.slice(from);
    if (this.rest.length > TRACE_LINE_CHARACTERS_MAX) {
      this.line += 1;
      throw this.error('unreadable', `a line has more than ${TRACE_LINE_CHARACTERS_MAX} characters`);
    }
  }

  /** The text ends here. @throws TraceFileError unless it was a whole trace */
  close(): void {
    if (this.stopped) return;
    if (this.rest !== '') {
      const { rest } = this;
      this.rest = '';
      this.readLine(rest, true);
    }
    if (this.stopped) return;
    if (!this.begun) {
      this.line = 1;
      throw this.error('empty', 'the file is empty; a trace begins with its header');
    }
    if (this.ending === null) {
      this.line += 1;
      throw this.error('truncated', 'the file breaks off: the line that ends a trace is missing');
    }
    this.listener.end(this.ending, this.line);
    const { events } = this.ending;
    if (this.stopped || events === this.events) return;
    throw this.error(
      'miscounted',
      `the trace ends after ${events} events, and ${this.events} are here: lines are missing, or were added`,
    );
  }

  private readLine(text: string, unfinished = false): void {
    this.line += 1;
    if (this.ending !== null) throw this.error('unordered', 'the trace has ended, and more lines follow');
    const value = this.parse(text, unfinished);
    if (!this.begun) this.readHeader(value);
    else if (typeof value === 'object' && value !== null && 'end' in value) this.readEnd(value);
    else this.readEvent(value);
  }

  private parse(text: string, unfinished: boolean): unknown {
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw unfinished
        ? this.error('truncated', 'the file breaks off in the middle of a line', cause)
        : this.error('unreadable', `this is no JSON: ${text.slice(0, 60)}`, cause);
    }
  }

  private decoded<Value>(decode: () => Value): Value {
    try {
      return decode();
    } catch (error) {
      throw this.error('unreadable', (error as Error).message, error);
    }
  }

  private readHeader(value: unknown): void {
    const header = this.decoded(() => decodeOrThrow(TraceHeaderCodec, value, 'header'));
    this.begun = true;
    this.listener.header(header);
  }

  private readEvent(value: unknown): void {
    const event = isPlainTraceEvent(value)
      ? value
      : this.decoded(() => decodeOrThrow(TraceEventCodec, value, 'event'));
    if (event.at < this.at) {
      throw this.error('unordered', `time goes backwards, from ${this.at} to ${event.at} ms`);
    }
    if (event.event === 'invoke' && !this.invoked.add(event.op)) {
      throw this.error('unordered', `operation ${event.op} is invoked a second time`);
    }
    this.at = event.at;
    this.events += 1;
    this.listener.event(event, this.line);
  }

  private readEnd(value: unknown): void {
    this.ending = this.decoded(() => decodeOrThrow(TraceEndCodec, value, 'end'));
  }

  private error(problem: TraceFileProblem, message: string, cause?: unknown): TraceFileError {
    return new TraceFileError(problem, this.line, message, cause);
  }
}
