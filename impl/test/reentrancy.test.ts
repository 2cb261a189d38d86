/** Goal: user code may do anything to its own endpoint and to others while it runs. Method: handlers and hooks that do. */
import test from 'ava';
import {
  AskTimeoutError,
  EndpointFailedError,
  EndpointNotStartedError,
  NotMainThreadError,
  RecipientUnreachableError,
} from '../index.js';
import {
  defer,
  FencedWorker,
  failedWith,
  hasValue,
  hop,
  type Script,
  token,
  Worker,
  WorkGateway,
  World,
  watch,
} from './support.js';

/** A started worker whose script knows it, and its self gateway. */
function selfish(script: (worker: () => Worker) => Script) {
  const world = new World();
  const service = world.service();
  const worker: Worker = new Worker(
    service,
    script(() => worker),
  );
  worker.start();
  return { world, service, worker, self: worker.getSelfGateway(WorkGateway) };
}

test('MAIN-01 a handler that waits for its own endpoint gets the answer after it has returned', async (assert) => {
  const { world, self, worker } = selfish((own) => ({
    echo: async (value) => {
      own().log.push('begin');
      const sum = await own()
        .getSelfGateway(WorkGateway)
        .add(value as number, 1);
      own().log.push('end');
      return sum;
    },
  }));
  hasValue(assert, await world.outcome(self.echo(1)), 2);
  assert.deepEqual(worker.log, ['onStart', 'begin', 'end']);
});

test('ORD-01 what a handler tells its own endpoint runs after it, in order', async (assert) => {
  const { world, self, worker } = selfish((own) => ({
    echo: () => {
      for (const text of ['a', 'b']) own().getSelfGateway(WorkGateway).note(text);
      own().run(() => own().log.push('run'));
      own().mainThreadExecutor.execute(() => own().log.push('executed'));
      own().log.push('still in the handler');
      return null;
    },
  }));
  await world.outcome(self.echo(0));
  assert.deepEqual(worker.log, ['onStart', 'still in the handler', 'a', 'b', 'run', 'executed']);
});

test('two endpoints that call each other in a ring come to an end', async (assert) => {
  const world = new World();
  const service = world.service();
  const ring: Worker[] = [];
  const around = (position: number) => async (value: unknown) => {
    if ((value as number) === 0) return 'around';
    return (ring[(position + 1) % ring.length] as Worker)
      .getSelfGateway(WorkGateway)
      .echo((value as number) - 1);
  };
  for (let position = 0; position < 3; position += 1) {
    const worker = new Worker(service, { echo: around(position) });
    worker.start();
    ring.push(worker);
  }
  hasValue(assert, await world.outcome((ring[0] as Worker).getSelfGateway(WorkGateway).echo(10)), 'around');
});

test('CALL-24 a handler can close its own endpoint and still answer', async (assert) => {
  const { world, self, worker } = selfish((own) => ({
    echo: (value) => {
      void own().close();
      return value;
    },
  }));
  const answer = watch(self.echo('answered'));
  await world.settle();
  hasValue(assert, answer, 'answered');
  hasValue(assert, await world.outcome(worker.terminationFuture), undefined);
});

test('CALL-24 a handler that waits for the end of its own endpoint does not hold it up', async (assert) => {
  const { world, self, worker } = selfish((own) => ({ echo: () => own().close() }));
  const answer = watch(self.echo('x'));
  await world.settle();
  await hop();
  await world.settle();
  assert.deepEqual(answer, { state: 'value', value: undefined });
  hasValue(assert, await world.outcome(worker.terminationFuture), undefined);
});

test('LIFE-03 a handler that starts its own endpoint again changes nothing', async (assert) => {
  const { world, self, worker } = selfish((own) => ({
    echo: (value) => {
      own().start();
      return value;
    },
  }));
  hasValue(assert, await world.outcome(self.echo(1)), 1);
  hasValue(assert, await world.outcome(self.echo(2)), 2);
  assert.deepEqual(worker.log, ['onStart']);
});

test('LIFE-04, LIFE-06, MSG-01 a handler can pause its own endpoint, and start it again', async (assert) => {
  const { world, self, worker } = selfish((own) => ({
    echo: (value) => {
      own().pause();
      return value;
    },
    add: () => {
      own().pause();
      own().start();
      return 0;
    },
  }));
  hasValue(assert, await world.outcome(self.add(1, 2)), 0);
  hasValue(assert, await world.outcome(self.echo('paused')), 'paused');
  failedWith(assert, await world.outcome(self.echo('x')), EndpointNotStartedError, 'endpoint-not-started');
  assert.deepEqual(worker.log, ['onStart', 'onStart']);
});

