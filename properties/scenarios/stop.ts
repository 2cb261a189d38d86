/** Properties of family STOP: onStop. */
import { KINDS } from './stage.js';
import { type Theme, theme } from './theme.js';

export const stopThemes: readonly Theme[] = [
  theme(
    'LIFE-09, STOP-02, STOP-03, STOP-04, STOP-05, STOP-06, TERM-01, TERM-04, TERM-08 onStop that completes late, fails, throws, returns null or never completes',
    (b) => {
      b.service();
      const endpoint = b.started({
        onStop: b.pick(['later', 'later', 'done', 'throw', 'null', 'failed']),
        kind: b.pick(KINDS),
      });
      b.terminate(endpoint);
      if (b.chance(50)) b.settle();
      if (b.chance(60)) b.terminate(endpoint, 1);
      if (b.chance(50)) b.watch(endpoint, [], b.int(0, 1));
      if (b.chance(60)) b.call(endpoint);
      if (b.chance(50)) b.settle();
      if (b.chance(70)) b.releaseStop(endpoint, b.pick(['value', 'error']));
      if (b.chance(50)) b.call(endpoint);
      b.shuffle(40);
    },
    { weight: 2 },
  ),

  theme(
    'STOP-07, STOP-08, LIFE-07 resources are closed before onStop, in reverse order',
    (b) => {
      b.service();
      const number = b.endpoints.length + 1;
      const register = () =>
        b.nested({ type: 'register-resource', endpoint: number, resource: b.pick([7, 8, null]) });
      const resources = b.int(1, 3);
      const endpoint = b.create({
        resources,
        resourceThatThrows: b.chance(40) ? b.int(0, resources - 1) : null,
        stopNested: b.chance(60) ? [register()] : [],
        onStop: b.pick(['done', 'later']),
      });
      if (b.chance(80)) b.start(endpoint);
      b.settle();
      if (b.chance(40)) b.step({ type: 'unregister-resource', endpoint: number, resource: b.int(0, 3) });
      if (b.chance(40)) b.step({ type: 'register-resource', endpoint: number, resource: b.pick([5, null]) });
      if (b.chance(30)) b.stop(endpoint);
      b.terminate(endpoint);
      b.settle();
      if (b.chance(60)) b.step({ type: 'register-resource', endpoint: number, resource: b.pick([6, null]) });
      b.releaseStop(endpoint);
    },
    { weight: 2 },
  ),
];
