/**
 * A follower is the fenced endpoint. Its token is the session id of the leader that it follows, so it refuses everybody
 * who does not know that id: the leader of yesterday, for example. The token protects its holder, the follower.
 */
import { ask, defineGateway, FencedRpcEndpoint, type RpcError, RpcService, type Token } from 'fencepost';
import * as t from 'io-ts';

const FollowerGateway = defineGateway('Follower', { assign: ask([t.string], t.string) });

class Follower extends FencedRpcEndpoint<Follower> {
  constructor(service: RpcService) {
    super(service, { endpointId: 'follower', gateways: [FollowerGateway] }, null); // no leader yet
  }
  assign(task: string): string {
    return `${task} begun`;
  }
  follow(leader: Token): Promise<void> {
    return this.callAsyncWithoutFencing(() => this.setFencingToken(leader), 1_000);
  }
}

const service = new RpcService();
const follower = new Follower(service);
follower.start();
const session = (bytes: string): Token => ({ type: 'session', bytes });

await follower.follow(session('01'));
const yesterday = await service.connectFenced(follower.address, FollowerGateway, session('01'));
console.log(await yesterday.assign('task 1')); // -> task 1 begun

await follower.follow(session('02')); // there is a new leader
await yesterday.assign('task 2').catch((error: RpcError) => console.log(error.code)); // -> fencing-token
await service.close();
