/** Properties of short scenarios: what longer ones reach too seldom. */
import { HOLD, RETURN, script } from './builder.js';
import { KINDS, stage } from './stage.js';
import { type Theme, theme } from './theme.js';

export const shortThemes: readonly Theme[] = [
  theme(
    'CALL-01, CALL-02, CALL-10, LIFE-12, LIFE-14, DEAD-01, DEAD-04 what one can do with an endpoint that is gone',
    (b) => {
      b.service();
      const endpoint = b.started({ kind: b.pick(KINDS) });
      const gateway = b.connected(endpoint);
      b.terminate(endpoint);
      b.settle();
      for (let count = b.int(1, 3); count > 0; count -= 1) {
        const which = b.int(0, 4);
        if (which === 0) b.start(endpoint);
        else if (which === 1) b.stop(endpoint);
        else if (which === 2)
          b.step({ type: 'query', subject: { gateway: gateway.number }, property: 'address' });
        else b.call(b.pick([gateway, endpoint]), { method: b.pick(['ask', 'tell']) });
      }
    },
  ),

  theme(
    'CALL-09, CALL-18, SIZE-01, SIZE-02, SIZE-11, SIZE-12, SIZE-13 arguments and results that do not fit or cannot be serialized, nearby and far away, by every method',
    (b) => {
      const { endpoint, gateway } = stage(b, { frameBytes: 600, forceSerialization: b.chance(50) });
      const argument = b.pick(['good', 'good', 'unserializable', 'wrong-type'] as const);
      const ending = b.pick(['return', 'unserializable', 'bytes'] as const);
      b.call(b.pick([gateway, gateway, endpoint]), {
        method: b.pick(['ask', 'ask', 'tell', 'askLocal', 'askLocal']),
        argument,
        script: script(ending === 'bytes' ? { ending, size: b.pick([600, 601]) } : { ending }),
      });
    },
    { weight: 2 },
  ),

  theme('MSG-06, STOP-02 a terminating endpoint takes whatever a started one takes', (b) => {
    const { endpoint: other } = stage(b);
    const endpoint = b.started({ onStop: 'later', kind: b.pick(KINDS), service: other.service });
    const gateway = b.connected(endpoint, { service: b.int(0, 1) });
    b.terminate(endpoint);
    b.settle();
    for (let count = b.int(1, 3); count > 0; count -= 1) {
      const which = b.int(0, 3);
      if (which === 0) b.runAsync(endpoint);
      else if (which === 1) b.callAsync(endpoint);
      else b.call(gateway, { method: which === 2 ? 'tell' : 'ask' });
    }
    b.settle();
    b.releaseStop(endpoint);
  }),

  theme('HAND-01 each step of a connect over a slow link has a limit of its own', (b) => {
    b.service();
    b.service();
    const endpoint = b.create();
    for (const [from, to] of [
      [1, 0],
      [0, 1],
    ] as const)
      b.step({ type: 'link', from, to, action: 'delay', milliseconds: b.pick([300, 400, 499]) });
    b.connect(endpoint, { service: 1 });
  }),

  theme(
    'LIFE-09, STOP-06, SERV-04 whoever closes a terminating endpoint, or its service, waits for it',
    (b) => {
      b.service();
      const endpoint = b.started({ onStop: 'later' });
      b.terminate(endpoint);
      b.settle();
      if (b.chance(50)) b.sendControl(endpoint, 'terminate');
      else b.closeService();
      b.settle();
      if (b.chance(50)) b.releaseStop(endpoint);
    },
  ),

  theme('LIFE-07, STOP-09 endpoints that were never started or are paused end without onStop', (b) => {
    b.service();
    const endpoint = b.create({ kind: b.pick(KINDS) });
    if (b.chance(50)) {
      b.start(endpoint);
      b.stop(endpoint);
    }
    b.terminate(endpoint);
  }),

  theme('LIFE-19, SERV-03 a service closes normally although a constructor threw', (b) => {
    b.service();
    b.create({ constructorThrows: true });
    if (b.chance(50)) b.started();
    b.closeService();
  }),

  theme('ADDR-06, ADDR-17 a gateway that a pattern found tells the address of its endpoint', (b) => {
    b.service();
    b.service();
    b.create({ name: 'worker_1' });
    const address = { kind: 'wildcard', service: 0, prefix: 'worker' } as const;
    const gateway = b.connect(null, { service: b.int(0, 1), address });
    b.settle();
    b.step({ type: 'query', subject: { gateway: gateway.number }, property: 'address' });
  }),

  theme(
    'CALL-21 the invocation of an ask that has expired is executed',
    (b) => {
      const { gateway, endpoint } = stage(b);
      const held = b.callAsync(endpoint, 2000, HOLD);
      b.settle();
      b.call(gateway, { method: 'askWithin', timeout: 200, script: RETURN, lane: 1 });
      b.advance(300);
      b.release(held);
    },
    { holds: true },
  ),

  theme('HAND-18, SIZE-01 an address of the own service is local, though it names host and port', (b) => {
    b.service({ frameBytes: 600 });
    const endpoint = b.started();
    const gateway = b.connected(endpoint);
    const ending = b.pick(['unserializable', 'bytes'] as const);
    b.call(gateway, {
      argument: b.pick(['good', 'good', 'unserializable']),
      script: script(ending === 'bytes' ? { ending, size: 5000 } : { ending }),
    });
  }),
];
