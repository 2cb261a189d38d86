/** Properties of family ADDR: addresses and names. */
import { TOKENS } from './builder.js';
import { type Theme, theme } from './theme.js';

const IDS = [
  'ok',
  'a.b-c',
  '$lead',
  '',
  ' ',
  'a/b',
  'é',
  'x%41',
  'x%zz',
  'a*b',
  'mid$dle',
  "-_.*+:@&=,!~';",
] as const;

const HOSTS = [
  'Host',
  ' lower.case ',
  '.dot',
  'dot.',
  '::1',
  '[::1]',
  '0:0:0:0:0:0:0:1',
  'a:b',
  '10.0.0.1',
  '2001:DB8::0:1',
  '',
] as const;

export const addrThemes: readonly Theme[] = [
  theme(
    'ADDR-02, ADDR-10, ADDR-11, ADDR-12, ADDR-13, ADDR-14 ids of endpoints: usable, unusable, in use, given by the service',
    (b) => {
      b.service({ remote: b.chance(50) });
      b.service({ remote: b.chance(50) });
      for (let count = b.int(2, 4); count > 0; count -= 1) {
        const endpoint = b.create({
          service: b.int(0, 1),
          name: b.chance(20) ? null : b.chance(60) ? b.pick(IDS) : 'same',
          kind: b.pick(['plain', 'fenced']),
        });
        b.step({
          type: 'query',
          subject: { endpoint: endpoint.number },
          property: b.pick(['endpoint-id', 'address', 'host-name']),
        });
      }
      b.shuffle(10);
    },
    { weight: 5 },
  ),

  theme(
    'ADDR-01, ADDR-06, ADDR-08, ADDR-09, CALL-10, HAND-16, SIZE-14, FENCE-11 what a service, an endpoint and a gateway tell without a message',
    (b) => {
      b.service({ remote: b.chance(60) });
      b.service();
      const endpoint = b.create({
        kind: b.pick(['plain', 'fenced']),
        token: b.pick([TOKENS[0] ?? null, null]),
      });
      const remote = b.chance(50);
      const gateway = b.connected(endpoint, {
        service: remote && b.services[0]?.remote === true ? 1 : 0,
        fencing: b.pick(['own', null, { token: null }]),
      });
      for (let count = b.int(2, 5); count > 0; count -= 1) {
        const which = b.int(0, 2);
        if (which === 0)
          b.step({
            type: 'query',
            subject: { gateway: gateway.number },
            property: b.pick(['address', 'host-name', 'token', 'exposes-lifecycle']),
          });
        else if (which === 1)
          b.step({
            type: 'query',
            subject: { endpoint: endpoint.number },
            property: b.pick([
              'address',
              'host-name',
              endpoint.kind === 'plain' ? 'address' : 'token',
              'endpoint-id',
            ]),
          });
        else
          b.step({
            type: 'query',
            subject: { service: b.int(0, 1) },
            property: b.pick(['address', 'host-name', 'port', 'maximum-message-bytes']),
          });
      }
    },
    { weight: 2 },
  ),

  theme(
    'ADDR-03, ADDR-04, ADDR-05, ADDR-15, ADDR-16, SIZE-14 pure functions of addresses and names',
    (b) => {
      b.service();
      for (let count = b.int(3, 6); count > 0; count -= 1) {
        const which = b.int(0, 5);
        if (which === 0)
          b.step({
            type: 'evaluate',
            utility: 'remote-address',
            arguments: [b.pick(['host', '::1']), b.pick([0, 1, 6123, 65_535, 65_536, -1]), 'e'],
          });
        else if (which === 1)
          b.step({
            type: 'evaluate',
            utility: 'host-and-port',
            arguments: [
              b.pick([
                'pekko.tcp://flink@host:6123/user/rpc/x',
                'akka.ssl.tcp://flink@[::1]:1/user/x',
                'fencepost://fencepost/user/rpc/x',
                'fencepost.memory://fencepost@h:65535/user/rpc/e',
              ]),
            ],
          });
        else if (which === 2)
          b.step({ type: 'evaluate', utility: 'normalize-host', arguments: [b.pick(HOSTS)] });
        else if (which === 3)
          b.step({
            type: 'evaluate',
            utility: 'random-name',
            arguments: [b.pick(['worker', 'manager', null])],
          });
        else if (which === 4)
          b.step({ type: 'evaluate', utility: 'wildcard-name', arguments: [b.pick(['worker', 'manager'])] });
        else
          b.step({
            type: 'evaluate',
            utility: 'frame-size',
            arguments: [b.pick([10_485_760, 1, 0, -1, 1.5])],
          });
      }
    },
    { weight: 2 },
  ),

  theme('ADDR-14, ADDR-17, ADDR-18 an asterisk in an id is a pattern in its address', (b) => {
    b.service();
    b.service();
    const star = b.create({ name: b.pick(['w*r', '*', 'w*']) });
    if (b.chance(70)) b.create({ name: b.pick(['worker', 'w', 'other']) });
    const gateway = b.connected(star, { service: b.int(0, 1) });
    b.step({ type: 'query', subject: { gateway: gateway.number }, property: 'address' });
    b.call(gateway);
  }),

  theme(
    'ADDR-14, ADDR-17, ADDR-18, ADDR-19, ADDR-20 a pattern finds one endpoint, one of several, or none',
    (b) => {
      b.service();
      b.service();
      for (let count = b.int(0, 3); count > 0; count -= 1) {
        b.create({
          name: b.pick([`worker_${count}`, `worker_${count}`, `worker_${count}`, `other_${count}`]),
        });
      }
      const first = b.endpoints[0];
      if (first !== undefined) b.start(first);
      const lane = b.int(0, 1);
      const address = { kind: 'wildcard', service: 0, prefix: 'worker' } as const;
      const gateway = b.connect(null, { service: b.int(0, 1), address, lane });
      const connect = b.lastOp;
      if (first !== undefined && b.chance(60)) {
        b.terminate(first, lane);
        const gone = { leg: 'gone', id: first.number } as const;
        const ended = b.pick([gone, gone, { leg: 'request', id: b.lastOp } as const]);
        b.hold({ leg: b.pick(['identify', 'identify', 'handshake']), id: connect }, ended);
      }
      b.settle();
      b.step({ type: 'query', subject: { gateway: gateway.number }, property: 'address' });
      b.call(gateway);
      b.shuffle(20);
    },
    { weight: 6 },
  ),
];
