/** The process of the follower. It gets its credentials by message, and tells its addresses when it serves. */
import { FencedRpcEndpoint, RpcEndpoint, RpcService, TlsTransport, type Token } from 'fencepost';
import { type Credentials, ElectionGateway, FollowerGateway } from './gateway.js';

class Follower extends FencedRpcEndpoint<Follower> {
  constructor(service: RpcService) {
    super(service, { endpointId: 'follower', gateways: [FollowerGateway] }, null); // no leader yet
  }

  assign(task: string): string {
    return `${task} begun`;
  }

  follow(leader: Token): Promise<void> {
    return this.callAsyncWithoutFencing(() => this.setFencingToken(leader), 1000);
  }
}

class Election extends RpcEndpoint<Election> {
  private readonly follower: Follower;

  constructor(service: RpcService, follower: Follower) {
    super(service, {
      endpointId: 'election',
      gateways: [ElectionGateway],
      authorize: ({ peer }) => peer.subject === 'CN=election', // leaders cannot elect themselves
    });
    this.follower = follower;
  }

  elected(leader: Token): Promise<void> {
    return this.follower.follow(leader);
  }
}

process.once('message', async (credentials: Credentials) => {
  const transport = await TlsTransport.open({ credentials, checkHost: false });
  const service = new RpcService({ transport });
  const follower = new Follower(service);
  const election = new Election(service, follower);
  follower.start();
  election.start();
  process.send?.({ follower: follower.address, election: election.address });
});
process.on('disconnect', () => process.exit());
