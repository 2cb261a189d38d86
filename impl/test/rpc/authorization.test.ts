/**
 * Goal: whoever may not call a method is refused before its handler, and everything else stays as it is. Method: two
 * services of one memory network, and an endpoint whose hook the test chooses.
 */
import test from 'ava';
import * as t from 'io-ts';
import {
  type AuthorizationRequest,
  type Authorize,
  ask,
  defineGateway,
  MemoryNetwork,
  MemoryTransport,
  RemoteApplicationError,
  RpcEndpoint,
  RpcService,
  tell,
} from '../../index.js';

const Safe = defineGateway('Safe', { open: ask([t.number], t.number), note: tell([t.string]) });

class SafeEndpoint extends RpcEndpoint<SafeEndpoint> {
  readonly calls: string[] = [];

  constructor(service: RpcService, authorize: Authorize) {
    super(service, { endpointId: 'safe', gateways: [Safe], authorize });
  }

  open(code: number): number {
    this.calls.push(`open ${code}`);
    return code;
  }

  note(text: string): void {
    this.calls.push(`note ${text}`);
  }
}

async function guarded(authorize: Authorize) {
  const network = new MemoryNetwork();
  const near = new RpcService({ transport: new MemoryTransport(network, 'near', 1) });
  const far = new RpcService({ transport: new MemoryTransport(network, 'far', 2) });
  const endpoint = new SafeEndpoint(far, authorize);
  endpoint.start();
  const gateway = await near.connect(endpoint.address, Safe);
  const close = () => Promise.all([near.close(), far.close()]);
  return { endpoint, gateway, far, close };
}

test('the hook is asked who calls which method of which gateway, and what it allows is done', async (assert) => {
  const requests: AuthorizationRequest[] = [];
  const { endpoint, gateway, close } = await guarded((request) => {
    requests.push(request);
    return true;
  });
  gateway.note('a');
  assert.is(await gateway.open(7), 7);
  assert.deepEqual(endpoint.calls, ['note a', 'open 7']);
  const peer = { authority: 'near:1', subject: null, nodeId: null };
  assert.deepEqual(requests, [
    { peer, endpoint: 'safe', gateway: 'Safe', method: 'note(string)' },
    { peer, endpoint: 'safe', gateway: 'Safe', method: 'open(number)' },
  ]);
  await close();
});

const broken: Authorize = () => {
  throw new TypeError('the hook is broken');
};

for (const [what, authorize] of [
  ['does not allow', () => false],
  ['throws for', broken],
  ['answers a promise for', (async () => true) as unknown as Authorize],
  [
    'answers a promise that is rejected for',
    (() => Promise.reject(new TypeError('later'))) as unknown as Authorize,
  ],
] as const) {
  test(`a call that the hook ${what} is refused, and its handler does not run`, async (assert) => {
    const { endpoint, gateway, close } = await guarded(authorize);
    gateway.note('a');
    const error = await assert.throwsAsync(gateway.open(7), { instanceOf: RemoteApplicationError });
    assert.like(error, { remoteClass: 'NotAuthorizedError' });
    assert.regex(error?.message ?? '', /open\(number\) of Safe at the endpoint safe .* nothing verifies/);
    assert.deepEqual(endpoint.calls, []);
    await close();
  });
}

test('calls within the service are not asked for', async (assert) => {
  const { endpoint, far, close } = await guarded(() => false);
  const own = await far.connect(endpoint.address, Safe);
  assert.is(await own.open(1), 1);
  await close();
});

test('HAND-11 a method that gateways inherit is that of the gateway that declares it, in whatever order they are listed', async (assert) => {
  const Base = defineGateway('Base', { status: ask([], t.string) });
  const Admin = defineGateway('Admin', { halt: ask([], t.string) }, Base);
  const Guest = defineGateway('Guest', { hello: ask([], t.string), halt: ask([], t.string) }, Base);
  const requests: string[] = [];
  class House extends RpcEndpoint<House> {
    constructor(service: RpcService, ...gateways: readonly (typeof Admin | typeof Guest)[]) {
      const authorize: Authorize = ({ gateway, method }) => requests.push(`${gateway} ${method}`) > 0;
      super(service, { endpointId: 'house', gateways: gateways as readonly (typeof Base)[], authorize });
    }

    status(): string {
      return 'open';
    }

    halt(): string {
      return 'halted';
    }

    hello(): string {
      return 'welcome';
    }
  }
  for (const [gateways, halts] of [
    [[Admin, Guest], 'Admin'],
    [[Guest, Admin], 'Guest'],
  ] as const) {
    const network = new MemoryNetwork();
    const near = new RpcService({ transport: new MemoryTransport(network, 'near', 1) });
    const far = new RpcService({ transport: new MemoryTransport(network, 'far', 2) });
    const house = new House(far, ...gateways);
    house.start();
    const admin = await near.connect(house.address, Admin);
    const guest = await near.connect(house.address, Guest);
    const base = await near.connect(house.address, Base);
    for (const gateway of [admin, guest, base]) assert.is(await gateway.status(), 'open');
    assert.is(await guest.hello(), 'welcome');
    assert.is(await admin.halt(), 'halted');
    assert.deepEqual(requests.splice(0), [
      ...['Base status()', 'Base status()', 'Base status()', 'Guest hello()'],
      `${halts} halt()`,
    ]);
    await Promise.all([near.close(), far.close()]);
  }
});
