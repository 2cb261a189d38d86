/** An endpoint that calls back, for the tests in a browser: whoever asks it is asked over the link that it has opened. */
import * as t from 'io-ts';
import { ask, defineGateway, RpcEndpoint, type RpcService } from '../../everywhere.js';
import { token, Work } from '../transport/services.js';

export const BossGateway = defineGateway('Boss', {
  callBack: ask([t.string], t.number),
});

/** See the head of this file. */
export class Boss extends RpcEndpoint<Boss> {
  constructor(service: RpcService) {
    super(service, { endpointId: 'boss', gateways: [BossGateway] });
  }

  /** Has the worker at an address add, and tells it what came of it. */
  async callBack(address: string): Promise<number> {
    const gateway = await this.rpcService.connectFenced(address, Work, token);
    const sum = await gateway.add(20, 22);
    gateway.note(sum);
    return sum;
  }
}
