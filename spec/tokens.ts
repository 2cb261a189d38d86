/**
 * Fencing tokens: who may be heard by a fenced endpoint.
 *
 * A token is a type name and at most 64 bytes. Two tokens are the same token if and only if both parts are equal byte
 * for byte (rule FENCE-01): tokens are compared for equality, never for order. `null` is a token that is not set, which
 * is not the same as an absent token (a message without any fencing envelope).
 */
import * as t from 'io-ts';

/** The largest number of bytes in a token. */
export const TOKEN_BYTES_MAX = 64;

const hexadecimalBytes = new RegExp(`^(?:[0-9a-f]{2}){0,${TOKEN_BYTES_MAX}}$`);

/** At most 64 bytes, written as lower-case hexadecimal digits. */
export const TokenBytes = t.refinement(t.string, (text) => hexadecimalBytes.test(text), 'TokenBytes');

/**
 * A fencing token as it travels in traces, scenarios and messages.
 *
 * @example
 * ```ts
 * const leader: Token = { type: 'LeaderId', bytes: '00ff' };
 * ```
 */
export const Token = t.readonly(t.strict({ type: t.string, bytes: TokenBytes }), 'Token');
export type Token = t.TypeOf<typeof Token>;

/** A token, or `null` when the token is not set. */
export const NullableToken = t.union([Token, t.null], 'NullableToken');
export type NullableToken = Token | null;

/**
 * Whether two tokens are the same token (rule FENCE-01): both unset, or equal in type and bytes.
 *
 * @param left a token or `null`
 * @param right a token or `null`
 * @returns true when both are unset or both are bytewise equal
 */
export function sameToken(left: NullableToken, right: NullableToken): boolean {
  if (left === right) return true;
  if (left === null || right === null) return false;
  return left.bytes === right.bytes && left.type === right.type;
}

/** A token as people read it: `LeaderId(00ff)`, or `none` when it is not set. */
export function formatToken(token: NullableToken): string {
  return token === null ? 'none' : `${token.type}(${token.bytes})`;
}
