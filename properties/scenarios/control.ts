/** Properties of control messages that come a second time, past the server of the endpoint. */
import { RETURN } from './builder.js';
import { KINDS } from './stage.js';
import { type Theme, theme } from './theme.js';

export const controlThemes: readonly Theme[] = [
  theme(
    'LIFE-09, LIFE-07, LIFE-08, LIFE-12, LIFE-14, STOP-01, STOP-07, TERM-04 TERMINATE a second time is ignored: onStop runs once, resources are closed once',
    (b) => {
      b.service();
      const endpoint = b.create({
        kind: b.pick(KINDS),
        onStop: b.pick(['later', 'later', 'later', 'done', 'throw', 'failed']),
        resources: b.int(0, 2),
      });
      if (b.chance(85)) b.start(endpoint);
      b.watch(endpoint);
      if (b.chance(60)) b.settle();
      for (let count = b.int(2, 5); count > 0; count -= 1) {
        const lane = b.int(0, 1);
        const which = b.int(0, 11);
        if (which < 5) b.sendControl(endpoint, 'terminate', lane);
        else if (which < 8) b.terminate(endpoint, lane);
        else if (which === 8) b.sendControl(endpoint, b.pick(['start', 'stop']), lane);
        else if (which === 9) b.closeService(0, null, lane);
        else if (which === 10) b.runAsync(endpoint, 0, RETURN, false, lane);
        else b.call(endpoint, { lane });
        if (b.chance(40)) b.settle();
      }
      b.releaseStop(endpoint, b.pick(['value', 'value', 'error']));
      if (b.chance(50)) b.sendControl(endpoint, 'terminate', 1);
      b.shuffle(50);
    },
    { weight: 3 },
  ),
];
