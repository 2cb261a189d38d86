/** Properties of family SELF: run-async and call-async. */
import { type Theme, theme } from './theme.js';

export const selfThemes: readonly Theme[] = [
  theme(
    'SELF-01, SELF-02, SELF-06, SELF-08 run-async and call-async work only within the service, with code and a possible delay',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.started();
      const gateway = b.connected(endpoint, { service: 1 });
      for (let count = b.int(1, 3); count > 0; count -= 1) {
        const which = b.int(0, 3);
        if (which === 0)
          b.step({ type: b.pick(['run-async-remote', 'call-async-remote']), gateway: gateway.number });
        else if (which === 1) b.step({ type: 'run-async-null', endpoint: endpoint.number });
        else if (which === 2) b.runAsync(endpoint, b.pick([-1, -0.5, 3_000_000_000]));
        else b.runAsync(endpoint, b.pick([0.5, 1.9]));
      }
      b.settle();
      b.advance(1);
    },
    { weight: 5 },
  ),
];
