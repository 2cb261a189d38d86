/** Properties of family DEAD: unreachable recipients. */
import { LATER, RETURN, script, THROW } from './builder.js';
import { type Theme, theme } from './theme.js';

export const deadThemes: readonly Theme[] = [
  theme('DEAD-06, SERV-09 asks that are open when the service of the caller closes', (b) => {
    b.service();
    b.service();
    const endpoint = b.started({ onStop: b.pick(['done', 'later']) });
    const gateway = b.connected(endpoint, { service: b.int(0, 1) });
    const op = b.call(gateway, { script: LATER });
    if (b.chance(70)) b.settle();
    b.closeService(gateway.service);
    b.settle();
    b.releaseStop(endpoint);
    b.release(op);
    b.call(gateway);
    b.shuffle(20);
  }),

  theme(
    'DEAD-05, TIME-08, SELF-12, SELF-13, SELF-14, MSG-03, CALL-23, CALL-15 call-async to the living and the dead',
    (b) => {
      b.service();
      const endpoint = b.create({ onStop: 'done' });
      if (b.chance(80)) b.start(endpoint);
      if (b.chance(70)) b.settle();
      b.callAsync(
        endpoint,
        b.pick([1, 300]),
        b.pick([RETURN, THROW, LATER, script({ ending: 'null' }), script({ ending: 'throw-non-error' })]),
      );
      const op = b.lastOp;
      if (b.chance(40)) b.settle();
      if (b.chance(40)) b.advance(b.pick([299, 300]));
      b.release(op, b.pick(['value', 'error']));
      if (b.chance(60)) b.terminate(endpoint, b.int(0, 1));
      if (b.chance(50)) b.settle();
      b.callAsync(endpoint, 300);
      b.step({
        type: 'query',
        subject: { endpoint: endpoint.number },
        property: 'self-gateway-of-foreign-type',
      });
      b.shuffle(40);
    },
    { weight: 3 },
  ),
];
