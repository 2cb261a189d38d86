/** A node over NATS in a process of its own, to be killed. Run as `nats-child.js SERVER CLUSTER`. */
import * as t from 'io-ts';
import { ask, defineGateway, FencedRpcEndpoint, RpcService } from '../../../impl/index.js';
import { NatsTransport } from '../../../impl/nats.js';

const [, , servers = '', cluster = ''] = process.argv;
const Work = defineGateway('Work', {
  add: ask([t.number, t.number], t.number),
  never: ask([], t.void),
});

class Worker extends FencedRpcEndpoint<Worker> {
  constructor(service: RpcService) {
    super(service, { endpointId: 'worker', gateways: [Work] }, { type: 'Leader', bytes: '01' });
  }

  add(left: number, right: number): number {
    return left + right;
  }

  never(): Promise<void> {
    return new Promise(() => undefined);
  }
}

const transport = await NatsTransport.open({ name: 'child', servers, cluster });
new Worker(new RpcService({ transport })).start();
process.send?.('ready');
