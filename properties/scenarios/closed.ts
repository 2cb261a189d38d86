/** Properties of a service that closes or has closed: what becomes of its tasks, and that it takes no more of them. */
import type { ScenarioBuilder } from './builder.js';
import { type Theme, theme } from './theme.js';

export const closedThemes: readonly Theme[] = [
  theme(
    'SERV-13, SERV-02, HAND-17 the executor of a closed service takes no task, with or without delay',
    (b) => {
      b.service();
      const endpoint = b.chance(50) ? b.started() : null;
      b.closeService();
      if (b.chance(80)) b.settle();
      for (let count = b.int(1, 3); count > 0; count -= 1) {
        const which = b.int(0, 5);
        if (which === 0) b.create();
        else if (which === 1 && endpoint !== null) b.connect(endpoint);
        else schedule(b);
      }
      b.advance(5);
    },
  ),
];

function schedule(b: ScenarioBuilder): void {
  b.step({
    type: 'service-schedule',
    service: 0,
    delayMs: b.pick([0, 3]),
    periodMs: b.chance(30) ? 2 : null,
    mode: b.pick(['rate', 'delay']),
    throwsAtRun: 0,
  });
}

/** Later than those above, so that a seed draws the same scenarios of all that came before. */
export const closingThemes: readonly Theme[] = [
  theme('SERV-14, SERV-13 tasks of a service whose close has a limit end with it', (b) => {
    b.service();
    const endpoint = b.started({ onStop: 'later' });
    b.step({
      type: 'service-schedule',
      service: 0,
      delayMs: b.pick([3, 50]),
      periodMs: b.chance(50) ? 5 : null,
      mode: b.pick(['rate', 'delay']),
      throwsAtRun: 0,
    });
    b.closeService(0, b.pick([2, 10]));
    if (b.chance(30)) b.releaseStop(endpoint);
    b.advance(60);
  }),
];
