/**
 * Two services that record what they do. The trace goes into the file that the first argument names, and the models can
 * judge it: `fencepost check-trace FILE`.
 */
import { openSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ask,
  defineGateway,
  FencedRpcEndpoint,
  MemoryNetwork,
  MemoryTransport,
  RpcEndpoint,
  type RpcError,
  RpcService,
  type Token,
  TraceRecorder,
  tell,
} from 'fencepost';
import * as t from 'io-ts';

const StoreGateway = defineGateway('Store', {
  put: ask([t.string, t.number], t.number),
  clear: tell([]),
});
const ClerkGateway = defineGateway('Clerk', { order: ask([t.string, t.number], t.string) });

/** Serves only those who know the session of the leader. */
class Store extends FencedRpcEndpoint<Store> {
  private readonly amounts = new Map<string, number>();

  constructor(service: RpcService, session: Token) {
    super(service, { endpointId: 'store', gateways: [StoreGateway] }, session);
  }

  put(what: string, amount: number): number {
    if (amount < 0) throw new RangeError('less than nothing');
    const sum = (this.amounts.get(what) ?? 0) + amount;
    this.amounts.set(what, sum);
    return sum;
  }

  clear(): void {
    this.amounts.clear();
  }
}

/** Lives in another service than the store, and asks it. */
class Clerk extends RpcEndpoint<Clerk> {
  private readonly session: Token;

  constructor(service: RpcService, session: Token) {
    super(service, { endpointId: 'clerk', gateways: [ClerkGateway] });
    this.session = session;
  }

  async order(what: string, amount: number): Promise<string> {
    const address = 'fencepost.memory://fencepost@warehouse:6001/user/rpc/store';
    const store = await this.rpcService.connectFenced(address, StoreGateway, this.session);
    return `${what}: ${await store.put(what, amount)}`;
  }
}

const codeOf = (error: RpcError): string => error.code;
const session = (bytes: string): Token => ({ type: 'session', bytes });

const path = process.argv[2] ?? join(tmpdir(), `fencepost-${process.pid}.ndjson`);
const file = openSync(path, 'w');
const recorder = new TraceRecorder((text) => void writeSync(file, text));

const network = new MemoryNetwork();
const warehouse = new RpcService({ recorder, transport: new MemoryTransport(network, 'warehouse', 6001) });
const shop = new RpcService({ recorder, transport: new MemoryTransport(network, 'shop', 6002) });

const store = new Store(warehouse, session('01'));
const clerk = new Clerk(shop, session('01'));
const customer = await warehouse.connect(clerk.address, ClerkGateway);
console.log(await customer.order('tea', 1).catch(codeOf)); // -> endpoint-not-started
store.start();
clerk.start();
console.log(await customer.order('tea', 1)); // -> tea: 1
console.log(await Promise.all([customer.order('tea', 2), customer.order('milk', 5)])); // -> [ 'tea: 3', 'milk: 5' ]
console.log(await customer.order('tea', -1).catch(codeOf)); // -> application

const stranger = await shop.connectFenced(store.address, StoreGateway, session('02'));
stranger.clear(); // a tell with a stale token changes nothing
console.log(await stranger.put('tea', 1).catch(codeOf)); // -> fencing-token

await clerk.close();
console.log(await customer.order('tea', 1).catch(codeOf)); // -> recipient-unreachable
await warehouse.close();
await shop.close();
recorder.end();
