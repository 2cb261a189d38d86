/**
 * A page in a browser, as client and as server: it bids at an auction over a WebSocket, and is called back when somebody
 * bids more. The page is shown in headless Chromium (on Debian: the package chromium).
 *
 *     npm run build && node dist/examples/browser/main.js
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type GatewayOf, RpcEndpoint, RpcService } from 'fencepost';
import { WebSocketTransport } from 'fencepost/web-socket';
import { chromium } from 'playwright-core';
import { AuctionGateway, BidderGateway } from './gateway.js';

const LIMIT_MS = 120_000;

class Auction extends RpcEndpoint<Auction> {
  private highest = 100;
  private readonly bidders: GatewayOf<typeof BidderGateway>[] = [];

  constructor(service: RpcService) {
    super(service, { endpointId: 'auction', gateways: [AuctionGateway] });
  }

  async join(bidder: string): Promise<number> {
    this.bidders.push(await this.rpcService.connect(bidder, BidderGateway));
    return this.highest;
  }

  bid(who: string, amount: number): boolean {
    if (amount <= this.highest) return false;
    this.highest = amount;
    console.log(`${who} bids ${amount}`);
    for (const bidder of this.bidders) if (who !== 'page') bidder.outbid(who, amount);
    return true;
  }
}

// The page and its script come from the same server as the WebSockets.
const entryPoints = [fileURLToPath(new URL('page.js', import.meta.url))];
const { outputFiles } = await build({
  entryPoints,
  bundle: true,
  format: 'esm',
  platform: 'browser',
  write: false,
});
let address = '';
const pages = createServer(({ url }, response) => {
  if (url === '/page.js') response.setHeader('Content-Type', 'text/javascript').end(outputFiles[0]?.text);
  else
    response
      .setHeader('Content-Type', 'text/html')
      .end(`<!doctype html><body data-auction="${address}"><script type="module" src="/page.js"></script>`);
});
pages.listen(0, '127.0.0.1');
await once(pages, 'listening');
const { port } = pages.address() as { readonly port: number };

const service = new RpcService({ transport: await WebSocketTransport.open({ server: pages }) });
const auction = new Auction(service);
auction.start();
address = auction.address;

const executablePath = process.env['FENCEPOST_CHROMIUM'] ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'], timeout: LIMIT_MS });
const page = await browser.newPage();
/** Waits until the page has this title. */
const shows = async (title: string): Promise<void> => {
  await page.waitForFunction(`document.title === ${JSON.stringify(title)}`, undefined, { timeout: LIMIT_MS });
  console.log(`the page shows: ${title}`);
};
await page.goto(`http://127.0.0.1:${port}/`);
await shows('bid 101');
const local = await service.connect(auction.address, AuctionGateway);
await local.bid('ann', 150);
await shows('outbid by ann: 150');

await browser.close();
await service.close();
pages.close();
