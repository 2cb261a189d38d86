/** Properties of family MAIN: the main thread and its executor. */
import { HOLD, RETURN, script, THROW } from './builder.js';
import { anyToken } from './stage.js';
import { type Theme, theme } from './theme.js';

export const mainThemes: readonly Theme[] = [
  theme('MAIN-01, MAIN-03, ORD-03, CALL-15 a nested call of another endpoint', (b) => {
    b.service();
    b.service();
    const inner = b.started({ service: b.int(0, 1) });
    const outer = b.started();
    const gateway = b.connected(inner, { service: 0 });
    const nested = b.nested(b.callOperation(gateway, { script: b.pick([RETURN, THROW]) }));
    b.call(outer, { script: script({ ending: 'return' }, [nested, b.nested(b.callOperation(inner))]) });
    b.call(inner, { lane: 1 });
    b.shuffle(60);
  }),

  theme(
    'MAIN-07, MAIN-08, MAIN-09, MAIN-10, MAIN-11, MAIN-16 tasks of the executor: results, delays, cancelling, no periods',
    (b) => {
      b.service();
      const endpoint = b.started();
      const executor = b.executor(endpoint);
      const op = b.schedule(
        executor,
        b.pick([-5, 0, 3, 10.9]),
        b.pick([RETURN, THROW, script({ ending: 'null' })]),
        b.chance(50),
      );
      if (b.chance(40)) b.execute(executor);
      if (b.chance(50)) b.step({ type: 'cancel', scheduled: op }, b.int(0, 1));
      if (b.chance(30)) b.step({ type: 'schedule-periodically', executor, mode: b.pick(['rate', 'delay']) });
      b.settle();
      b.advance(b.pick([2, 3, 10, 11]));
      if (b.chance(30)) b.step({ type: 'cancel', scheduled: op });
      b.shuffle(50);
    },
    { weight: 3 },
  ),

  theme(
    'MAIN-12, MAIN-13, MAIN-14, MAIN-15, SELF-10, SELF-11 tasks of the executor when the endpoint is not started, paused or stopping',
    (b) => {
      b.service();
      const endpoint = b.create({ onStop: b.pick(['later', 'later', 'done']) });
      const executor = b.executor(endpoint);
      if (b.chance(70)) b.start(endpoint);
      if (b.chance(60)) b.settle();
      b.schedule(executor, b.pick([0, 10]));
      if (b.chance(50)) b.runAsync(endpoint, 10);
      b.settle();
      if (b.chance(30)) b.advance(10);
      if (b.chance(20)) b.stop(endpoint);
      if (b.chance(60)) b.terminate(endpoint);
      b.settle();
      b.schedule(executor, b.pick([0, 10]));
      b.execute(executor);
      b.settle();
      b.advance(10);
      b.releaseStop(endpoint);
      b.shuffle(30);
    },
    { weight: 3 },
  ),

  theme(
    'MAIN-02, MAIN-03, LIFE-17, FENCE-15, FENCE-13 the main thread: where one is on it and where not',
    (b) => {
      b.service();
      const endpoint = b.started({ kind: b.pick(['plain', 'fenced', 'permanently-fenced']) });
      const subject = { endpoint: endpoint.number };
      const nested = [
        b.nested({ type: 'query', subject, property: b.pick(['validate-main-thread', 'running']) }),
      ];
      if (endpoint.kind !== 'plain')
        nested.push(b.nested({ type: 'set-token', endpoint: endpoint.number, token: anyToken(b) }));
      if (b.chance(50)) b.call(endpoint, { script: script({ ending: b.pick(['return', 'later']) }, nested) });
      else b.callAsync(endpoint, 500, script({ ending: 'return' }, nested));
      b.step({ type: 'query', subject, property: b.pick(['validate-main-thread', 'running']) });
      if (endpoint.kind !== 'plain')
        b.step({ type: 'set-token', endpoint: endpoint.number, token: anyToken(b) });
      b.call(endpoint);
    },
    { weight: 2 },
  ),

  theme(
    'MAIN-05, MAIN-01, HAND-06, HAND-13, TERM-05 a handler that holds the main thread delays everything of its endpoint and nothing of others',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.started();
      const other = b.started();
      const gateway = b.connected(endpoint, { service: b.int(0, 1) });
      const held = b.call(gateway, { script: HOLD });
      b.settle();
      const which = b.int(0, 4);
      if (which === 0) b.connect(endpoint, { lane: 1, service: b.int(0, 1) });
      else if (which === 1) b.stop(endpoint, 1);
      else if (which === 2) b.terminate(endpoint, 1);
      else if (which === 3) b.runAsync(endpoint, 0, RETURN, false, 1);
      else b.callAsync(endpoint, 500);
      b.call(other, { lane: 2 });
      if (b.chance(50)) b.advance(b.pick([400, 1200]));
      b.release(held);
      b.shuffle(30);
    },
    { weight: 3, holds: true },
  ),
];
