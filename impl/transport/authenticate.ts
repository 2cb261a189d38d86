/** How a service finds out who is at the other end of a WebSocket, before it becomes one. */
import type { IncomingMessage } from 'node:http';

/**
 * Says who sent a request.
 *
 * @returns what endpoints see as the `subject` of the peer, or `null` to refuse it; what throws refuses it, too
 */
export type Authenticate = (request: IncomingMessage) => string | null | Promise<string | null>;
