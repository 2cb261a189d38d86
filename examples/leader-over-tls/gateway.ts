/** What a follower does for whoever leads it. */
import { ask, defineGateway, Token } from 'fencepost';
import * as t from 'io-ts';

export const FollowerGateway = defineGateway('Follower', { assign: ask([t.string], t.string) });

/** Who leads is decided elsewhere; this is how the follower hears of it. It is not fenced: it changes the fence. */
export const ElectionGateway = defineGateway('Election', { elected: ask([Token], t.void) });

/** The key and certificate of a process, and the certificates that it trusts, as texts (PEM). */
export interface Credentials {
  readonly key: string;
  readonly certificate: string;
  readonly ca: string;
}
