/**
 * Goal: a connect identifies, shakes hands, and fails as the book says, whatever the order of events. Method: the tape
 * holds back what is to be late.
 */
import test from 'ava';
import { RecipientUnreachableError, RpcConnectionError } from '../../index.js';
import { failedWith, Observed, Worker, WorkGateway, World, watch } from '../support.js';

test('HAND-01, HAND-13 each step of a connect has the limit of an ask', async (assert) => {
  const world = new World([{ held: { leg: 'identify', id: 1 }, first: { leg: 'timeout', id: 1 } }]);
  const service = world.service({ askTimeoutMs: 50 });
  const worker = new Worker(service);
  const seen = await world.outcome(service.connect(worker.address, WorkGateway));
  failedWith(assert, seen, RpcConnectionError, 'connection', 'identification', '50 ms', worker.address);
  assert.is(world.scheduler.now(), 50);
  const second = new World([{ held: { leg: 'handshake', id: 1 }, first: { leg: 'timeout', id: 1 } }]);
  const other = second.service({ askTimeoutMs: 50 });
  const late = await second.outcome(other.connect(new Worker(other).address, WorkGateway));
  failedWith(assert, late, RpcConnectionError, 'connection', 'handshake', '50 ms');
});

test('HAND-14 an endpoint that dies between identification and handshake is unreachable', async (assert) => {
  const world = new World([{ held: { leg: 'handshake', id: 1 }, first: { leg: 'gone', id: 1 } }]);
  const service = world.service();
  const worker = new Worker(service);
  const seen = watch(service.connect(worker.address, WorkGateway));
  void worker.close();
  await world.settle();
  failedWith(assert, seen, RecipientUnreachableError, 'recipient-unreachable', worker.address);
});

test('ADDR-14, ADDR-17, ADDR-18, ADDR-19 a pattern leads to one live endpoint that matches, or fails at once', async (assert) => {
  const world = new World();
  const service = world.service();
  const pattern = 'fencepost://fencepost/user/rpc/worker_*';
  const none = await world.outcome(service.connect(pattern, WorkGateway));
  failedWith(assert, none, RpcConnectionError, 'connection', pattern);
  assert.is(world.scheduler.now(), 0);
  const [first, second] = [
    new Worker(service, { endpointId: 'worker_1' }),
    new Worker(service, { endpointId: 'worker_2' }),
  ];
  assert.is(new Worker(service, { endpointId: 'other' }).endpointId, 'other');
  const gateway = await world.connect(service, pattern, WorkGateway);
  assert.is(gateway.address, first.address);
  await world.value(first.close());
  const next = await world.connect(service, pattern, WorkGateway);
  assert.is(next.address, second.address);
});

test('CALL-21, ADDR-18 of several identities the first counts, and those after it are late', async (assert) => {
  for (const observer of [new Observed(), undefined]) {
    const world = new World();
    const service = world.service(observer === undefined ? {} : { observer });
    const [first, dying] = [1, 2].map(
      (number) => new Worker(service, { endpointId: `worker_${number}` }),
    ) as [Worker, Worker];
    const pattern = first.address.replace('_1', '_*');
    void dying.close();
    const gateway = await world.connect(service, pattern, WorkGateway);
    assert.is(gateway.address, first.address);
    assert.deepEqual(
      observer?.take().filter((event) => event.includes('identi')),
      observer && [
        'ran identify found MSG-05',
        'ran identify none HAND-02',
        'ran identity shake HAND-01',
        'ran identity late CALL-21',
      ],
    );
  }
});

test('ADDR-19, ADDR-20 a pattern all of whose matches are dying fails at once', async (assert) => {
  const world = new World();
  const observer = new Observed();
  const service = world.service({ observer });
  const workers = [1, 2].map((number) => new Worker(service, { endpointId: `worker_${number}` }));
  for (const worker of workers) void worker.close();
  const seen = await world.outcome(service.connect('fencepost://fencepost/user/rpc/worker_*', WorkGateway));
  failedWith(assert, seen, RpcConnectionError, 'connection', 'worker_*');
  assert.is(world.scheduler.now(), 0);
  assert.deepEqual(
    observer.take().filter((event) => event.includes('identity')),
    ['ran identity late ADDR-20', 'ran identity settle CALL-25'],
  );
});

test('HAND-01, CALL-21 an identity that comes after the limit of its step is dropped', async (assert) => {
  for (const endpointId of ['worker', 'nobody']) {
    const world = new World([{ held: { leg: 'identity', id: 1 }, first: { leg: 'timeout', id: 1 } }]);
    const service = world.service({ askTimeoutMs: 50 });
    const worker = new Worker(service, { endpointId: 'worker' });
    const address = worker.address.replace('worker', endpointId);
    const seen = await world.outcome(service.connect(address, WorkGateway));
    failedWith(assert, seen, RpcConnectionError, 'connection', 'identification');
    assert.is(world.scheduler.now(), 50);
    assert.is(world.scheduler.nextDeadlineMs(), null);
  }
});
