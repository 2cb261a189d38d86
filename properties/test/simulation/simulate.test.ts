/** Your own endpoints in a simulation: ten lines, virtual time, schedules that shrink. */
import { testProp } from '@fast-check/ava';
import test from 'ava';
import * as t from 'io-ts';
import { ask, defineGateway, RpcEndpoint, type RpcService, rpcTimeout } from '../../../impl/index.js';
import { ForeignWaitError, schedules, simulate } from '../../index.js';

const CounterGateway = defineGateway('Counter', {
  add: ask([t.number], t.number),
  slow: ask([rpcTimeout], t.number),
});

class Counter extends RpcEndpoint<Counter> {
  private total = 0;
  readonly foreign: Promise<number> | null;

  constructor(service: RpcService, foreign: Promise<number> | null = null) {
    super(service, { endpointId: 'counter', gateways: [CounterGateway] });
    this.foreign = foreign;
  }

  add(amount: number): number {
    this.total += amount;
    return this.total;
  }

  slow(): Promise<number> {
    return this.foreign ?? new Promise(() => undefined);
  }
}

testProp(
  'CALL-25, ORD-03 two callers of a counter lose nothing under any schedule',
  [schedules()],
  (assert, schedule) =>
    simulate(schedule, async ({ newService, settle }) => {
      const counter = new Counter(newService());
      counter.start();
      await settle(); // START is a message: a schedule may let the calls of others overtake it
      const gateways = await Promise.all(
        [newService(), newService()].map((service) => service.connect(counter.address, CounterGateway)),
      );
      await Promise.all(gateways.map((gateway) => gateway.add(1)));
      assert.is(await gateways[0]?.add(0), 2);
    }),
  { numRuns: 200, seed: 31 },
);

test('TIME-06, TIME-09 a timeout takes no time of the wall clock', async (assert) => {
  const elapsedMs = await simulate([], async ({ newService, now }) => {
    const service = newService();
    const counter = new Counter(service);
    counter.start();
    const gateway = await service.connect(counter.address, CounterGateway);
    await assert.throwsAsync(gateway.slow(3_600_000), { code: 'ask-timeout' });
    return now();
  });
  assert.is(elapsedMs, 3_600_000);
});

test('settle and advance let exactly so much happen', async (assert) => {
  const seen: number[] = [];
  await simulate([], async ({ newService, advance, settle, now }) => {
    const counter = new Counter(newService());
    counter.start();
    counter.rpcServer.scheduleRunAsync(() => seen.push(now()), 10);
    await settle();
    assert.deepEqual(seen, []);
    await advance(9);
    assert.deepEqual(seen, []);
    await advance(1);
    assert.deepEqual(seen, [10]);
  });
});

test('a body that waits for something foreign is reported, with the handler that holds it', async (assert) => {
  const never = simulate([], async ({ newService }) => {
    const counter = new Counter(newService(), new Promise(() => undefined));
    counter.start();
    const gateway = counter.getSelfGateway(CounterGateway);
    await Promise.race([
      new Promise(() => undefined),
      gateway.slow(5).catch(() => new Promise(() => undefined)),
    ]);
  });
  const error = await assert.throwsAsync(never, { instanceOf: ForeignWaitError });
  assert.regex(error?.message ?? '', /the call of operation \d+ returned a promise that is open/);
});

test('a body that fails fails the simulation', async (assert) => {
  await assert.throwsAsync(
    simulate([], () => Promise.reject(new RangeError('mine'))),
    { instanceOf: RangeError },
  );
});
