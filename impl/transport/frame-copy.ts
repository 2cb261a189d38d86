/**
 * Frames that pass through bytes within one process: each by itself, without names kept from earlier ones, so that any of
 * them can be lost or late.
 */
import type { UndecodableFrame } from '../wire/frame-body.js';
import { WireDecoder, type WireListener } from '../wire/frame-reader.js';
import { WireEncoder } from '../wire/frame-writer.js';
import { WIRE_LIMITS } from '../wire/limits.js';
import { agreementOf, encodePreamble } from '../wire/preamble.js';
import type { WireError } from '../wire/wire-error.js';
import type { WireFrame } from '../wire/wire-frame.js';
import { ANONYMOUS } from './anonymous.js';
import { ANSWER_OVERHEAD_BYTES, frameLimit } from './frame-limit.js';
import type { LossReason } from './transport.js';

/** What comes out of the bytes of a frame. */
export type CopiedFrame = WireFrame | UndecodableFrame;

/** See the head of this file. */
export class FrameCopy implements WireListener {
  private readonly encoder: WireEncoder;
  private readonly decoder: WireDecoder;
  private readonly frameBytes: number;
  private copied: CopiedFrame | null = null;

  /** @param frameBytes the largest frame, in bytes */
  constructor(frameBytes: number) {
    this.frameBytes = frameBytes;
    const own = { ...ANONYMOUS, frameBytes: frameBytes + ANSWER_OVERHEAD_BYTES };
    this.encoder = new WireEncoder(agreementOf(own, own), { ...WIRE_LIMITS, frameBytes: own.frameBytes });
    this.decoder = new WireDecoder(own, this);
    this.decoder.push(encodePreamble(own));
  }

  /** A frame, as it arrives; or why it does not. */
  through(frame: WireFrame): CopiedFrame | LossReason {
    const error = this.encoder.write(frame, frameLimit(frame, this.frameBytes));
    if (error !== null) return error.code === 'frame-too-large' ? 'too-large' : 'undecodable';
    this.decoder.push(this.encoder.take());
    const { copied } = this;
    this.copied = null;
    return copied ?? 'undecodable';
  }

  opened(): void {
    // its own preamble
  }

  received(frame: WireFrame): void {
    this.copied = frame;
  }

  undecodable(frame: UndecodableFrame): void {
    this.copied = frame;
  }

  failed(error: WireError): void {
    throw error; // a fault of the encoder: what it writes can be read
  }
}
