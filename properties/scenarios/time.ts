/** Properties of family TIME: timeouts. */
import { LATER } from './builder.js';
import { stage } from './stage.js';
import { type Theme, theme } from './theme.js';

export const timeThemes: readonly Theme[] = [
  theme(
    'TIME-01, TIME-02, TIME-06, TIME-09, CALL-21, CALL-20 ask against timeout',
    (b) => {
      const { endpoint, gateway } = stage(b);
      const op = b.call(gateway, {
        method: b.pick(['ask', 'askWithin']),
        timeout: b.pick([1, 100, 500, 999]),
        script: LATER,
      });
      b.settle();
      b.advance(b.pick([50, 100, 499, 500, 999, 1000, 1001]));
      if (b.chance(30)) b.terminate(endpoint);
      b.release(op, b.pick(['value', 'error']));
      if (b.chance(60)) b.hold({ leg: b.pick(['answer', 'request']), id: op }, { leg: 'timeout', id: op });
      b.settle();
      b.call(gateway);
    },
    { weight: 3 },
  ),

  theme(
    'CALL-20, CALL-19, TIME-06 a future that stays open outlives its endpoint',
    (b) => {
      const { endpoint, gateway } = stage(b);
      const op = b.call(gateway, { script: LATER });
      b.settle();
      b.terminate(endpoint);
      b.settle();
      if (b.chance(25)) b.release(op, b.pick(['value', 'error']));
      b.advance(b.pick([999, 1000, 1001]));
      b.release(op);
    },
    { weight: 2 },
  ),

  theme(
    'TIME-03, TIME-04, TIME-05, CALL-09 limits that no ask can have',
    (b) => {
      const { endpoint, gateway } = stage(b);
      for (let count = b.int(1, 3); count > 0; count -= 1) {
        const timeout = b.pick([0, -1, 0.5, 'nan', 'null', 'not-a-duration', 'huge', 1.9, 300] as const);
        if (b.chance(80)) b.call(gateway, { method: 'askWithin', timeout });
        else b.callAsync(endpoint, timeout);
      }
      b.call(gateway, { argument: b.pick(['wrong-type', 'good']) });
    },
    { weight: 4 },
  ),
];
