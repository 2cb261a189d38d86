/** What lives on each node: a shard of the accounts, which can move money to a shard on another node. */

import { ask, defineGateway, RpcEndpoint, type RpcService } from 'fencepost';
import * as t from 'io-ts';

export const ShardGateway = defineGateway('Shard', {
  balance: ask([], t.number),
  deposit: ask([t.number], t.number),
  transfer: ask([t.string, t.number], t.string),
});

/** Where a shard is found: by the name of its node, and nothing else. */
export const shardOn = (node: string): string => `fencepost.nats://fencepost@${node}/user/rpc/shard`;

/** See the head of this file. */
export class Shard extends RpcEndpoint<Shard> {
  private money = 100;

  constructor(service: RpcService) {
    super(service, { endpointId: 'shard', gateways: [ShardGateway] });
  }

  balance(): number {
    return this.money;
  }

  deposit(amount: number): number {
    this.money += amount;
    return this.money;
  }

  async transfer(node: string, amount: number): Promise<string> {
    this.money -= amount;
    const other = await this.rpcService.connect(shardOn(node), ShardGateway);
    return `${node} has ${await other.deposit(amount)}`;
  }
}
