/** Properties of results that come late: the limit expires because time passes, and not because the tape names it. */
import { LATER } from './builder.js';
import { type Theme, theme } from './theme.js';

export const lateThemes: readonly Theme[] = [
  theme(
    'SELF-14, TIME-08, TIME-09, CALL-21, SELF-12 the result of a call-async comes before its limit, at it, after it, or never',
    (b) => {
      b.service();
      const endpoint = b.started();
      const limitMs = b.pick([250, 500]);
      b.callAsync(endpoint, limitMs, LATER);
      const open = b.lastOp;
      b.settle();
      // Timers of the real world are late by some ticks.
      if (b.chance(80)) b.advance(limitMs + b.pick([-1, 0, 1, 300, 300]));
      if (b.chance(80)) b.release(open, b.pick(['value', 'error']));
      b.settle();
      b.callAsync(endpoint);
    },
  ),
];