test('LIFE-10, SUPER-03 a handler that closes and then starts its endpoint makes it fail', async (assert) => {
  const { world, service, self, worker } = selfish((own) => ({
    echo: (value) => {
      void own().close();
      own().start();
      return value;
    },
    onStop: () => new Promise(() => undefined),
  }));
  const answer = watch(self.echo('answered'));
  await world.settle();
  hasValue(assert, answer, 'answered');
  failedWith(assert, await world.outcome(worker.terminationFuture), EndpointFailedError, 'endpoint-failed');
  failedWith(assert, await world.outcome(service.close()), EndpointFailedError, 'endpoint-failed');
});

test('a handler can close its service and still answer', async (assert) => {
  const { world, service, self } = selfish((own) => ({
    echo: (value) => {
      void own().rpcService.close();
      return value;
    },
  }));
  const answer = watch(self.echo('answered'));
  await world.settle();
  hasValue(assert, answer, 'answered');
  hasValue(assert, await world.outcome(service.close()), undefined);
});

test('SERV-01, TERM-07 a handler can create, start, ask and close other endpoints', async (assert) => {
  const { world, self } = selfish((own) => ({
    echo: async (value) => {
      const { rpcService } = own();
      const child = new Worker(rpcService, { endpointId: 'child' });
      child.start();
      const gateway = await rpcService.connect(child.address, WorkGateway);
      const sum = await gateway.add(value as number, 1);
      await child.close();
      const next = new Worker(rpcService, { endpointId: 'child' });
      return [sum, next.endpointId];
    },
  }));
  hasValue(assert, await world.outcome(self.echo(1)), [2, 'child']);
});

test('START-01, LIFE-02 onStart can tell and ask its own endpoint; the answers come after it', async (assert) => {
  const { world, worker } = selfish((own) => ({
    onStart: () => {
      const gateway = own().getSelfGateway(WorkGateway);
      gateway.note('told in onStart');
      void gateway.add(1, 2).then((sum) => own().log.push(`sum ${sum}`));
      own().run(() => own().log.push('run in onStart'));
      own().log.push('onStart ends');
    },
  }));
  await world.settle();
  assert.deepEqual(worker.log, ['onStart', 'onStart ends', 'told in onStart', 'run in onStart', 'sum 3']);
});

test('STOP-02 onStop can ask its own endpoint, and its end waits for the answer', async (assert) => {
  const { world, worker } = selfish((own) => ({
    onStop: async () => {
      own().log.push(`sum ${await own().getSelfGateway(WorkGateway).add(1, 2)}`);
    },
  }));
  await world.settle();
  hasValue(assert, await world.outcome(worker.close()), undefined);
  assert.deepEqual(worker.log, ['onStart', 'onStop', 'sum 3']);
});

test('TERM-08 onStop can close its own endpoint again', async (assert) => {
  const { world, worker } = selfish((own) => ({
    onStop: () => {
      void own().close();
      return Promise.resolve();
    },
  }));
  await world.settle();
  hasValue(assert, await world.outcome(worker.close()), undefined);
  assert.deepEqual(worker.log, ['onStart', 'onStop']);
});

test('STOP-06 an onStop that waits for its own end waits for ever, and the limit of its service cuts it off', async (assert) => {
  const { world, service, worker } = selfish((own) => ({ onStop: () => own().close() }));
  await world.settle();
  const end = await world.outcome(worker.close());
  await world.advance(1_000_000);
  assert.is(end.state, 'open');
  const closed = watch(service.close({ timeoutMs: 1 }));
  await world.advance(1);
  assert.deepEqual([end.state, closed.state], ['error', 'error']);
});

test('STOP-08 a resource can unregister and register others while it is closed', async (assert) => {
  const { world, worker } = selfish(() => ({}));
  const first = { close: () => worker.log.push('first') };
  worker.registerResource(first as { close(): void });
  worker.registerResource({
    close: () => {
      worker.log.push(`unregistered ${worker.unregisterResource(first as { close(): void })}`);
      assert.throws(() =>
        worker.registerResource({ close: () => worker.log.push('late') as unknown as undefined }),
      );
    },
  });
  await world.settle();
  hasValue(assert, await world.outcome(worker.close()), undefined);
  assert.deepEqual(worker.log.slice(0, 3), ['onStart', worker.log[1], 'late']);
  assert.is(worker.log.at(-1), 'onStop');
});

