/** Rolling digests of traces, and where two traces part. */
import type { TraceEvent } from '../../spec/index.js';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * The digests of a trace after each of its events, each built on the one before.
 *
 * @param events a trace
 * @returns as many 32-bit numbers as there are events
 */
export function rollingDigest(events: readonly TraceEvent[]): readonly number[] {
  let digest = FNV_OFFSET;
  return events.map((event) => {
    const text = JSON.stringify(event);
    for (let position = 0; position < text.length; position += 1) {
      digest = Math.imul(digest ^ text.charCodeAt(position), FNV_PRIME) >>> 0;
    }
    return digest;
  });
}

/** Where two traces part: the position and both events, or `null` when they are the same. */
export function firstDifference(
  left: readonly TraceEvent[],
  right: readonly TraceEvent[],
): {
  readonly index: number;
  readonly left: TraceEvent | undefined;
  readonly right: TraceEvent | undefined;
} | null {
  const lefts = rollingDigest(left);
  const rights = rollingDigest(right);
  const length = Math.max(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    if (lefts[index] !== rights[index]) return { index, left: left[index], right: right[index] };
  }
  return null;
}
