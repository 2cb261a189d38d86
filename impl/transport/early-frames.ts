/**
 * Frames that wait for the preamble of the peer. They have the same bounds as all others: what is too large, or too much, is
 * refused where it is sent. What the peer does not take, and how it wants it, is known when its preamble is there.
 */
import { WireEncoder } from '../wire/frame-writer.js';
import { WIRE_LIMITS } from '../wire/limits.js';
import type { WireFrame } from '../wire/wire-frame.js';
import { frameLimit } from './frame-limit.js';
import type { LossReason } from './transport.js';
import type { LinkContext } from './wire-link.js';

/** See the head of this file. */
export class EarlyFrames {
  private readonly context: LinkContext;
  private readonly frames: WireFrame[] = [];
  private bytes = 0;
  /** Tells how large a frame is: with names that are written out each time it is never larger. */
  private readonly scales: WireEncoder;

  constructor(context: LinkContext) {
    const { frameBytes } = context.own;
    this.context = context;
    this.scales = new WireEncoder(
      { names: 0, json: false, frameBytesOut: frameBytes, newer: false },
      { ...WIRE_LIMITS, frameBytes },
    );
  }

  /** Keeps a frame. @returns `null`, or why it is lost */
  add(frame: WireFrame): LossReason | null {
    const { limits, frameBytes } = this.context;
    if (this.frames.length >= limits.queuedFrames || this.bytes > limits.queuedBytes) return 'overflow';
    const error = this.scales.write(frame, frameLimit(frame, frameBytes));
    if (error !== null) return error.code === 'frame-too-large' ? 'too-large' : 'undecodable';
    this.bytes += this.scales.take().length;
    this.frames.push(frame);
    return null;
  }

  /** The frames, in the order of sending. */
  all(): readonly WireFrame[] {
    return this.frames;
  }
}
