/** Goal: forced serialization is the network in small. Method: services that serialize within themselves. */
import test from 'ava';
import * as t from 'io-ts';
import {
  ArgumentNotSerializableError,
  ask,
  defineGateway,
  ResultNotSerializableError,
  ResultTooLargeError,
  ResultUndecodableError,
  RpcEndpoint,
  type RpcService,
} from '../../index.js';
import { failedWith, hasValue, raises, World } from '../support.js';

const Even = new t.Type<number, number, unknown>(
  'Even',
  (value): value is number => typeof value === 'number',
  (value, context) =>
    typeof value === 'number' && value % 2 === 0 ? t.success(value) : t.failure(value, context, 'odd'),
  (value) => {
    if (value === 99) throw new RangeError('99 has no form');
    return value;
  },
);

const ValuesGateway = defineGateway('Values', {
  pass: ask([t.unknown], t.unknown),
  passLocally: ask([t.unknown], t.unknown, { local: true }),
  even: ask([t.unknown], Even),
});

class Values extends RpcEndpoint<Values> {
  constructor(service: RpcService) {
    super(service, { gateways: [ValuesGateway] });
  }

  pass(value: unknown): unknown {
    return value === 'code' ? () => 1 : value;
  }

  passLocally(value: unknown): unknown {
    return value;
  }

  even(value: unknown): number {
    return value as number;
  }
}

/** A gateway to such an endpoint: within a service that serializes, or in another service. */
async function gatewayTo(kind: 'forced' | 'remote') {
  const world = new World();
  const service = world.remoteService({ maximumFrameBytes: 1000, forceSerialization: kind === 'forced' });
  const endpoint = new Values(service);
  endpoint.start();
  const caller = kind === 'forced' ? service : world.remoteService();
  return { world, gateway: await world.connect(caller, endpoint.address, ValuesGateway) };
}

for (const kind of ['forced', 'remote'] as const) {
  const where = kind === 'forced' ? 'when serialization is forced' : 'between services';

  test(`SIZE-11, SIZE-02 arguments must be serializable ${where}`, async (assert) => {
    const { world, gateway } = await gatewayTo(kind);
    raises(
      assert,
      () => gateway.pass(() => 0),
      ArgumentNotSerializableError,
      'argument-not-serializable',
      'pass(unknown)',
    );
    hasValue(assert, await world.outcome(gateway.pass('fine')), 'fine');
  });

  test(`SIZE-11, SIZE-05, SIZE-09 results must be serializable ${where}`, async (assert) => {
    const { world, gateway } = await gatewayTo(kind);
    for (const [answer, method] of [
      [gateway.pass('code'), 'pass(unknown)'],
      [gateway.even('no number'), 'even(unknown)'],
      [gateway.even(99), 'even(unknown)'],
    ] as const) {
      const seen = await world.outcome(answer);
      failedWith(assert, seen, ResultNotSerializableError, 'result-not-serializable', method);
    }
    hasValue(assert, await world.outcome(gateway.pass('fine')), 'fine');
  });

  test(`SIZE-08 a result that the caller cannot decode fails the ask ${where}`, async (assert) => {
    const { world, gateway } = await gatewayTo(kind);
    failedWith(
      assert,
      await world.outcome(gateway.even(3)),
      ResultUndecodableError,
      'result-undecodable',
      'even(unknown)',
    );
    hasValue(assert, await world.outcome(gateway.even(4)), 4);
  });

  test(`CALL-16 null needs no codec ${where}`, async (assert) => {
    const { world, gateway } = await gatewayTo(kind);
    hasValue(assert, await world.outcome(gateway.pass(null)), null);
    hasValue(assert, await world.outcome(gateway.even(null)), null);
  });
}

test('SIZE-11, SIZE-06 where serialization is forced results have the size limit too', async (assert) => {
  const { world, gateway } = await gatewayTo('forced');
  const fits = 'x'.repeat(997); // and a head of three bytes
  hasValue(assert, await world.outcome(gateway.pass(fits)), fits);
  const seen = await world.outcome(gateway.pass(`${fits}x`));
  failedWith(assert, seen, ResultTooLargeError, 'result-too-large', 'pass(unknown)', '1001', '1000');
  hasValue(assert, await world.outcome(gateway.pass('fine')), 'fine');
});

test('SIZE-11 where serialization is forced a result is a copy', async (assert) => {
  const { world, gateway } = await gatewayTo('forced');
  const object = { deep: [1, 2] };
  const { value } = await world.outcome(gateway.pass(object));
  assert.deepEqual(value, object);
  assert.not(value, object);
});

test('SIZE-12, SIZE-13 a local method is exempt within the service, and serialized between services', async (assert) => {
  const stranger = { code: () => 1 };
  const { world, gateway } = await gatewayTo('forced');
  const { value } = await world.outcome(gateway.passLocally(stranger));
  assert.is(value, stranger);
  const remote = await gatewayTo('remote');
  raises(
    assert,
    () => remote.gateway.passLocally(stranger),
    ArgumentNotSerializableError,
    'argument-not-serializable',
  );
  hasValue(assert, await remote.world.outcome(remote.gateway.passLocally('fine')), 'fine');
});

test('a service forgets the incarnations that are gone', async (assert) => {
  const world = new World();
  const service = world.service();
  const { worker } = await world.startedWorker(service);
  assert.not(service.runtime.cellByNumber(1), null);
  await world.value(worker.close());
  assert.is(service.runtime.cellByNumber(1), null);
});
