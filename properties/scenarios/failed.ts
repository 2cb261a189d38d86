/** Properties of what is used after an end: a service that an endpoint took down, a name that was free again. */
import { type Theme, theme } from './theme.js';

export const failedThemes: readonly Theme[] = [
  theme(
    'SUPER-02, SUPER-03, SUPER-04, SUPER-05, SUPER-06, SUPER-09, LIFE-10 a service fails while endpoints of it stop, and is used afterwards',
    (b) => {
      b.service();
      const endpoint = b.started({ onStop: 'later' });
      const sibling = b.chance(60) ? b.started({ onStop: 'later' }) : null;
      const stops = b.chance(60);
      if (stops) b.terminate(endpoint);
      if (sibling !== null && b.chance(60)) b.terminate(sibling);
      b.settle();
      if (sibling !== null) b.watch(sibling);
      if (stops) b.start(endpoint);
      else b.step({ type: 'fault', endpoint: endpoint.number });
      if (b.chance(50)) b.call(endpoint, { method: b.pick(['ask', 'tell']) });
      b.settle();
      if (b.chance(50)) b.create();
      if (b.chance(60)) b.closeService();
    },
  ),

  theme(
    'TERM-06, TERM-07 an endpoint that was created in a callback of a termination future is found',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.started();
      const { created, next } = b.nestedCreate({ name: endpoint.name });
      b.watch(endpoint, [created, b.nested({ type: 'start', endpoint: next.number })]);
      b.terminate(endpoint);
      b.settle();
      b.call(b.connected(next, { service: b.int(0, 1) }));
      if (b.chance(30)) b.closeService();
    },
  ),
];
