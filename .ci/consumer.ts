// A small program of a user: compiled against the packed artefact, outside of the repository, and run, by `.ci/pack`.
import assert from 'node:assert/strict';
import { ask, defineGateway, FencedRpcEndpoint, RpcService, type Token, t, tell } from 'fencepost';
import { checkTrace, ruleIds } from 'fencepost/models';
import { conformance, profiles, referenceTarget, simulate } from 'fencepost/properties';
import { ruleById } from 'fencepost/spec';
import { memoryTransports, transportCases, tryCase } from 'fencepost/transport-suite';
import { WebSocketTransport } from 'fencepost/web-socket';

const StoreGateway = defineGateway('Store', {
  put: tell([t.string, t.number]),
  get: ask([t.string], t.union([t.number, t.null])),
});

class Store extends FencedRpcEndpoint<Store> {
  private readonly values = new Map<string, number>();

  constructor(service: RpcService, leader: Token) {
    super(service, { endpointId: 'store', gateways: [StoreGateway] }, leader);
  }

  put(key: string, value: number): void {
    this.values.set(key, value);
  }

  get(key: string): number | null {
    return this.values.get(key) ?? null;
  }
}

const leader: Token = { type: 'Session', bytes: '01' };

await simulate([], async ({ newService }) => {
  const store = new Store(newService(), leader);
  store.start();
  const client = newService();
  const gateway = await client.connectFenced(store.address, StoreGateway, leader);
  gateway.put('answer', 42);
  assert.equal(await gateway.get('answer'), 42);
  const stale = await client.connectFenced(store.address, StoreGateway, { type: 'Session', bytes: '00' });
  await assert.rejects(stale.get('answer'), { code: 'fencing-token' });
});

const server = new RpcService({ transport: await WebSocketTransport.open() });
const client = new RpcService({ transport: await WebSocketTransport.open({ listen: false }) });
const remote = new Store(server, leader);
remote.start();
const gateway = await client.connectFenced(remote.address, StoreGateway, leader);
assert.equal(await gateway.get('nothing'), null);
await client.close();
await server.close();

const report = await conformance(referenceTarget(), { profile: profiles.smoke, rules: 'FENCE-*' });
assert.equal(report.failures.length, 0);
assert.equal(ruleById('FENCE-02')?.level, 'MUST');
assert.equal(typeof checkTrace, 'function');
const [delivery] = transportCases;
assert.ok(delivery);
assert.equal((await tryCase(delivery, memoryTransports())).verdict, 'passed');
console.log(`${ruleIds.length} rules, ${report.totals.runs} runs`);
