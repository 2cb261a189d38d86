/** Properties of limits that expire while a handler or a callable holds the main thread. */
import { HOLD, RETURN } from './builder.js';
import { type Theme, theme } from './theme.js';

export const heldThemes: readonly Theme[] = [
  theme(
    'SELF-14, TIME-08, TIME-09, MAIN-05 a callable holds the main thread beyond its limit, or waits for it in the queue',
    (b) => {
      b.service();
      const endpoint = b.started();
      const gateway = b.connected(endpoint);
      const limitMs = b.pick([250, 500]);
      let held: number | undefined;
      if (b.chance(50)) {
        b.callAsync(endpoint, limitMs, HOLD);
        held = b.lastOp;
      } else {
        held = b.call(gateway, { script: HOLD });
        b.settle();
        b.callAsync(endpoint, limitMs, RETURN);
      }
      b.settle();
      b.advance(limitMs + b.pick([-200, 0, 300, 300]));
      b.release(held as number, 'value');
      b.settle();
      b.callAsync(endpoint);
    },
    { holds: true },
  ),
];
