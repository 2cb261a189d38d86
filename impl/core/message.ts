/** The words that messages are made of. */
import type { NullableToken } from '../../spec/tokens.js';

/** What a message asks of an endpoint. `unknown` stands for every type that the protocol does not have. */
export type MessageKind =
  | 'call'
  | 'run'
  | 'callable'
  | 'start'
  | 'stop'
  | 'terminate'
  | 'identify'
  | 'handshake'
  | 'fault'
  | 'kill'
  | 'unknown';

/** The envelope around a message: none, one with a token, or one that is exempt from fencing (FENCE-19). */
export type Envelope = 'bare' | 'fenced' | 'unfenced';

/** What a handshake demands (HAND-07, HAND-08). */
export interface HandshakeDemand {
  readonly version: number;
  readonly gateway: string;
}

/** An envelope with its token; the token of an envelope that is not `fenced` has no meaning. */
export interface Fence {
  readonly envelope: Envelope;
  readonly token: NullableToken;
}

/** No envelope. */
export const BARE: Fence = Object.freeze({ envelope: 'bare', token: null });

/** The envelope that is exempt from fencing. */
export const UNFENCED: Fence = Object.freeze({ envelope: 'unfenced', token: null });
