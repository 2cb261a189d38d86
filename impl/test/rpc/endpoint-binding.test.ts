/** Goal: only declared methods are reached, by name and parameter types. Method: messages that no gateway would send. */
import test from 'ava';
import * as t from 'io-ts';
import {
  ask,
  defineGateway,
  EndpointIdInUseError,
  IllegalArgumentError,
  MissingMethodError,
  RpcConnectionError,
  RpcEndpoint,
  type RpcService,
  tell,
  UnknownMessageError,
} from '../../index.js';
import { askRaw, failedWith, hasValue, raises, tellRaw, Worker, WorkGateway, World } from '../support.js';

/** A world with a started worker in another service or in the same, and a gateway to it. */
async function scene(remote: boolean) {
  const world = new World();
  const service = world.remoteService();
  return { world, ...(await world.startedWorker(service, {}, remote ? world.remoteService() : service)) };
}

const unreachable = [
  'constructor()',
  'constructor',
  '__proto__()',
  '__proto__',
  'toString()',
  'hasOwnProperty(string)',
  'start()',
  'close()',
  'onStop()',
  'getSelfGateway(unknown)',
  'add',
  'add()',
  'add(string, string)',
  'ADD(number, number)',
  '',
];

for (const remote of [false, true]) {
  const where = remote ? 'from another service' : 'within a service';

  test(`CALL-07, CALL-08 undeclared, inherited and unknown methods cannot be reached ${where}`, async (assert) => {
    const { world, worker, gateway } = await scene(remote);
    for (const method of unreachable) {
      const seen = await world.outcome(askRaw(gateway, { method, args: [] }));
      failedWith(assert, seen, RpcConnectionError, 'connection', method, worker.address);
      tellRaw(gateway, { method, args: [] });
    }
    await world.settle();
    assert.deepEqual(worker.log, ['onStart']);
    hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
  });

  test(`CALL-09 raw arguments of the wrong number or type are answered with an error ${where}`, async (assert) => {
    const { world, worker, gateway } = await scene(remote);
    for (const args of [[], [1], [1, '2'], [1, 2, 3], [null, null], [{ valueOf: 1 }, 2]]) {
      const seen = await world.outcome(askRaw(gateway, { method: 'add(number, number)', args }));
      failedWith(
        assert,
        seen,
        IllegalArgumentError,
        'illegal-argument',
        'add(number, number)',
        worker.address,
      );
    }
    tellRaw(gateway, { method: 'note(string)', args: [1] });
    await world.settle();
    assert.deepEqual(worker.log, ['onStart']);
    hasValue(
      assert,
      await world.outcome(askRaw(gateway, { method: 'add(number, number)', args: [1, 2] })),
      3,
    );
  });

  test(`MSG-08 a message of an unknown kind is answered with an error ${where}`, async (assert) => {
    const { world, gateway } = await scene(remote);
    const seen = await world.outcome(askRaw(gateway, { kind: 'unknown' }));
    failedWith(assert, seen, UnknownMessageError, 'unknown-message', 'unknown');
    tellRaw(gateway, { kind: 'unknown' });
    hasValue(assert, await world.outcome(gateway.add(1, 2)), 3);
  });
}

/** An endpoint of any gateways, without the static check. */
abstract class Unchecked extends RpcEndpoint<never> {
  constructor(service: RpcService, ...gateways: readonly { readonly name: string }[]) {
    super(service, { endpointId: 'unchecked', gateways: gateways as never });
  }
}

test('an endpoint that lacks a declared method is refused, and its id stays free', (assert) => {
  const service = new World().service();
  class Lacking extends Unchecked {
    readonly add = 'no function';
  }
  raises(
    assert,
    () => new Lacking(service, WorkGateway),
    MissingMethodError,
    'missing-method',
    'echo',
    'Work',
  );
  assert.notThrows(() => new Worker(service, { endpointId: 'unchecked' }));
  raises(
    assert,
    () => new Worker(service, { endpointId: 'unchecked' }),
    EndpointIdInUseError,
    'endpoint-id-in-use',
    "'unchecked'",
  );
});

test('CALL-06 methods of one name are told apart by their parameter types, and inherited ones are found', async (assert) => {
  const world = new World();
  const service = world.service();
  const Base = defineGateway('Base', { say: ask([t.string], t.string) });
  const Overloaded = defineGateway(
    'Overloaded',
    { sayNumber: ask([t.number], t.string, { name: 'say' }) },
    Base,
  );
  class Talker extends RpcEndpoint<Talker> {
    constructor(rpcService: RpcService) {
      super(rpcService, { gateways: [Overloaded] });
    }

    say(text: string): string {
      return `text ${text}`;
    }

    sayNumber(number: number): string {
      return `number ${number}`;
    }
  }
  class Heir extends Talker {}
  const endpoint = new Heir(service);
  endpoint.start();
  const gateway = await world.connect(service, endpoint.address, Overloaded);
  hasValue(assert, await world.outcome(gateway.sayNumber(1)), 'number 1');
  hasValue(assert, await world.outcome(gateway.say('a')), 'text a');
  const base = await world.connect(service, endpoint.address, Base);
  hasValue(assert, await world.outcome(base.say('b')), 'text b');
  hasValue(assert, await world.outcome(askRaw(base, { method: 'say(number)', args: [1] })), 'number 1');
});

test('CALL-06 two gateways of one endpoint can share a method, not a key', async (assert) => {
  const Base = defineGateway('Base', { say: tell([t.string]) });
  const [One, Two] = [defineGateway('One', {}, Base), defineGateway('Two', {}, Base)];
  const Clashing = defineGateway('Clashing', { shout: tell([t.string], { name: 'say' }) });
  class Both extends Unchecked {
    say(): void {}
    shout(): void {}
  }
  raises(
    assert,
    () => new Both(new World().service(), One, Clashing),
    IllegalArgumentError,
    'illegal-argument',
    'say(string)',
    'shout',
  );
  assert.notThrows(() => new Both(new World().service(), One, Two));
});
