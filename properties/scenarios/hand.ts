/** Properties of family HAND: connecting. */
import { HOLD } from './builder.js';
import { type Theme, theme } from './theme.js';

export const handThemes: readonly Theme[] = [
  theme(
    'HAND-01, HAND-02, HAND-03, HAND-04, HAND-05, HAND-07, HAND-08, HAND-09, HAND-10, HAND-11, HAND-12, HAND-19 connecting: to nobody, to nonsense, to another version, to a gateway that is not served',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.create({ kind: b.pick(['plain', 'fenced']) });
      if (b.chance(50)) b.start(endpoint);
      for (let count = b.int(1, 4); count > 0; count -= 1) {
        const service = b.int(0, 1);
        const which = b.int(0, 8);
        if (which === 0)
          b.connect(null, { service, address: { kind: 'name', service: b.int(0, 1), name: 'nobody' } });
        else if (which === 1)
          b.connect(null, {
            service,
            address: { kind: 'literal', text: b.pick(['nonsense', 'http//x', 'fencepost://']) },
          });
        else if (which === 2) b.connect(null, { service, address: { kind: 'literal', text: '' } });
        else if (which === 3) b.connect(null, { service, address: { kind: 'unknown-host' } });
        else if (which === 4)
          b.connect(null, { service, address: { kind: 'supervisor', service: b.int(0, 1) } });
        else if (which === 5)
          b.connect(endpoint, {
            service,
            version: b.pick([1, 3]),
            gatewayType: b.pick(['conformance', 'foreign']),
          });
        else if (which === 6) b.connect(endpoint, { service, gatewayType: b.pick(['foreign', 'root']) });
        else
          b.connect(endpoint, {
            service,
            fencing: b.pick([null, 'own', { token: null }, { token: { type: 'Wrong', bytes: '' } }]),
          });
      }
      b.settle();
      b.call(endpoint);
      b.shuffle(40);
    },
    { weight: 7 },
  ),

  theme('HAND-15, HAND-18, DEAD-01, DEAD-03, ADDR-07 a gateway is bound to one incarnation', (b) => {
    b.service();
    b.service();
    const endpoint = b.started();
    const gateway = b.connected(endpoint, { service: b.int(0, 1) });
    b.terminate(endpoint);
    b.settle();
    const reborn = b.create({ name: endpoint.name });
    b.start(reborn);
    b.settle();
    b.call(gateway);
    b.call(gateway, { method: 'tell' });
    b.call(reborn);
  }),

  theme(
    'HAND-17, SERV-02, SERV-09, DEAD-03 a closed service neither connects nor creates',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.started({ service: 0, onStop: b.pick(['done', 'later']) });
      const gateway = b.connected(endpoint, { service: b.int(0, 1) });
      b.closeService(0);
      if (b.chance(50)) b.settle();
      b.connect(endpoint, { service: 0, lane: 1 });
      b.create({ name: 'late', service: 0 });
      b.call(gateway, { lane: 1, method: b.pick(['ask', 'tell']) });
      b.connect(endpoint, { service: 1, lane: 2 });
      b.settle();
      b.releaseStop(endpoint);
      b.settle();
      b.call(gateway);
      b.watch(endpoint);
      b.shuffle(40);
    },
    { weight: 2 },
  ),

  theme(
    'HAND-13, HAND-01 a handshake that is not answered in time ends the connect',
    (b) => {
      b.service();
      const endpoint = b.started();
      const held = b.call(endpoint, { script: HOLD });
      const connect = b.connect(endpoint, { lane: 1 });
      const op = b.lastOp;
      b.hold({ leg: 'request', id: held }, { leg: 'identity', id: op });
      b.hold({ leg: 'handshake', id: op }, { leg: 'request', id: held });
      b.settle();
      b.advance(b.pick([900, 1100]));
      b.release(held);
      if (b.chance(50)) b.call(connect);
    },
    { holds: true },
  ),
];
