/** The cases of {@link runChild}: what is asserted about a whole process, or could end one. Run as `child.js CASE`. */

const [, , wanted = ''] = process.argv;
if (wanted === 'browser') Reflect.deleteProperty(globalThis, 'setImmediate');
const { EventLoopScheduler, RpcService } = await import('../index.js');
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
