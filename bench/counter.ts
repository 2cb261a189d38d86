/** The endpoint that the benchmarks of the public API talk to. */
import * as t from 'io-ts';
import {
  ask,
  defineGateway,
  type GatewayOf,
  MemoryNetwork,
  MemoryTransport,
  RpcEndpoint,
  RpcService,
  tell,
} from '../impl/index.js';

export const CounterGateway = defineGateway('Counter', {
  add: ask([t.number], t.number),
  bump: tell([t.number]),
  total: ask([], t.number),
});

export class Counter extends RpcEndpoint<Counter> {
  private sum = 0;

  constructor(service: RpcService) {
    super(service, { endpointId: 'counter', gateways: [CounterGateway] });
  }

  add(amount: number): number {
    return amount + 1;
  }

  bump(amount: number): void {
    this.sum += amount;
  }

  total(): number {
    return this.sum;
  }

  /** Call-async, which only an endpoint itself may use. */
  addOnMainThread(amount: number): Promise<number> {
    return this.callAsync(() => amount + 1, 10_000);
  }
}

/** A started counter, a gateway to it, and how to end both. */
export interface Stage {
  readonly counter: Counter;
  readonly gateway: GatewayOf<typeof CounterGateway>;
  close(): Promise<void>;
}

/** Counter and gateway in one service. */
export async function localStage(): Promise<Stage> {
  const service = new RpcService();
  const counter = new Counter(service);
  counter.start();
  const gateway = await service.connect(counter.address, CounterGateway);
  return { counter, gateway, close: () => service.close() };
}

/** The gateway in another service, with bytes in between. */
export async function remoteStage(): Promise<Stage> {
  const network = new MemoryNetwork();
  const near = new RpcService({ transport: new MemoryTransport(network, 'near', 1) });
  const far = new RpcService({ transport: new MemoryTransport(network, 'far', 2) });
  const counter = new Counter(far);
  counter.start();
  const gateway = await near.connect(counter.address, CounterGateway);
  const close = async (): Promise<void> => {
    await near.close();
    await far.close();
  };
  return { counter, gateway, close };
}
