/** A peer in bytes: it writes what a case wants, and reads with the decoder of the wire what comes. */
import type { ByteChannelListener } from '../../impl/index.js';
import {
  agreementOf,
  encodePreamble,
  type Preamble,
  WIRE_LIMITS,
  WIRE_VERSION,
  WireDecoder,
  WireEncoder,
  type WireError,
  type WireFrame,
} from '../../impl/wire/index.js';
import type { RawChannel } from '../transports/transport-factory.js';
import { FRAME_BYTES } from './frame-bytes.js';

/** What a peer in bytes says of itself. */
const PREAMBLE: Preamble = {
  ...WIRE_VERSION,
  features: 0,
  frameBytes: 2 * FRAME_BYTES,
  names: 0,
  nodeId: 'ab'.repeat(16),
  incarnation: 0,
  address: 'raw:1',
};

/** The bytes of its preamble. */
export const rawPreamble = (): Uint8Array => encodePreamble(PREAMBLE);

/** The bytes behind it that refuse a link. */
export const rawGoodbye = (): Uint8Array =>
  rawFrames([{ frame: 'goodbye', code: 'refused', message: 'not you' }])[0] as Uint8Array;

/** The bytes of frames behind that preamble, one by one. */
export function rawFrames(frames: readonly WireFrame[]): readonly Uint8Array[] {
  const encoder = new WireEncoder(agreementOf(PREAMBLE, PREAMBLE), WIRE_LIMITS);
  return frames.map((frame) => {
    encoder.write(frame);
    return encoder.take();
  });
}

/** See the head of this file. */
export class RawParty implements ByteChannelListener {
  channel: RawChannel | null = null;
  isOpen = false;
  /** The preamble of the transport came. */
  greeted = false;
  readonly frames: WireFrame[] = [];
  readonly reasons: string[] = [];
  /** How many bytes came. */
  receivedBytes = 0;
  private readonly decoder = new WireDecoder(PREAMBLE, {
    opened: () => {
      this.greeted = true;
    },
    received: (frame) => void this.frames.push(frame),
    undecodable: () => undefined,
    failed: (error: WireError) => void this.reasons.push(error.message),
  });

  opened(): void {
    this.isOpen = true;
  }

  received(bytes: Uint8Array): void {
    this.receivedBytes += bytes.length;
    this.decoder.push(bytes);
  }

  drained(): void {}

  closed(reason: string): void {
    this.reasons.push(reason);
  }

  write(bytes: Uint8Array): void {
    this.channel?.write(bytes);
  }
}
