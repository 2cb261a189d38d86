/** Properties of family MSG: what is accepted in which state. */
import { RETURN } from './builder.js';
import { stage } from './stage.js';
import { type Theme, theme } from './theme.js';

export const msgThemes: readonly Theme[] = [
  theme(
    'MSG-08, CALL-07, CALL-08, CALL-09, FENCE-06, FENCE-07, SIZE-03 messages that no gateway would send',
    (b) => {
      const { endpoint, gateway } = stage(b);
      for (let count = b.int(1, 3); count > 0; count -= 1) {
        const message = b.pick([
          'unknown-type',
          'other-envelope',
          'unknown-method',
          'wrong-arguments',
          'undeclared-method',
          gateway.service === 1 ? 'undecodable' : 'unknown-method',
        ] as const);
        b.step(
          {
            type: 'send-raw',
            target:
              message === 'undecodable' || b.chance(80)
                ? { gateway: gateway.number }
                : { self: endpoint.number },
            message,
            ask: b.chance(70),
            timeoutMs: 700,
            script: RETURN,
          },
          b.int(0, 1),
        );
      }
      b.call(gateway);
      if (b.chance(20)) b.stop(endpoint, 1);
      b.shuffle(30);
    },
    { weight: 4 },
  ),

  theme(
    'MSG-05, HAND-02, HAND-14, FENCE-12, LIFE-18 connecting races START, STOP and TERMINATE',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.create({ onStop: b.pick(['done', 'later']), kind: b.pick(['plain', 'fenced']) });
      b.start(endpoint, 0);
      const gateway = b.connect(endpoint, { service: b.int(0, 1), lane: 1 });
      const connect = b.lastOp;
      if (b.chance(40)) b.stop(endpoint, 0);
      b.terminate(endpoint, b.int(0, 2));
      const terminate = b.lastOp;
      b.call(gateway, { lane: 1 });
      if (b.chance(60))
        b.hold(
          { leg: b.pick(['handshake', 'identify', 'identity', 'greeting']), id: connect },
          { leg: b.pick(['request', 'op']), id: terminate },
        );
      if (b.chance(50))
        b.hold(
          { leg: 'op', id: terminate },
          { leg: b.pick(['identify', 'identity', 'handshake']), id: connect },
        );
      if (b.chance(40)) b.hold({ leg: 'handshake', id: connect }, { leg: 'gone', id: endpoint.number });
      b.settle();
      b.releaseStop(endpoint);
      b.shuffle(30);
    },
    { weight: 3 },
  ),
];
