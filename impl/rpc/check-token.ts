/** Tokens as they enter the runtime: an absent or malformed one is refused here, not when a peer stumbles over it. */
import { NullableToken, TOKEN_BYTES_MAX } from '../../spec/tokens.js';
import { IllegalArgumentError, NullArgumentError } from './errors.js';

/**
 * @param token a token, or `null` for one that is not set
 * @returns the token
 * @throws NullArgumentError for an absent token, IllegalArgumentError for one that is no token
 */
export function checkedToken(token: NullableToken): NullableToken {
  if (token === null) return null;
  if (token === undefined)
    throw new NullArgumentError('The fencing token is absent; null stands for one that is not set');
  if (NullableToken.is(token)) return token;
  throw new IllegalArgumentError(
    `A fencing token is { type, bytes } with at most ${TOKEN_BYTES_MAX} bytes as lower-case hexadecimal digits`,
  );
}
