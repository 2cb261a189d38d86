/** Properties of family LIFE: start, stop, terminate, the running flag. */
import { RETURN, script } from './builder.js';
import { KINDS, runningQuery } from './stage.js';
import { type Theme, theme } from './theme.js';

export const lifeThemes: readonly Theme[] = [
  theme(
    'LIFE-19, FENCE-14, FENCE-13 a constructor that throws leaves nothing behind',
    (b) => {
      b.service();
      if (b.chance(50)) b.create({ name: 'x', constructorThrows: true });
      else b.create({ name: 'x', kind: 'permanently-fenced', token: null });
      b.settle();
      const next = b.create({ name: 'x' });
      b.start(next);
      b.call(next);
    },
    { weight: 2 },
  ),

  theme(
    'LIFE-02, LIFE-03, LIFE-04, LIFE-05, LIFE-06, LIFE-07, LIFE-09, LIFE-12, LIFE-13, LIFE-14, LIFE-15 any order of START, STOP and TERMINATE among calls',
    (b) => {
      b.service();
      const endpoint = b.create({
        kind: b.pick(KINDS),
        onStop: b.pick(['done', 'later', 'throw', 'failed', 'null']),
      });
      const gateway = b.connect(endpoint);
      if (b.chance(50)) b.settle();
      for (let count = b.int(2, 8); count > 0; count -= 1) {
        const lane = b.int(0, 1);
        const which = b.int(0, 9);
        if (which < 3) b.start(endpoint, lane);
        else if (which < 5) b.stop(endpoint, lane);
        else if (which === 5) b.terminate(endpoint, lane);
        else if (which === 6) b.runAsync(endpoint, 0, RETURN, false, lane);
        else b.call(gateway, { lane, method: b.pick(['ask', 'ask', 'tell']) });
        if (b.chance(30)) b.settle();
      }
      if (b.chance(50)) b.releaseStop(endpoint, b.pick(['value', 'value', 'error']));
      b.shuffle(60);
    },
    { weight: 6 },
  ),

  theme(
    'LIFE-01, LIFE-18, MSG-01, MSG-02, MSG-03, MSG-04, MSG-05, MSG-07 messages before START: the handshake is answered, asks are refused, tells are dropped, nothing is buffered',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.create({ kind: b.pick(KINDS) });
      const gateway = b.connected(endpoint, {
        service: b.int(0, 1),
        fencing: b.chance(70) ? 'own' : { token: { type: 'Wrong', bytes: '07' } },
      });
      for (let count = b.int(1, 3); count > 0; count -= 1) {
        const which = b.int(0, 3);
        if (which === 0) b.call(gateway);
        else if (which === 1) b.call(gateway, { method: 'tell' });
        else if (which === 2) b.runAsync(endpoint);
        else b.callAsync(endpoint);
      }
      if (b.chance(50)) b.settle();
      b.start(endpoint, b.int(0, 1));
      b.call(gateway, { lane: b.int(0, 1) });
      b.shuffle(60);
    },
    { weight: 3 },
  ),

  theme(
    'LIFE-04, LIFE-06, LIFE-16, LIFE-17 stop and start again: the hook runs again and the running flag stays',
    (b) => {
      b.service();
      const endpoint = b.started({ resources: b.int(0, 2) });
      b.stop(endpoint);
      if (b.chance(50)) b.call(endpoint);
      b.start(endpoint);
      b.runAsync(endpoint, 0, script({ ending: 'return' }, [runningQuery(b, endpoint.number)]));
      if (b.chance(50))
        b.step({ type: 'query', subject: { endpoint: endpoint.number }, property: 'running' });
      b.settle();
      if (b.chance(50)) b.terminate(endpoint);
    },
  ),

  theme(
    'LIFE-16, LIFE-08, STOP-01, STOP-02, START-01, MSG-06 the running flag is seen by hooks and by handlers while terminating',
    (b) => {
      b.service();
      const number = b.endpoints.length + 1;
      const endpoint = b.create({
        startNested: [
          runningQuery(b, number),
          b.nested({ type: 'query', subject: { endpoint: number }, property: 'validate-main-thread' }),
        ],
        stopNested: [
          runningQuery(b, number),
          b.nested({ type: 'query', subject: { endpoint: number }, property: 'validate-main-thread' }),
        ],
        onStop: b.pick(['later', 'later', 'throw', 'done']),
      });
      b.start(endpoint);
      b.call(endpoint);
      b.settle();
      b.terminate(endpoint);
      b.call(endpoint, { script: script({ ending: 'return' }, [runningQuery(b, number)]) });
      b.runAsync(endpoint, 0, script({ ending: 'return' }, [runningQuery(b, number)]));
      b.callAsync(endpoint, 500, script({ ending: 'return' }, [runningQuery(b, number)]));
      b.settle();
      b.releaseStop(endpoint);
      b.shuffle(30);
    },
  ),

  theme(
    'LIFE-10, LIFE-11, SUPER-02, SUPER-03, SUPER-04, SUPER-05, SUPER-06 START or STOP while terminating is illegal and takes the service down',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.started({ onStop: 'later' });
      const sibling = b.started({ onStop: b.pick(['done', 'later']) });
      const remote = b.started({ service: 1 });
      const gateway = b.connected(sibling, { service: b.int(0, 1) });
      b.watch(sibling);
      b.terminate(endpoint);
      b.call(endpoint);
      if (b.chance(50)) b.start(endpoint, b.int(0, 1));
      else b.stop(endpoint, b.int(0, 1));
      b.call(gateway, { lane: 2 });
      if (b.chance(30)) b.runAsync(sibling, 0, RETURN, false, 2);
      b.call(remote, { lane: 2 });
      b.settle();
      b.releaseStop(endpoint);
      if (b.chance(50)) b.closeService();
      b.shuffle(40);
    },
    { weight: 2 },
  ),
];
