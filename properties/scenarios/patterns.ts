/** Properties of what comes back when a connect is over, or has gone on, already: for patterns, and for a handshake. */
import { HOLD } from './builder.js';
import { type Theme, theme } from './theme.js';

export const patternThemes: readonly Theme[] = [
  theme(
    'ADDR-17, ADDR-18, ADDR-19, ADDR-20, HAND-01, HAND-06, HAND-13, CALL-21 answers to a pattern whose matches end meanwhile, and that come late',
    (b) => {
      b.service();
      const matches = Array.from({ length: b.int(0, 3) }, (_, index) =>
        b.create({ name: `worker_${index + 1}`, onStop: 'done' }),
      );
      b.settle();
      const address = { kind: 'wildcard', service: 0, prefix: 'worker' } as const;
      b.connect(null, { address });
      const connect = b.lastOp;
      const dying = matches.filter(() => b.chance(50));
      for (const endpoint of dying) b.terminate(endpoint);
      const last = b.lastOp;
      const end = { leg: 'request', id: last } as const;
      if (dying.length > 0 && b.chance(80)) b.hold({ leg: 'identify', id: connect }, end);
      if (b.chance(40)) b.hold({ leg: 'identity', id: connect }, { leg: 'timeout', id: connect });
      if (b.chance(40)) b.hold({ leg: 'handshake', id: connect }, { leg: 'timeout', id: connect });
    },
    { weight: 4 },
  ),

  theme(
    'ADDR-18, ADDR-20, HAND-01, CALL-21, MAIN-05 matches of a pattern end after another one has become the target',
    (b) => {
      b.service();
      b.create({ name: 'worker_1' });
      const dying = [2, 3].map((number) => b.started({ name: `worker_${number}`, onStop: 'done' }));
      const held = dying.map((endpoint) => b.call(endpoint, { script: HOLD }));
      b.settle();
      for (const endpoint of dying) if (b.chance(90)) b.terminate(endpoint);
      const address = { kind: 'wildcard', service: 0, prefix: 'worker' } as const;
      b.connect(null, { address, lane: 1 });
      b.settle();
      for (const work of held) b.release(work);
    },
    { holds: true },
  ),

  theme('HAND-10, HAND-13, CALL-21, DEAD-06 a connect is over before its handshake is answered', (b) => {
    b.service();
    b.service();
    const endpoint = b.started({ service: 1 });
    b.connect(endpoint, { service: 0, gatewayType: b.pick(['conformance', 'foreign']) });
    const connect = b.lastOp;
    const closes = b.chance(50);
    if (closes) b.closeService(0, null, 1);
    b.hold({ leg: 'down', id: 0 }, { leg: 'identity', id: connect });
    b.hold(
      { leg: b.pick(['handshake', 'greeting']), id: connect },
      closes ? { leg: 'down', id: 0 } : { leg: 'timeout', id: connect },
    );
  }),
];