test('FENCE-08, FENCE-09, FENCE-17 a handler that replaces the token is heard by the new one at once', async (assert) => {
  const world = new World();
  const service = world.service();
  const worker: FencedWorker = new FencedWorker(service, token('01'), {
    echo: () => {
      const { mainThreadExecutor } = worker;
      worker.setFencingToken(token('02'));
      mainThreadExecutor.execute(() => worker.log.push('bound to the old token'));
      const self = worker.getSelfGateway(WorkGateway);
      self.note('sent with the new token');
      return self.add(1, 2);
    },
  });
  worker.start();
  const gateway = await world.value(service.connectFenced(worker.address, WorkGateway, token('01')));
  hasValue(assert, await world.outcome(gateway.echo('x')), 3);
  assert.deepEqual(worker.log, ['sent with the new token']);
});

test('MAIN-02, MAIN-03, MAIN-06 after an await the way back to the main thread is the executor', async (assert) => {
  const { world, self, worker } = selfish((own) => ({
    echo: async () => {
      const { mainThreadExecutor } = own();
      await hop();
      try {
        own().validateRunsInMainThread();
      } catch (error) {
        own().log.push((error as NotMainThreadError).code);
      }
      return new Promise((resolve) => {
        mainThreadExecutor.execute(() => {
          own().validateRunsInMainThread();
          resolve('back');
        });
      });
    },
  }));
  const answer = watch(self.echo('x'));
  for (let turn = 0; turn < 3; turn += 1) {
    await world.settle();
    await hop();
  }
  hasValue(assert, answer, 'back');
  assert.deepEqual(worker.log, ['onStart', new NotMainThreadError('').code]);
});

test('CALL-15 a handler whose own ask expires fails its asker with that', async (assert) => {
  const world = new World();
  const service = world.service();
  const { gateway: silent } = await world.startedWorker(service, {
    within: () => new Promise(() => undefined),
  });
  const { gateway } = await world.startedWorker(service, { echo: () => silent.within('x', 5) });
  const seen = await world.outcome(gateway.echo('x'));
  await world.advance(5);
  failedWith(assert, seen, AskTimeoutError, 'ask-timeout', 'within(string, rpcTimeout)', '5 ms');
});

test('ORD-04 answers come in the order in which results become available', async (assert) => {
  const world = new World();
  const results = [defer<string>(), defer<string>()] as const;
  const { gateway } = await world.startedWorker(world.service(), {
    echo: (position) => (results[position as 0 | 1] as { promise: Promise<string> }).promise,
  });
  const order: unknown[] = [];
  for (const position of [0, 1]) void gateway.echo(position).then((value) => order.push(value));
  await world.settle();
  results[1].resolve('second');
  await world.settle();
  results[0].resolve('first');
  await world.settle();
  assert.deepEqual(order, ['second', 'first']);
});

test('CALL-20, DEAD-02 asks among endpoints that die while they wait end, each once', async (assert) => {
  const world = new World();
  const service = world.service();
  const late = defer<unknown>();
  const { worker: callee, gateway: toCallee } = await world.startedWorker(service, {
    echo: () => late.promise,
  });
  const { worker: caller, gateway: toCaller } = await world.startedWorker(service, {
    echo: (value) => toCallee.echo(value),
  });
  const [executed, queued] = [watch(toCaller.echo('executed')), watch(toCallee.add(1, 2))];
  await world.settle();
  hasValue(assert, queued, 3);
  hasValue(assert, await world.outcome(caller.close()), undefined);
  hasValue(assert, await world.outcome(callee.close()), undefined);
  assert.is(executed.state, 'open');
  failedWith(
    assert,
    await world.outcome(toCallee.echo('x')),
    RecipientUnreachableError,
    'recipient-unreachable',
  );
  await world.advance(10_000);
  failedWith(assert, executed, AskTimeoutError, 'ask-timeout');
  late.resolve('too late');
  await world.settle();
  failedWith(assert, executed, AskTimeoutError, 'ask-timeout');
});
