/** Properties of the main thread while somebody else is on one: a handler that holds it, another endpoint, a hook. */
import type { Operation } from '../../spec/index.js';
import { HOLD, RETURN, script } from './builder.js';
import { type Theme, theme } from './theme.js';

export const threadThemes: readonly Theme[] = [
  theme(
    'MAIN-02, MAIN-05, MAIN-07, MAIN-11, SELF-05, LIFE-17 a handler holds the main thread: the check elsewhere, and what becomes due meanwhile',
    (b) => {
      b.service();
      const endpoint = b.started({ kind: b.pick(['plain', 'fenced']) });
      const executor = b.executor(endpoint);
      const held = b.call(endpoint, { script: HOLD });
      b.settle();
      let task: number | null = null;
      for (let count = b.int(1, 2); count > 0; count -= 1) {
        const which = b.int(0, 3);
        if (which === 0) b.step(check(endpoint.number), b.int(0, 1));
        else if (which === 1) {
          b.schedule(executor, b.pick([0, 5]));
          task = b.lastOp;
        } else if (which === 2) b.runAsync(endpoint, b.pick([5, 10]));
        else b.sendControl(endpoint, b.pick(['start', 'stop']));
      }
      b.advance(b.pick([5, 10]));
      if (task !== null && b.chance(60)) b.step({ type: 'cancel', scheduled: task });
      b.release(held);
    },
    { weight: 2, holds: true },
  ),

  theme(
    'MAIN-02, MAIN-04, LIFE-17 the main-thread check on the main thread of another endpoint, after a hook, and beside tasks of the service',
    (b) => {
      b.service();
      const endpoint = b.started({ onStop: 'later' });
      const other = b.started();
      if (b.chance(50))
        b.call(other, { script: script({ ending: 'return' }, [b.nested(check(endpoint.number))]) });
      if (b.chance(50)) b.terminate(endpoint);
      if (b.chance(50)) {
        const periodMs = b.pick([null, 2]);
        b.step({ type: 'service-schedule', service: 0, delayMs: 1, periodMs, mode: 'rate', throwsAtRun: 0 });
        b.advance(1);
      }
      b.settle();
      b.step(check(endpoint.number));
      b.call(endpoint, { script: RETURN });
    },
  ),

  theme(
    'MAIN-06, MAIN-12, MAIN-13, MAIN-14 the executor is used by a handler, and while its endpoint stops',
    (b) => {
      b.service();
      const endpoint = b.started({ onStop: 'later' });
      const executor = b.executor(endpoint);
      if (b.chance(40)) b.schedule(executor, 5);
      if (b.chance(40)) b.runAsync(endpoint, 5);
      const stops = b.chance(60);
      if (stops) b.terminate(endpoint);
      b.settle();
      if (b.chance(50)) b.execute(executor);
      else {
        const execute = b.nested({ type: 'execute', executor, script: RETURN });
        b.call(endpoint, { script: script({ ending: 'return' }, [execute]) });
      }
      b.call(endpoint);
      b.advance(5);
      b.releaseStop(endpoint);
    },
  ),
];

/** The main-thread check of an endpoint. */
function check(endpoint: number): Operation {
  return { type: 'query', subject: { endpoint }, property: 'validate-main-thread' };
}
