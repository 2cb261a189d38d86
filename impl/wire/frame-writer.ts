/**
 * The sending half of one connection: frames become bytes. Frames that are written before the bytes are taken leave as one
 * chunk, so that whoever writes many frames in one turn pays for one write (`docs/decisions.md`).
 */
import type { Token } from '../../spec/tokens.js';
import { CborWriter } from './cbor-writer.js';
import { writeFailure } from './failure-codec.js';
import { bytesOfHex } from './hexadecimal.js';
import { NAME_BYTES_MAX, WIRE_LIMITS, type WireLimits } from './limits.js';
import { NameWriter } from './name-table.js';
import type { Agreement } from './preamble.js';
import { wellFormed, writeTexts } from './text-map.js';
import { printValue } from './value-json.js';
import { refuse, type ValueBudget, writeValue } from './value-writer.js';
import { WireError } from './wire-error.js';
import { frameKinds, type WireFrame, type WireFrameOf } from './wire-frame.js';

/** Bits of an invocation (WIRE-32). */
export const ASKED = 1;
export const FENCED = 2;
export const UNKNOWN_KIND = 4;

/** Numbers of the legs of answers (WIRE-34). */
export const ANSWER_LEG = 0;
export const GREETING_LEG = 1;

/**
 * See the head of this file. Made when the preamble of the peer has been accepted.
 *
 * @example
 * ```ts
 * const encoder = new WireEncoder(agreementOf(own, peer));
 * const error = encoder.write({ frame: 'ping', number: 1 });
 * if (error === null) socket.write(encoder.take());
 * ```
 */
export class WireEncoder {
  private readonly writer = new CborWriter();
  private readonly names: NameWriter;
  private readonly json: boolean;
  private readonly frameBytes: number;
  private readonly limits: WireLimits;
  private writing = false;
  /** What the values of the frame of now may still use up. */
  private readonly budget: ValueBudget = { depth: 0, objects: 0 };

  /**
   * @param agreement what the preambles came to
   * @param limits the bounds of this side: a frame that exceeds them is not sent, whatever the peer would take
   */
  constructor(agreement: Agreement, limits: WireLimits = WIRE_LIMITS) {
    this.names = new NameWriter(agreement.names);
    this.json = agreement.json;
    this.frameBytes = Math.min(agreement.frameBytesOut, limits.frameBytes);
    this.limits = limits;
  }

  /** How many bytes wait to be taken. */
  get pending(): number {
    return this.writer.pending;
  }

  /** What waits, as one chunk: whole frames, in the order of writing. The caller may keep it and must not change it. */
  take(): Uint8Array {
    return this.writer.take();
  }

  /**
   * Writes a frame behind those that wait.
   *
   * @param frameBytes a bound for this frame; that of the connection when absent
   * @returns `null`, or why the frame cannot be sent: `frame-too-large`, or `value-refused` with the cause. Then nothing of
   * it was written, and the connection goes on (SIZE-04).
   */
  write(frame: WireFrame, frameBytes: number = this.frameBytes): WireError | null {
    const { writer, names, budget, limits } = this;
    // A getter of a value may do anything, but not write into the middle of this frame.
    if (this.writing)
      return new WireError('value-refused', 'a value that sends while it is written', 'plain data');
    this.writing = true;
    budget.depth = limits.depth;
    budget.objects = limits.objects;
    writer.beginFrame(4 + Math.min(frameBytes, this.frameBytes));
    try {
      this.body(frame);
      writer.endFrame();
    } catch (cause) {
      writer.dropFrame();
      names.undo();
      return cause instanceof WireError ? cause : refusal(frame, cause);
    } finally {
      this.writing = false;
    }
    names.keep();
    return null;
  }

  private body(frame: WireFrame): void {
    switch (frame.frame) {
      case 'invocation':
        return this.invocation(frame);
      case 'success':
        return this.success(frame);
      case 'failure':
        return this.failure(frame);
      case 'identify':
        return this.identify(frame);
      case 'identity':
        return this.identity(frame);
      case 'handshake':
        return this.handshake(frame);
      case 'goodbye':
        return this.goodbye(frame);
      case 'ping':
      case 'pong':
        this.begin(frameKinds[frame.frame], 1);
        return this.writer.integer(frame.number);
    }
  }

  /** The kind of a frame, and how many elements it has (WIRE-10). */
  private begin(kind: number, elements: number): void {
    this.writer.byte(kind);
    this.writer.head(4, elements);
  }

