/**
 * Goal: telemetry whose hooks throw harms neither calls nor the service. Method: a service in virtual time with telemetry each of
 * whose hooks throws in turn, and with one that does everything wrong at once.
 */
import test from 'ava';
import type { IncomingCall, Instrumentation, OutgoingCall } from '../../index.js';
import { guarded } from '../../telemetry/guarded.js';
import { hasValue, hop, Logged, type Script, tellRaw, WorkGateway, World } from '../support.js';

const HOOKS = [
  'began',
  'down',
  'called',
  'context',
  'received',
  'run before',
  'run behind',
  'run never',
  'run twice',
  'succeeded',
  'failed',
  'dropped',
  'ran',
] as const;
type Hook = (typeof HOOKS)[number];

/** Telemetry some of whose hooks throw. */
function broken(throwing: (hook: Hook) => boolean): Instrumentation {
  const hook = (name: Hook): void => {
    if (throwing(name)) throw new Error(`the hook ${name} is broken`);
  };
  const ends = { succeeded: () => hook('succeeded'), failed: () => hook('failed') };
  const outgoing: OutgoingCall = {
    get context() {
      hook('context');
      return null;
    },
    ...ends,
  };
  const incoming: IncomingCall = {
    ...ends,
    run(handler) {
      hook('run before');
      if (throwing('run never')) return;
      handler();
      if (throwing('run twice')) handler();
      hook('run behind');
    },
    dropped: () => hook('dropped'),
  };
  return {
    observer: { ran: () => hook('ran'), lost() {}, began() {}, ended() {} },
    called: () => {
      hook('called');
      return outgoing;
    },
    received: () => {
      hook('received');
      return incoming;
    },
    began: () => {
      hook('began');
      return () => hook('down');
    },
  };
}

/** Everything that telemetry hears of, with telemetry that throws. @returns how often something was logged */
async function scene(
  assert: Parameters<typeof hasValue>[0],
  throwing: (hook: Hook) => boolean,
): Promise<number> {
  const world = new World();
  const logger = new Logged();
  const options = { instrumentation: broken(throwing), logger };
  const [caller, service] = [world.remoteService(options), world.remoteService(options)];
  let handled = 0;
  const script: Script = {
    echo: (value) => {
      handled += 1;
      if (value === 'throw') throw new RangeError('as asked');
      return value;
    },
  };
  const { worker, gateway } = await world.startedWorker(service, script, caller);
  const local = await world.connect(service, worker.address, WorkGateway);
  for (const each of [gateway, local]) {
    hasValue(assert, await world.outcome(each.echo('x')), 'x');
    assert.is((await world.outcome(each.echo('throw'))).state, 'error');
    each.note('told');
    tellRaw(each, { method: 'unknown()' });
    hasValue(assert, await world.outcome(each.add(1, 2)), 3);
  }
  assert.is(handled, 4);
  assert.deepEqual(worker.log, ['onStart', 'told', 'told']);
  for (const each of [caller, service]) hasValue(assert, await world.outcome(each.close()), undefined);
  return logger.lines.filter((line) => line === 'warn a hook of telemetry failed').length;
}

for (const broke of HOOKS) {
  test(`SUPER-01 a hook of telemetry that is broken harms nobody: ${broke}`, async (assert) => {
    const logged = await scene(assert, (hook) => hook === broke);
    if (broke === 'run never' || broke === 'run twice')
      assert.is(logged, 0); // nothing was thrown
    else assert.true(logged > 0);
  });
}

test('SUPER-01 telemetry all of whose hooks are broken harms nobody', async (assert) => {
  assert.true((await scene(assert, () => true)) > 0);
});

test('what a handler throws within a hook is its own, and leaves it', (assert) => {
  const failures: unknown[] = [];
  const handler = new Error('of the handler');
  for (const hook of ['run behind', 'run before', 'called'] as const) {
    const telemetry = guarded(
      broken((name) => name === hook),
      (error) => failures.push(error),
    );
    const call = telemetry.received({ method: 'a/b', address: 'c', asked: true }, null);
    assert.is(
      assert.throws(() =>
        call.run(() => {
          throw handler;
        }),
      ),
      handler,
    );
  }
  assert.deepEqual(
    failures.map((error) => (error as Error).message),
    ['the hook run behind is broken', 'the hook run before is broken'],
  );
});

test('telemetry that works is heard as if there were no guard', (assert) => {
  const heard: string[] = [];
  const telemetry = guarded(
    {
      observer: null,
      called: ({ method }) => ({
        context: { trace: 'parent' },
        succeeded: () => heard.push(`${method} succeeded`),
        failed: (error) => heard.push(`${method} failed: ${error}`),
      }),
      received: ({ method }, context) => ({
        run: (handler) => {
          heard.push(`${method} within ${context?.['trace']}`);
          handler();
        },
        succeeded: () => heard.push('handled'),
        failed: () => heard.push('not handled'),
        dropped: (rule) => heard.push(`dropped by ${rule}`),
      }),
      began: (figures) => {
        heard.push(`${figures().links} links`);
        return () => heard.push('down');
      },
    },
    (error) => assert.fail(String(error)),
  );
  assert.is(telemetry.observer, null);
  const facts = { method: 'a/b', address: 'c', asked: true };
  const down = telemetry.began(() => ({ links: 1, pendingAsks: 0, peersLeftAlone: 0, traffic: [] }));
  const call = telemetry.called(facts);
  assert.deepEqual(call.context, { trace: 'parent' });
  call.succeeded();
  call.failed('x');
  const handling = telemetry.received(facts, call.context);
  handling.run(() => heard.push('handler'));
  handling.succeeded();
  handling.failed('y');
  handling.dropped('FENCE-02');
  down();
  assert.deepEqual(heard, [
    '1 links',
    'a/b succeeded',
    'a/b failed: x',
    'a/b within parent',
    'handler',
    'handled',
    'not handled',
    'dropped by FENCE-02',
    'down',
  ]);
});

test('a hook that is asynchronous and rejects is logged, and its rejection ends nothing', async (assert) => {
  const failures: unknown[] = [];
  const late = new Error('later');
  const lateHook = (): undefined => Promise.reject(late) as unknown as undefined;
  const telemetry = guarded(
    {
      observer: { ran: lateHook, lost: lateHook, began: lateHook, ended: lateHook },
      called: () => ({ context: null, succeeded: lateHook, failed: lateHook }),
      received: () => ({
        run: (handler) => handler(),
        succeeded: lateHook,
        failed: lateHook,
        dropped: lateHook,
      }),
      began: () => lateHook,
    },
    (error) => failures.push(error),
  );
  telemetry.observer?.lost('request', 1, 'overflow');
  const facts = { method: 'a/b', address: 'c', asked: true };
  telemetry.called(facts).succeeded();
  telemetry.received(facts, null).dropped('FENCE-02');
  telemetry.began(() => ({ links: 1, pendingAsks: 0, peersLeftAlone: 0, traffic: [] }))();
  await hop();
  assert.deepEqual(failures, [late, late, late, late]);
});
