/** A counter that is reached from another service: a gateway, an endpoint, asks and tells, errors, and the end. */
import {
  ask,
  defineGateway,
  MemoryNetwork,
  MemoryTransport,
  type RemoteApplicationError,
  RpcEndpoint,
  type RpcError,
  RpcService,
  tell,
} from 'fencepost';
import * as t from 'io-ts';

const codeOf = (error: RpcError): string => error.code;

/** What can be asked of a counter: declared once, for the types, the checks and the form on the wire. */
const CounterGateway = defineGateway('Counter', {
  add: ask([t.number], t.number),
  divide: ask([t.number], t.number),
  reset: tell([]),
});

class Counter extends RpcEndpoint<Counter> {
  private total = 0;

  constructor(service: RpcService) {
    super(service, { endpointId: 'counter', gateways: [CounterGateway] });
  }

  override onStart(): void {
    this.total = 40;
  }

  add(amount: number): number {
    this.total += amount;
    return this.total;
  }

  async divide(divisor: number): Promise<number> {
    if (divisor === 0) throw new RangeError('the divisor is 0');
    return this.total / divisor;
  }

  reset(): void {
    this.total = 0;
  }
}

const network = new MemoryNetwork();
const server = new RpcService({ transport: new MemoryTransport(network, 'server', 6001) });
const client = new RpcService({ transport: new MemoryTransport(network, 'client', 6002) });

const counter = new Counter(server);
console.log(counter.address); // -> fencepost.memory://fencepost@server:6001/user/rpc/counter

const gateway = await client.connect(counter.address, CounterGateway);
console.log(await gateway.add(2).catch(codeOf)); // -> endpoint-not-started

counter.start();
console.log(await gateway.add(2)); // -> 42
console.log(await gateway.divide(4)); // -> 10.5
await gateway.divide(0).catch((error: RemoteApplicationError) => {
  console.log(error.remoteClass, 'because', error.remoteMessage);
}); // -> RangeError because the divisor is 0

gateway.reset(); // a tell: nothing comes back, and it stays in order before the ask that follows
console.log(await gateway.add(1)); // -> 1

await server.close();
console.log(await gateway.add(1).catch(codeOf)); // -> recipient-unreachable
await client.close();
