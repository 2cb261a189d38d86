/** Properties of family TERM: termination. */
import { HOLD, LATER, RETURN, THROW } from './builder.js';
import { type Theme, theme } from './theme.js';

export const termThemes: readonly Theme[] = [
  theme(
    'TERM-02, TERM-06, DEAD-01, DEAD-02, DEAD-04, CALL-19, CALL-24, LIFE-12 terminate racing calls: what was queued before is served, what comes later is unreachable',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.started({ onStop: b.pick(['done', 'later']) });
      const gateway = b.connected(endpoint, { service: b.int(0, 1) });
      const late = b.call(gateway, { script: b.pick([RETURN, LATER, THROW]) });
      for (let count = b.int(0, 3); count > 0; count -= 1)
        b.call(gateway, { lane: b.int(0, 2), method: b.pick(['ask', 'ask', 'tell']) });
      b.terminate(endpoint, b.int(0, 2));
      for (let count = b.int(0, 3); count > 0; count -= 1)
        b.call(b.chance(70) ? gateway : endpoint, { lane: b.int(0, 2), method: b.pick(['ask', 'tell']) });
      if (b.chance(30)) b.runAsync(endpoint, 0, RETURN, false, b.int(0, 2));
      b.releaseStop(endpoint);
      if (b.chance(50)) b.settle();
      b.release(late, b.pick(['value', 'error']));
      if (b.chance(40)) b.start(endpoint);
      if (b.chance(40)) b.call(gateway);
      b.shuffle(70);
    },
    { weight: 4 },
  ),

  theme(
    'TERM-03, TERM-04, TERM-05, MAIN-05, HAND-06 when the future of onStop completes nothing further starts',
    (b) => {
      b.service();
      const endpoint = b.started({ onStop: 'later' });
      const gateway = b.connected(endpoint);
      b.terminate(endpoint);
      b.settle();
      const held = b.call(gateway, { script: HOLD });
      b.call(gateway, { lane: 1 });
      b.call(gateway, { lane: 2, method: b.pick(['ask', 'tell']) });
      if (b.chance(40)) b.connect(endpoint, { lane: 2 });
      b.settle();
      b.releaseStop(endpoint, b.pick(['value', 'error']));
      if (b.chance(50)) b.settle();
      b.release(held);
      b.shuffle(30);
    },
    { weight: 2, holds: true },
  ),

  theme(
    'TERM-08, TERM-09, TERM-10, TERM-11, LIFE-07, SERV-07 closing an endpoint that was never started, again, or after its service',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.create({ resources: b.int(0, 1) });
      const gateway = b.connected(endpoint);
      const which = b.int(0, 3);
      if (which === 0) b.terminate(endpoint);
      else if (which === 1) b.closeService();
      else b.step({ type: 'stop-server', service: b.pick([0, 1, 1]), endpoint: endpoint.number });
      if (b.chance(50)) b.settle();
      b.terminate(endpoint, b.int(0, 1));
      b.settle();
      b.call(gateway, { method: b.pick(['ask', 'tell']) });
      b.terminate(endpoint);
      b.shuffle(40);
    },
    { weight: 3 },
  ),

  theme(
    'TERM-06, ADDR-07, ADDR-12, HAND-15, START-07 a name is free again when its endpoint is gone, and the address is the same',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.started();
      const gateway = b.connected(endpoint, { service: b.int(0, 1) });
      b.terminate(endpoint);
      if (b.chance(30)) b.create({ name: endpoint.name });
      b.settle();
      const reborn = b.create({ name: endpoint.name });
      b.start(reborn);
      const fresh = b.connected(reborn, { service: b.int(0, 1) });
      b.call(gateway, { method: b.pick(['ask', 'tell']) });
      b.call(fresh);
      b.terminate(endpoint);
      b.shuffle(30);
    },
    { weight: 2 },
  ),
];
