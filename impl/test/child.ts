/** The cases of {@link runChild}: what is asserted about a whole process, or could end one. Run as `child.js CASE`. */

const [, , wanted = ''] = process.argv;
if (wanted === 'browser') Reflect.deleteProperty(globalThis, 'setImmediate');
const { EventLoopScheduler, MemoryNetwork, MemoryTransport, RpcService } = await import('../index.js');
const { NO_LINK } = await import('../scheduling/scheduler.js');
const { Worker, WorkGateway } = await import('./support.js');

const action = (run: () => void) =>
  ({ leg: 'request', id: 0, recipient: null, sender: NO_LINK, run }) as const;

const cases: Readonly<Record<string, () => Promise<void> | void>> = {
  ends: async () => {
    const service = new RpcService({ askTimeoutMs: 3_600_000 });
    const worker = new Worker(service);
    worker.start();
    const gateway = await service.connect(worker.address, WorkGateway);
    if ((await gateway.add(1, 2)) === 3) console.log('answered');
  },
  'default-service': async () => {
    const service = new RpcService();
    const worker = new Worker(service);
    worker.start();
    const gateway = await service.connect(worker.address, WorkGateway);
    console.log(await gateway.add(1, 2));
    await service.close();
    console.log('closed');
  },
  'closed-with-delayed-run': async () => {
    const service = new RpcService();
    const worker = new Worker(service);
    worker.start();
    worker.runLater(() => console.log('never'), 3_600_000);
    await worker.call(() => undefined, 1000);
    await service.close();
    console.log('closed');
  },
  misbehaviour: async () => {
    const network = new MemoryNetwork();
    const [caller, service] = ['left', 'right'].map(
      (host, index) =>
        new RpcService({ transport: new MemoryTransport(network, host, index + 1), askTimeoutMs: 20 }),
    ) as [InstanceType<typeof RpcService>, InstanceType<typeof RpcService>];
    const unreadable = (): object =>
      Object.defineProperty({}, 'then', {
        get: () => {
          throw new Error('then');
        },
      });
    const throws = (thrown: unknown) => (): never => {
      throw thrown;
    };
    const code = [
      throws(new Error('thrown')),
      throws(Object.create(null)),
      () => Promise.reject(new Error('rejected')),
      () => Promise.reject(Object.create(null)),
      unreadable,
    ];
    const endless = (): Promise<never> => new Promise(() => undefined);
    const open: Promise<unknown>[] = [];
    const periodic: { cancel(): void }[] = [];
    for (const misbehave of [...code, endless]) {
      const worker = new Worker(service, { echo: misbehave, note: misbehave });
      const bad = [
        new Worker(service, { onStart: misbehave }),
        new Worker(service, { onStop: misbehave }),
      ] as const;
      for (const endpoint of [worker, ...bad]) {
        endpoint.registerResource({ close: misbehave as () => void });
        endpoint.start();
      }
      const gateways = [
        worker.getSelfGateway(WorkGateway),
        await caller.connect(worker.address, WorkGateway),
      ];
      for (const gateway of gateways) {
        open.push(gateway.echo('x'));
        void gateway.echo('nobody waits for it');
        gateway.note('x');
      }
      open.push(worker.call(misbehave, 20));
      const task = worker.mainThreadExecutor.schedule(misbehave, 1);
      void worker.mainThreadExecutor.schedule(misbehave, 1);
      worker.run(misbehave as () => void);
      worker.mainThreadExecutor.execute(misbehave as () => void);
      const serviceTask = service.scheduledExecutor.schedule(misbehave, 1);
      if (misbehave !== endless) open.push(task.result, serviceTask.result);
      periodic.push(
        service.scheduledExecutor.scheduleAtFixedRate(misbehave as () => void, 1, 1000),
        service.scheduledExecutor.scheduleWithFixedDelay(misbehave as () => void, 1, 1000),
      );
      void bad[1].close();
    }
    const worker = new Worker(service);
    worker.start();
    const gateway = await caller.connect(worker.address, WorkGateway);
    console.log(`settled: ${(await Promise.allSettled(open)).length}`);
    for (const task of periodic) task.cancel();
    console.log(`serves on: ${await gateway.add(1, 2)}`);
    void service.close({ timeoutMs: 1 });
    void caller.close();
  },
  'throwing-action': () => {
    const scheduler = new EventLoopScheduler();
    process.on('uncaughtException', (error) => console.log(`uncaught: ${error.message}`));
    scheduler.post(action(() => console.log('first')));
    scheduler.post(
      action(() => {
        throw new Error('thrown by an action');
      }),
    );
    scheduler.post(action(() => console.log('second')));
    scheduler.post(action(() => console.log('third')));
  },
  'throwing-while-catching-up': () => {
    const scheduler = new EventLoopScheduler();
    process.on('uncaughtException', (error) => console.log(`uncaught: ${error.message}`));
    scheduler.post(
      action(() => {
        throw new Error('thrown by an action');
      }),
    );
    scheduler.post(action(() => console.log('second')));
    scheduler.catchUp();
    console.log('caught up');
  },
  browser: () => {
    const scheduler = new EventLoopScheduler();
    let next = 0;
    const count = 10_000;
    for (let id = 0; id < count; id += 1) {
      scheduler.post(
        action(() => {
          if (id === next) next += 1;
          if (id === count - 1) console.log(`${next} in order`);
        }),
      );
    }
  },
};

await cases[wanted]?.();
