/**
 * One frame from its bytes. What comes out is exactly what the codecs of `wire-frame.ts` define; they are not asked, because
 * they would take longer than everything else (the tests ask them).
 */
import { TOKEN_BYTES_MAX, type Token } from '../../spec/tokens.js';
import { CborReader } from './cbor-reader.js';
import { readFailure } from './failure-codec.js';
import { ASKED, FENCED, GREETING_LEG, UNKNOWN_KIND } from './frame-writer.js';
import { hexOf } from './hexadecimal.js';
import { NAME_BYTES_MAX, type WireLimits } from './limits.js';
import { NameReader } from './name-table.js';
import type { Agreement } from './preamble.js';
import { readTexts } from './text-map.js';
import { parseValue } from './value-json.js';
import { readValue } from './value-reader.js';
import type { ValueBudget } from './value-writer.js';
import { WireError } from './wire-error.js';
import { type AnswerLeg, frameKinds, type WireFrame } from './wire-frame.js';

/** A frame of which only the beginning can be read; the values in it are no values. */
export interface UndecodableFrame {
  readonly frame: 'undecodable';
  /** The operation that the frame belongs to. */
  readonly op: number;
  /** Whether it is a request of the peer, or an answer to one of this side. */
  readonly leg: 'request' | AnswerLeg;
  /** How large the frame is, in bytes. */
  readonly bytes: number;
  /** What is wrong with it. */
  readonly error: WireError;
}

/** See the head of this file. It keeps the names of one connection. */
export class FrameBody {
  private readonly reader = new CborReader();
  private readonly names: NameReader;
  private readonly json: boolean;
  private readonly newer: boolean;
  private readonly limits: WireLimits;
  private readonly budget: ValueBudget = { depth: 0, objects: 0 };

  /**
   * @param agreement what the preambles came to
   * @param limits the bounds of this side
   */
  constructor(agreement: Agreement, limits: WireLimits) {
    this.names = new NameReader(agreement.names);
    this.json = agreement.json;
    this.newer = agreement.newer;
    this.limits = limits;
  }

  /**
   * Reads a frame, from its kind to its end.
   *
   * @returns the frame, or `null` for one of a kind that only a later minor knows
   * @throws WireError, and nothing else, for a frame after which the connection cannot go on
   */
  read(bytes: Uint8Array, from: number, to: number): WireFrame | UndecodableFrame | null {
    const { reader, budget, limits } = this;
    reader.fault = 'frame-malformed';
    reader.open(bytes, from + 1, to);
    budget.depth = limits.depth;
    budget.objects = limits.objects;
    const kind = bytes[from] as number;
    switch (kind) {
      case frameKinds.invocation:
        return this.invocation();
      case frameKinds.success:
        return this.success();
      case frameKinds.failure:
        return this.failure();
      case frameKinds.identify:
        return this.identify();
      case frameKinds.identity:
        return this.identity();
      case frameKinds.handshake:
        return this.handshake();
      case frameKinds.goodbye:
        return this.goodbye();
      case frameKinds.ping:
        return this.numbered('ping');
      case frameKinds.pong:
        return this.numbered('pong');
      default:
        if (this.newer && kind !== 0) return null; // WIRE-52
        throw new WireError('kind-unknown', `a frame of the kind ${kind}`, 'a kind from 1 to 9');
    }
  }

  /** How many elements the frame has: the known ones, and maybe some that a later minor added (WIRE-51). */
  private fields(known: number): number {
    const fields = this.reader.array();
    return fields >= known ? fields : this.reader.fail(`${fields} elements`, `at least ${known}`);
  }

  /** Goes past elements that are not known; then the frame has to be over. */
  private finish(fields: number, known: number): void {
    const { reader } = this;
    for (let field = known; field < fields; field += 1) reader.skipItem();
    if (reader.position !== reader.end) reader.fail('bytes after the last element', 'none');
  }

  /** WIRE-32, WIRE-33. */
  private invocation(): WireFrame | UndecodableFrame {
    const { reader } = this;
    const fields = this.fields(7);
    const op = reader.integer();
    const sender = reader.integer();
    const incarnation = reader.integer();
    const flags = reader.natural();
    const method = this.name();
    const token = this.token();
    try {
      reader.fault = 'value-malformed';
      const args = this.value();
      if (!Array.isArray(args)) reader.fail('arguments that are no array', 'an array');
      const trace = fields === 7 || reader.isNull() ? null : readTexts(reader);
      this.finish(fields, 8);
      return {
        frame: 'invocation',
        op,
        sender,
        incarnation,
        asked: (flags & ASKED) !== 0,
        kind: (flags & UNKNOWN_KIND) !== 0 ? 'unknown' : 'call',
        envelope: (flags & FENCED) !== 0 ? 'fenced' : 'bare',
        token,
        method,
        arguments: args as unknown[],
        trace,
      };
    } catch (error) {
      return this.undecodable(op, 'request', error);
    }
  }

