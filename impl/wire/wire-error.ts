/**
 * The one error of the wire: bytes that a peer may not send, and frames that cannot be sent. It has a stable code, and its
 * message says what was found, what was expected and what to do.
 */

/** What can be wrong, by its stable code, and what to do about it. */
export const wireRemedies = {
  'not-a-peer':
    'Check host, port and scheme: something else than this protocol speaks there, or TLS meets plain bytes.',
  'major-mismatch': 'Run versions on both sides that have the same wire major.',
  'preamble-malformed': 'The peer is broken or hostile; look at its implementation of the preamble.',
  'frame-too-large': 'Send less at once, or raise the frame size of both services.',
  'frame-malformed': 'The peer is broken or hostile, or bytes were changed on the way; connect again.',
  'kind-unknown':
    'The peer says that it speaks this version and sends what the version does not have; mend the peer.',
  'name-unknown':
    'The tables of names differ; the peer must define a name before it refers to it. Connect again.',
  'value-malformed': 'The peer must encode arguments and results as the page of the wire says.',
  'value-too-deep': 'Send values that are nested less deeply.',
  'value-too-many': 'Send values with fewer parts, in several calls if need be.',
  'value-refused':
    'Send only null, absent, booleans, numbers, texts, bytes, big integers, dates, and plain objects and arrays of those.',
  truncated: 'The connection broke within a frame; connect again.',
} as const;

/** The stable code of a {@link WireError}. */
export type WireErrorCode = keyof typeof wireRemedies;

/**
 * See the head of this file.
 *
 * @example
 * ```ts
 * if (error.code === 'major-mismatch') logger.warn(error.message);
 * ```
 */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly code: WireErrorCode;
  /** What was found, in words. */
  readonly found: string;
  /** What was expected there. */
  readonly expected: string;

  constructor(code: WireErrorCode, found: string, expected: string, cause?: unknown) {
    super(
      `Found ${found}; expected ${expected}. ${wireRemedies[code]}`,
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
    this.found = found;
    this.expected = expected;
  }
}
