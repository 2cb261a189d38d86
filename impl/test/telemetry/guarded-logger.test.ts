/**
 * Goal: a logger that throws, or rejects, harms neither calls, nor links, nor the process, and neither does an observer. Method:
 * services in virtual time that have something to log in each way, a peer that sends what cannot be read, and the warnings of
 * this process.
 */
import test, { type ExecutionContext } from 'ava';
import type { RpcServiceOptions, RuntimeObserver } from '../../index.js';
import {
  FramePeer,
  hasValue,
  hop,
  injectFault,
  Logged,
  tellRaw,
  unreadable,
  WorkGateway,
  World,
} from '../support.js';
import { plainAsk } from '../wire/arbitraries.js';

const full = new Error('the disk is full');

/** Keeps what it is told, and fails. */
class FailingLogger extends Logged {
  private readonly fails: () => void;

  constructor(fails: () => void) {
    super();
    this.fails = fails;
  }

  override debug(details: object, message: string): void {
    super.debug(details, message);
    return this.fails();
  }

  override warn(details: object, message: string): void {
    super.warn(details, message);
    return this.fails();
  }

  override error(details: object, message: string): void {
    super.error(details, message);
    return this.fails();
  }
}

/** A service that has something to log in each way, while a peer and a caller are served. */
async function scene(assert: ExecutionContext, options: RpcServiceOptions): Promise<void> {
  const world = new World();
  const service = world.remoteService(options);
  const script = { note: () => Promise.reject(new RangeError('as asked')) };
  const { worker, gateway } = await world.startedWorker(service, script, world.remoteService());
  worker.registerResource({ close: () => Promise.reject(new RangeError('as asked')) });
  const peer = new FramePeer(world.network, 'peer', 9);
  peer.dial('host1:1');
  peer.send({ ...plainAsk, method: 'echo(unknown)', arguments: [unreadable] });
  gateway.note('fails later');
  tellRaw(gateway, { method: 'unknown()' });
  hasValue(assert, await world.outcome(gateway.echo('x')), 'x');
  assert.deepEqual(peer.reasons, []);
  injectFault(await world.connect(service, worker.address, WorkGateway));
  assert.is((await world.outcome(worker.terminationFuture)).state, 'error');
  await world.outcome(service.close());
  await hop();
}

const LINES = [
  'warn a frame that does not decode was dropped',
  'debug a message was dropped',
  'warn a one-way handler failed',
  'error an endpoint failed, and its service goes down',
  'warn a resource failed to close',
];

for (const [how, fails] of [
  [
    'throws',
    () => {
      throw full;
    },
  ],
  ['rejects', () => Promise.reject(full) as unknown as undefined],
] as const) {
  test.serial(
    `a logger that ${how} harms nobody, and each line is a warning of the process`,
    async (assert) => {
      const causes: unknown[] = [];
      const heard = ({ message, cause }: Error): void => {
        if (message === 'The logger of a service has thrown') causes.push(cause);
      };
      process.on('warning', heard);
      const logger = new FailingLogger(fails);
      await scene(assert, { logger });
      await hop();
      process.off('warning', heard);
      assert.deepEqual([...logger.lines].sort(), [...LINES].sort());
      assert.deepEqual(
        causes,
        LINES.map(() => full),
      );
    },
  );
}

test.serial('an observer that throws harms nobody, and is logged', async (assert) => {
  const heard = new Set<string>();
  const failing = (what: string) => (): never => {
    heard.add(what);
    throw full;
  };
  const observer: RuntimeObserver = {
    ran: failing('ran'),
    lost: failing('lost'),
    began: failing('began'),
    ended: failing('ended'),
  };
  const logger = new Logged();
  await scene(assert, { observer, logger });
  assert.deepEqual([...heard].sort(), ['began', 'ended', 'lost', 'ran']);
  for (const line of [...LINES, 'warn an observer failed']) assert.true(logger.lines.includes(line), line);
});