  /** WIRE-35. */
  private success(): WireFrame | UndecodableFrame {
    const fields = this.fields(3);
    const op = this.reader.integer();
    const leg = this.leg();
    try {
      this.reader.fault = 'value-malformed';
      const value = this.value();
      this.finish(fields, 3);
      return { frame: 'success', op, leg, value };
    } catch (error) {
      return this.undecodable(op, leg, error);
    }
  }

  /** WIRE-36. */
  private failure(): WireFrame | UndecodableFrame {
    const fields = this.fields(3);
    const op = this.reader.integer();
    const leg = this.leg();
    try {
      this.reader.fault = 'value-malformed';
      const error = readFailure(this.reader);
      this.finish(fields, 3);
      return { frame: 'failure', op, leg, error };
    } catch (error) {
      return this.undecodable(op, leg, error);
    }
  }

  /** Values cannot be read: the engine may have had enough of them as well (its stack, its largest big integer). */
  private undecodable(op: number, leg: UndecodableFrame['leg'], error: unknown): UndecodableFrame {
    const reason =
      error instanceof WireError
        ? error
        : new WireError('value-malformed', String(error), 'a value that this side can hold', error);
    return { frame: 'undecodable', op, leg, bytes: this.reader.end, error: reason };
  }

  /** WIRE-29. */
  private identify(): WireFrame {
    const { reader } = this;
    const fields = this.fields(3);
    const op = reader.integer();
    const sender = reader.integer();
    const name = reader.text();
    this.finish(fields, 3);
    return { frame: 'identify', op, sender, name };
  }

  /** WIRE-30. */
  private identity(): WireFrame {
    const { reader } = this;
    const fields = this.fields(4);
    const op = reader.integer();
    const found = reader.isNull() ? null : this.found();
    const others = reader.boolean();
    const match = reader.isNull() ? null : reader.integer();
    this.finish(fields, 4);
    return { frame: 'identity', op, found, others, match };
  }

  private found(): { incarnation: number; address: string } {
    const { reader } = this;
    const fields = this.fields(2);
    const incarnation = reader.integer();
    const address = reader.text();
    for (let field = 2; field < fields; field += 1) reader.skipItem();
    return { incarnation, address };
  }

  /** WIRE-31. */
  private handshake(): WireFrame {
    const { reader } = this;
    const fields = this.fields(5);
    const op = reader.integer();
    const sender = reader.integer();
    const incarnation = reader.integer();
    const version = reader.integer();
    const gateway = this.name();
    this.finish(fields, 5);
    return { frame: 'handshake', op, sender, incarnation, version, gateway };
  }

  /** WIRE-37. */
  private goodbye(): WireFrame {
    const fields = this.fields(2);
    const code = this.reader.text();
    const message = this.reader.text();
    this.finish(fields, 2);
    return { frame: 'goodbye', code, message };
  }

  /** WIRE-38. */
  private numbered(frame: 'ping' | 'pong'): WireFrame {
    const fields = this.fields(1);
    const number = this.reader.integer();
    this.finish(fields, 1);
    return { frame, number };
  }

  private leg(): AnswerLeg {
    const leg = this.reader.natural();
    if (leg > GREETING_LEG) this.reader.fail(`the leg ${leg}`, '0 (answer) or 1 (greeting)');
    return leg === GREETING_LEG ? 'greeting' : 'answer';
  }

  /** WIRE-21 to WIRE-24. */
  private name(): string {
    const { reader, names } = this;
    if (reader.peek() >= 0x20) {
      const from = reader.position;
      const text = reader.text();
      if (isShort(text, reader.position - from)) names.define(text);
      return text;
    }
    const slot = reader.natural();
    const name = names.find(slot);
    return typeof name === 'string' ? name : unknownName(slot, 'a name');
  }

  /** WIRE-25. */
  private token(): Token | null {
    const { reader, names } = this;
    if (reader.isNull()) return null;
    if (reader.peek() >= 0x20) return this.newToken();
    const slot = reader.natural();
    const token = names.find(slot);
    return typeof token === 'object' ? token : unknownName(slot, 'a token');
  }

  private newToken(): Token {
    const { reader, names } = this;
    const fields = this.fields(2);
    const from = reader.position;
    const type = reader.text();
    const isKept = isShort(type, reader.position - from);
    const bytes = reader.byteString();
    if (bytes.length > TOKEN_BYTES_MAX)
      reader.fail(`a token of ${bytes.length} bytes`, `at most ${TOKEN_BYTES_MAX}`);
    for (let field = 2; field < fields; field += 1) reader.skipItem();
    const token = Object.freeze({ type, bytes: hexOf(bytes) });
    if (isKept) names.define(token);
    return token;
  }

  private value(): unknown {
    if (!this.json) return readValue(this.reader, this.budget);
    return parseValue(this.reader.text(), this.budget);
  }
}

/** Whether a text is short enough to be kept, given what it took with its head. */
function isShort(text: string, bytes: number): boolean {
  if (bytes <= NAME_BYTES_MAX) return true;
  return new TextEncoder().encode(text).length <= NAME_BYTES_MAX;
}

function unknownName(slot: number, what: string): never {
  throw new WireError(
    'name-unknown',
    `slot ${slot} of the names, which holds no such thing`,
    `the slot of ${what}`,
  );
}
