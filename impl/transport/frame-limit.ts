/** How large a frame may be that a service sends, and what it accepts. */
import type { WireFrame } from '../wire/wire-frame.js';

/**
 * What the frame of an answer adds to the bytes of the result, and more. A result of exactly the frame size arrives: its
 * size was checked already, and a caller could not know what the frame adds (SIZE-07).
 */
export const ANSWER_OVERHEAD_BYTES = 256;

/**
 * The largest frame that a service sends.
 *
 * @param frame the frame
 * @param frameBytes the frame size of the service
 */
export function frameLimit({ frame }: WireFrame, frameBytes: number): number {
  return frame === 'success' || frame === 'failure' ? frameBytes + ANSWER_OVERHEAD_BYTES : frameBytes;
}
