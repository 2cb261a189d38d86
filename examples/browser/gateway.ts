/** What the server does for pages, and pages for the server. */
import { ask, defineGateway, tell } from 'fencepost';
import * as t from 'io-ts';

export const AuctionGateway = defineGateway('Auction', {
  /** Takes part: from now on the server tells the bidder at this address of every bid. */
  join: ask([t.string], t.number),
  bid: ask([t.string, t.number], t.boolean),
});

export const BidderGateway = defineGateway('Bidder', { outbid: tell([t.string, t.number]) });