  /** WIRE-32, WIRE-33. */
  private invocation(frame: WireFrameOf<'invocation'>): void {
    const { writer } = this;
    this.begin(frameKinds.invocation, frame.trace === null ? 7 : 8);
    writer.integer(frame.op);
    writer.integer(frame.sender);
    writer.integer(frame.incarnation);
    let flags = frame.asked ? ASKED : 0;
    if (frame.envelope === 'fenced') flags |= FENCED;
    if (frame.kind === 'unknown') flags |= UNKNOWN_KIND;
    writer.byte(flags);
    this.name(frame.method);
    this.token(frame.token);
    this.value(frame.arguments);
    if (frame.trace !== null) writeTexts(writer, frame.trace);
  }

  /** WIRE-35. */
  private success(frame: WireFrameOf<'success'>): void {
    const { writer } = this;
    this.begin(frameKinds.success, 3);
    writer.integer(frame.op);
    writer.byte(frame.leg === 'greeting' ? GREETING_LEG : ANSWER_LEG);
    this.value(frame.value);
  }

  /** WIRE-36. */
  private failure(frame: WireFrameOf<'failure'>): void {
    const { writer } = this;
    this.begin(frameKinds.failure, 3);
    writer.integer(frame.op);
    writer.byte(frame.leg === 'greeting' ? GREETING_LEG : ANSWER_LEG);
    writeFailure(writer, frame.error);
  }

  /** WIRE-29. */
  private identify(frame: WireFrameOf<'identify'>): void {
    const { writer } = this;
    this.begin(frameKinds.identify, 3);
    writer.integer(frame.op);
    writer.integer(frame.sender);
    writer.text(frame.name);
  }

  /** WIRE-30. */
  private identity({ op, found, others, match }: WireFrameOf<'identity'>): void {
    const { writer } = this;
    this.begin(frameKinds.identity, 4);
    writer.integer(op);
    if (found === null) writer.byte(0xf6);
    else {
      writer.head(4, 2);
      writer.integer(found.incarnation);
      writer.text(found.address);
    }
    writer.byte(others ? 0xf5 : 0xf4);
    if (match === null) writer.byte(0xf6);
    else writer.integer(match);
  }

  /** WIRE-31. */
  private handshake(frame: WireFrameOf<'handshake'>): void {
    const { writer } = this;
    this.begin(frameKinds.handshake, 5);
    writer.integer(frame.op);
    writer.integer(frame.sender);
    writer.integer(frame.incarnation);
    writer.integer(frame.version);
    this.name(frame.gateway);
  }

  /** WIRE-37. */
  private goodbye(frame: WireFrameOf<'goodbye'>): void {
    this.begin(frameKinds.goodbye, 2);
    this.writer.text(wellFormed(frame.code));
    this.writer.text(wellFormed(frame.message));
  }

  /** A name: the number of its slot, or the name, which then takes the next slot (WIRE-21, WIRE-22). */
  private name(text: string): void {
    const slot = this.names.findText(text);
    if (slot >= 0) return this.writer.head(0, slot);
    if (this.writer.text(text) <= NAME_BYTES_MAX) this.names.define(text);
  }

  /** A token: null, the number of its slot, or type and bytes, which then take the next slot (WIRE-25). */
  private token(token: Token | null): void {
    const { writer } = this;
    if (token === null) return writer.byte(0xf6);
    const slot = this.names.findToken(token);
    if (slot >= 0) return writer.head(0, slot);
    const bytes = bytesOfHex(token.bytes) ?? refuse(`the token bytes '${token.bytes}'`);
    writer.head(4, 2);
    const typeBytes = writer.text(token.type);
    writer.byteString(bytes);
    if (typeBytes <= NAME_BYTES_MAX) this.names.define(token);
  }

  /** A value, or JSON text where that was agreed on (WIRE-60). */
  private value(value: unknown): void {
    if (this.json) this.writer.text(printValue(value, this.budget));
    else writeValue(this.writer, value, this.budget);
  }
}

function refusal(frame: WireFrame, cause: unknown): WireError {
  const text = cause instanceof Error ? cause.message : 'something that is no error was thrown';
  return new WireError(
    'value-refused',
    `in a frame of the kind ${frame.frame}: ${text}`,
    'what bytes can carry',
    cause,
  );
}
