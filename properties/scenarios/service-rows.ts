/** Properties of what a service is asked for in each of its states, one after the other. */
import type { BuiltEndpoint, ScenarioBuilder } from './builder.js';
import { type Theme, theme } from './theme.js';

/** The limit of the close, in milliseconds. */
const LIMIT_MS = 10;

/** Anything that a service is asked for. @returns the operation */
function use(b: ScenarioBuilder, endpoints: readonly BuiltEndpoint[]): number {
  const { number } = b.pick(endpoints);
  switch (b.int(0, 8)) {
    case 0:
      b.create({ name: null });
      return b.lastOp;
    case 1:
      return b.step(b.connectOperation(number, 0).operation);
    case 2:
    case 3:
      return b.step({ type: 'terminate', endpoint: number });
    case 4:
    case 5:
      return b.step({ type: 'fault', endpoint: number });
    case 6:
      return b.closeService(0, b.pick([null, LIMIT_MS]));
    default:
      return b.step({
        type: 'service-schedule',
        service: 0,
        delayMs: 0,
        periodMs: null,
        mode: 'rate',
        throwsAtRun: 0,
      });
  }
}

export const serviceRowThemes: readonly Theme[] = [
  theme(
    'SERV-01, SERV-02, SERV-08, SERV-10, SERV-13, SERV-14, SUPER-02, SUPER-09, HAND-17, TERM-01, TERM-08, TERM-10 whatever a service can be asked for in each of its states, in any order',
    (b) => {
      b.service();
      const endpoints = Array.from({ length: b.int(2, 4) }, () =>
        b.create({ onStop: b.pick(['later', 'later', 'done']) }),
      );
      for (const endpoint of endpoints) if (b.chance(80)) b.start(endpoint);
      b.settle();
      const row: number[] = [];
      for (let count = b.int(3, 14); count > 0; count -= 1) row.push(use(b, endpoints));
      const end = { leg: 'op', id: b.pick(row) } as const;
      // Whoever is still there keeps the service open, and can fail although another one has failed.
      for (const { number } of endpoints) {
        if (b.chance(50)) b.hold({ leg: 'kill', id: number }, end);
        if (b.chance(30)) b.hold({ leg: 'gone', id: number }, end);
        if (b.chance(30)) b.hold({ leg: 'close', id: number }, end);
      }
      if (b.chance(30)) b.hold(end, { leg: 'close-timeout', id: 0 });
      if (b.chance(50)) b.settle();
      else b.advance(LIMIT_MS);
      for (let count = b.int(0, 4); count > 0; count -= 1) use(b, endpoints);
    },
    { weight: 6, controlled: true },
  ),
];
