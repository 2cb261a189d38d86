/**
 * Authorization: who may call which method of an endpoint. The protocol knows nothing of it: to the protocol, a call that
 * is not allowed is a handler that throws. Messages without the right fencing token are gone before anybody asks here.
 */
import type { PeerIdentity } from '../transport/transport.js';
import { quiet } from './promise-futures.js';

/** A call of a peer. Calls within the service are not asked for. */
export interface AuthorizationRequest {
  /** Who calls. Only `subject` is verified, and only by transports that verify somebody. */
  readonly peer: PeerIdentity;
  /** The id of the endpoint that is called. */
  readonly endpoint: string;
  /**
   * The name of the gateway that declares the method, however it was connected to: a method that several gateways inherit
   * is that of their parent. Where two declare it themselves, it is that of the first that the endpoint lists.
   */
  readonly gateway: string;
  /** The name and parameter types of the method, for example `add(number, number)`. */
  readonly method: string;
}

/**
 * Decides about a call, on the main thread of the endpoint, just before its handler. What throws is a refusal.
 *
 * @returns whether the call is allowed
 *
 * @example
 * ```ts
 * const authorize: Authorize = ({ peer, method }) => peer.subject === 'CN=scheduler' || method === 'status()';
 * ```
 */
export type Authorize = (request: AuthorizationRequest) => boolean;

/** A peer may not call this method. To the peer it is an error of the application with this class as `remoteClass`. */
export class NotAuthorizedError extends Error {
  readonly code = 'not-authorized';
  override readonly name = 'NotAuthorizedError';

  /** @param options `cause`: what the hook threw, if it did */
  constructor({ peer, endpoint, gateway, method }: AuthorizationRequest, options: ErrorOptions = {}) {
    const who = peer.subject === null ? 'a peer that nothing verifies' : `the peer ${peer.subject}`;
    super(
      `${method} of ${gateway} at the endpoint ${endpoint} was called by ${who}, who may not call it. ` +
        'Call it as somebody who may, or let the authorize hook of the endpoint allow it.',
      options,
    );
  }
}

/** Refuses a call that the hook does not allow. @throws NotAuthorizedError */
export function assertAuthorized(authorize: Authorize, request: AuthorizationRequest): void {
  let allowed: unknown;
  try {
    allowed = authorize(request);
  } catch (error) {
    throw new NotAuthorizedError(request, { cause: error });
  }
  if (allowed instanceof Promise) void quiet(allowed); // nobody waits for it, and it allows nothing
  if (allowed !== true) throw new NotAuthorizedError(request);
}
