/** Properties of limits that pass to the millisecond, above the limit of the service and below it. */
import { LATER } from './builder.js';
import { stage } from './stage.js';
import { type Theme, theme } from './theme.js';

export const limitThemes: readonly Theme[] = [
  theme(
    'TIME-01, TIME-02, TIME-06, TIME-08, TIME-09, SELF-14 a limit passes to the millisecond, whether it is above that of the service or below it',
    (b) => {
      const askTimeoutMs = b.pick([300, 600]);
      const { endpoint, gateway } = stage(b, { askTimeoutMs });
      const which = b.int(0, 2);
      const limitMs = which === 0 ? askTimeoutMs : b.pick([200, 400, 800]);
      if (which === 0) b.call(gateway, { script: LATER });
      else if (which === 1) b.call(gateway, { method: 'askWithin', timeout: limitMs, script: LATER });
      else b.callAsync(endpoint, limitMs, LATER);
      b.advance(limitMs - b.int(0, 1));
      if (b.chance(50)) b.advance(1);
    },
  ),
];
