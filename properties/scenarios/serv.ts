/** Properties of family SERV: the service. */
import type { Operation } from '../../spec/index.js';
import { LATER, RETURN } from './builder.js';
import { type Theme, theme } from './theme.js';

export const servThemes: readonly Theme[] = [
  theme(
    'SERV-03, SERV-04, SERV-05, SERV-06, SERV-07, SERV-08, STOP-06, TERM-12, TERM-13 close waits for every endpoint and fails with the first failure',
    (b) => {
      b.service();
      b.service();
      const endpoints = Array.from({ length: b.int(1, 3) }, () =>
        b.create({ onStop: b.pick(['done', 'later', 'throw', 'failed', 'null']) }),
      );
      for (const endpoint of endpoints) if (b.chance(80)) b.start(endpoint);
      if (b.chance(70)) b.settle();
      for (const endpoint of endpoints) if (b.chance(30)) b.terminate(endpoint, b.int(0, 1));
      b.closeService(0, null, b.int(0, 1));
      if (b.chance(40)) b.closeService(0, null, b.int(0, 1));
      for (const endpoint of endpoints) {
        if (b.chance(40)) b.watch(endpoint, [], 2);
        if (b.chance(40)) b.call(endpoint, { lane: 2 });
      }
      if (b.chance(60)) b.settle();
      for (const endpoint of endpoints)
        if (b.chance(85)) b.releaseStop(endpoint, b.pick(['value', 'value', 'error']), b.int(0, 2));
      b.shuffle(60);
    },
    { weight: 5 },
  ),

  theme(
    'SERV-14, SERV-06, TERM-13 close with a limit fails every open future',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.started({ onStop: 'later' });
      const gateway = b.connected(endpoint, { service: b.int(0, 1) });
      const op = b.call(gateway, { script: LATER });
      if (b.chance(70)) b.settle();
      b.watch(endpoint);
      b.closeService(b.chance(80) ? 0 : 1, b.pick([10, 100]));
      b.settle();
      if (b.chance(30)) b.releaseStop(endpoint);
      b.advance(b.pick([5, 10, 100]));
      b.release(op);
      b.releaseStop(endpoint);
      b.call(gateway);
      b.shuffle(20);
    },
    { weight: 2 },
  ),

  theme('SERV-01, TERM-07, ADDR-12 endpoints are created from main threads and after terminations', (b) => {
    b.service();
    const endpoint = b.started();
    const { created, next } = b.nestedCreate({ name: b.pick(['inner', 'e1']) });
    b.call(endpoint, {
      script: {
        nested: [created, b.nested({ type: 'start', endpoint: next.number })],
        end: { ending: 'return' },
      },
    });
    b.settle();
    b.call(next);
    b.terminate(endpoint);
    b.settle();
    b.create({ name: 'e1' });
  }),

  theme('TERM-07, TERM-06 a callback of a termination future creates an endpoint', (b) => {
    b.service();
    const endpoint = b.create();
    if (b.chance(70)) b.start(endpoint);
    const { created, next } = b.nestedCreate({ name: b.pick([endpoint.name, 'next']) });
    b.watch(endpoint, [created, b.nested({ type: 'start', endpoint: next.number })], b.int(0, 1));
    b.terminate(endpoint, b.int(0, 1));
    b.settle();
    b.call(next);
    b.shuffle(30);
  }),

  theme('LIFE-18, MSG-01, MSG-05 a peer connects and calls while the constructor is still running', (b) => {
    b.service();
    const number = b.endpoints.length + 1;
    const call: Operation = {
      type: 'call',
      target: { self: number },
      method: b.pick(['ask', 'tell']),
      timeout: null,
      argument: 'good',
      script: RETURN,
    };
    const { operation, gateway } = b.connectOperation(number, 0);
    const constructing = [b.nested(operation), b.nested(call)];
    if (b.chance(50)) constructing.push(b.nested({ type: 'start', endpoint: number }));
    if (b.chance(30)) constructing.push(b.nested(call));
    const endpoint = b.create({ constructing });
    b.settle();
    b.start(endpoint);
    b.call(gateway);
    b.shuffle(30);
  }),

  theme(
    'SERV-10, SERV-11, SERV-12, SERV-13, MAIN-04 the scheduled executor of a service',
    (b) => {
      b.service();
      const endpoint = b.started();
      const subject = { endpoint: endpoint.number };
      const periodic = b.chance(70);
      const op = b.step({
        type: 'service-schedule',
        service: 0,
        delayMs: b.pick([0, 3]),
        periodMs: periodic ? b.pick([2, 5]) : null,
        mode: b.pick(['rate', 'delay']),
        throwsAtRun: b.pick([0, 1, 2]),
      });
      b.advance(b.pick([2, 4, 11]));
      if (b.chance(60)) b.step({ type: 'cancel', scheduled: op });
      b.step({ type: 'query', subject, property: 'validate-main-thread' });
      if (b.chance(40)) b.closeService();
      b.advance(10);
      if (b.chance(60))
        b.step({
          type: 'service-schedule',
          service: 0,
          delayMs: 1,
          periodMs: null,
          mode: 'rate',
          throwsAtRun: 0,
        });
      b.step({ type: 'cancel', scheduled: op });
      b.advance(10);
    },
    { weight: 2 },
  ),
];
