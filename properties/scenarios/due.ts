/** Properties of delayed run-async whose endpoint is no longer started when they become due. */
import { RETURN } from './builder.js';
import { type Theme, theme } from './theme.js';

export const dueThemes: readonly Theme[] = [
  theme(
    'SELF-10, SELF-11, MAIN-14, LIFE-13 a delayed run-async becomes due while its endpoint is stopped, terminating or gone',
    (b) => {
      b.service();
      const endpoint = b.started({ onStop: b.pick(['later', 'later', 'done']) });
      for (let count = b.int(1, 2); count > 0; count -= 1) b.runAsync(endpoint, b.pick([10, 20]), RETURN);
      const stops = b.chance(50);
      if (stops) b.stop(endpoint);
      else b.terminate(endpoint);
      b.settle();
      if (b.chance(30)) b.releaseStop(endpoint);
      b.advance(b.pick([10, 21, 21]));
      if (stops && b.chance(50)) b.start(endpoint);
      b.advance(21);
      b.releaseStop(endpoint);
      b.shuffle(20);
    },
  ),
];
