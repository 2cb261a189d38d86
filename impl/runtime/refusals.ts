/** The errors that askers are refused with: what was found, what was expected, which message and which endpoint. */
import type { ErrorCode } from '../../spec/errors.js';
import { formatToken } from '../../spec/tokens.js';
import { type ActorState, PROTOCOL_VERSION } from '../core/actor.js';
import type { Ruling } from '../core/ruling.js';
import { errorOf, type RpcError } from '../rpc/errors.js';
import type { Cell } from './cell.js';
import type { Message } from './message.js';

/** The two tokens of a fencing error (FENCE-02). */
export function describeTokens(message: Message, actor: ActorState): string {
  return `the message carries ${formatToken(message.token)}, the endpoint has ${formatToken(actor.token)}`;
}

/** What the message asked for, as people call it. */
function describeMessage(message: Message): string {
  return message.kind === 'call' ? message.methodKey : message.kind;
}

/**
 * The error for an asker whose message was refused.
 *
 * @param cell the endpoint
 * @param message the message
 * @param ruling the ruling, with the code of the error
 */
export function describeRefusal(cell: Cell, message: Message, ruling: Ruling): RpcError {
  const code = ruling.code as ErrorCode;
  const what = describeMessage(message);
  const endpoint = cell.address;
  switch (code) {
    case 'endpoint-not-started':
      return errorOf(code, `${what} was refused: the endpoint is not running`, {
        states: { message: what, endpoint },
      });
    case 'fencing-token':
      return errorOf(code, `${what} was refused: the tokens differ`, {
        states: { tokens: describeTokens(message, cell.actor), endpoint },
      });
    case 'recipient-unreachable':
      return errorOf(code, `${what} was not delivered: the endpoint has terminated`, {
        states: { address: endpoint },
      });
    case 'handshake':
      return describeHandshake(cell, message, ruling);
    case 'connection':
      return errorOf(code, 'The endpoint has no such method', { states: { method: what, endpoint } });
    case 'illegal-argument':
      return errorOf(code, 'The arguments do not fit the parameters of the method', {
        states: { method: what, endpoint },
      });
    default:
      return errorOf(code, `${what} in this envelope (${message.envelope}) is not handled by the endpoint`, {
        states: { message: what, endpoint },
      });
  }
}

function describeHandshake(cell: Cell, message: Message, ruling: Ruling): RpcError {
  const { version = 0, gateway = '' } = message.handshake ?? {};
  const states =
    ruling.rule === 'HAND-07'
      ? { versions: `the caller speaks ${version}, the endpoint ${PROTOCOL_VERSION}` }
      : { gateway, endpoint: cell.address };
  return errorOf('handshake', 'The endpoint refused the handshake', { states });
}
