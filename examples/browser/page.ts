/**
 * The script of the page: a client of the auction that is also called back. A page cannot be dialled; whoever it has
 * connected to calls its endpoints over the same WebSocket.
 */
import { RpcEndpoint, RpcService, WebSocketClientTransport } from 'fencepost';
import { AuctionGateway, BidderGateway } from './gateway.js';

/** The little of a page that this script needs. */
declare const document: { body: { dataset: Record<string, string> }; title: string };

class Bidder extends RpcEndpoint<Bidder> {
  constructor(service: RpcService) {
    super(service, { endpointId: 'bidder', gateways: [BidderGateway] });
  }

  outbid(who: string, amount: number): void {
    document.title = `outbid by ${who}: ${amount}`;
  }
}

const { auction = '' } = document.body.dataset;
const service = new RpcService({ transport: await WebSocketClientTransport.open() });
const bidder = new Bidder(service);
bidder.start();
const gateway = await service.connect(auction, AuctionGateway);
const highest = await gateway.join(bidder.address);
const accepted = await gateway.bid('page', highest + 1);
document.title = accepted ? `bid ${highest + 1}` : 'too low';
