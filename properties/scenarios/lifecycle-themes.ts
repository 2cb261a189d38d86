/** Themes around the life of an endpoint: LIFE, START, STOP, MSG, TERM. */
import { HOLD, LATER, RETURN, type ScenarioBuilder, script, THROW } from './builder.js';
import { type Theme, theme } from './theme.js';

const KINDS = ['plain', 'fenced', 'permanently-fenced'] as const;

/** Running flag, asked on the main thread. */
const runningQuery = (b: ScenarioBuilder, endpoint: number) =>
  b.nested({ type: 'query', subject: { endpoint }, property: 'running' });

export const lifecycleThemes: readonly Theme[] = [
  theme(
    'LIFE-02, LIFE-03, LIFE-04, LIFE-05, LIFE-06, LIFE-07, LIFE-09, LIFE-12, LIFE-13 any order of START, STOP and TERMINATE among calls',
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
    'STOP-02, STOP-03, STOP-04, STOP-05, STOP-06, TERM-01, TERM-04, TERM-08 onStop that completes late, fails, throws, returns null or never completes',
    (b) => {
      b.service();
      const endpoint = b.started({
        onStop: b.pick(['later', 'done', 'throw', 'null', 'failed']),
        kind: b.pick(KINDS),
      });
      b.terminate(endpoint);
      if (b.chance(50)) b.terminate(endpoint, 1);
      if (b.chance(50)) b.step({ type: 'watch', endpoint: endpoint.number }, b.int(0, 1));
      if (b.chance(60)) b.call(endpoint);
      if (b.chance(50)) b.settle();
      if (b.chance(70)) b.releaseStop(endpoint, b.pick(['value', 'error']));
      if (b.chance(50)) b.call(endpoint);
      b.shuffle(40);
    },
    { weight: 2 },
  ),

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
    'CALL-24, START-08, TERM-01 a handler closes its own endpoint and its answer is still delivered',
    (b) => {
      b.service();
      const number = b.endpoints.length + 1;
      const inStart = b.chance(40);
      const close = () => b.nested({ type: 'terminate', endpoint: number });
      const endpoint = b.create({ startNested: inStart ? [close()] : [], onStop: b.pick(['done', 'later']) });
      b.start(endpoint);
      const gateway = b.connected(endpoint);
      b.call(gateway, { script: script({ ending: 'return' }, inStart ? [] : [close()]) });
      b.call(gateway, { lane: 1 });
      b.releaseStop(endpoint);
      b.shuffle(40);
    },
  ),

  theme(
    'START-02, START-03, START-04, START-05, START-07, START-09, STOP-09 onStart that throws or returns a promise ends that endpoint alone',
    (b) => {
      b.service();
      const endpoint = b.create({ onStart: b.pick(['throw', 'throw', 'promise']), resources: b.int(0, 1) });
      const sibling = b.started();
      const gateway = b.connected(endpoint);
      b.start(endpoint);
      b.call(gateway);
      if (b.chance(50)) b.call(gateway, { method: 'tell' });
      if (b.chance(50)) b.connect(endpoint);
      b.step({ type: 'watch', endpoint: endpoint.number });
      b.hold({ leg: 'request', id: b.lastOp - 2 }, { leg: 'op', id: b.lastOp });
      b.settle();
      b.call(sibling);
      b.create({ name: endpoint.name });
      b.shuffle(30);
    },
    { weight: 2 },
  ),

  theme(
    'START-06, SERV-05 a failed start spoils the close of the service until the endpoint is closed on its own',
    (b) => {
      b.service();
      const endpoint = b.create({ onStart: 'throw' });
      const other = b.create({ onStop: b.pick(['done', 'later']) });
      b.start(other);
      b.start(endpoint);
      b.settle();
      if (b.chance(40)) b.terminate(endpoint);
      b.closeService();
      b.settle();
      b.releaseStop(other);
    },
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

  theme(
    'TERM-03, TERM-05, MAIN-05, HAND-06 when the future of onStop completes nothing further starts',
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
    'MAIN-05, MAIN-01, HAND-06, HAND-13, TERM-05 a handler that holds the main thread delays everything of its endpoint and nothing of others',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.started();
      const other = b.started();
      const gateway = b.connected(endpoint, { service: b.int(0, 1) });
      const held = b.call(gateway, { script: HOLD });
      b.settle();
      const which = b.int(0, 4);
      if (which === 0) b.connect(endpoint, { lane: 1, service: b.int(0, 1) });
      else if (which === 1) b.stop(endpoint, 1);
      else if (which === 2) b.terminate(endpoint, 1);
      else if (which === 3) b.runAsync(endpoint, 0, RETURN, false, 1);
      else b.callAsync(endpoint, 500);
      b.call(other, { lane: 2 });
      if (b.chance(50)) b.advance(b.pick([400, 1200]));
      b.release(held);
      b.shuffle(30);
    },
    { weight: 3, holds: true },
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

  theme(
    'LIFE-10, LIFE-11, SUPER-02, SUPER-03, SUPER-04, SUPER-05, SUPER-06 START or STOP while terminating is illegal and takes the service down',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.started({ onStop: 'later' });
      const sibling = b.started({ onStop: b.pick(['done', 'later']) });
      const remote = b.started({ service: 1 });
      const gateway = b.connected(sibling, { service: b.int(0, 1) });
      b.step({ type: 'watch', endpoint: sibling.number });
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

  theme(
    'SUPER-02, SUPER-03, SUPER-04, SUPER-05, SUPER-06, SUPER-07, SUPER-08, SUPER-09 an injected fault takes every endpoint of the service down',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.started({ kind: b.pick(KINDS) });
      const sibling = b.create({ onStop: b.pick(['done', 'later', 'throw']) });
      if (b.chance(70)) b.start(sibling);
      const gateway = b.connected(endpoint, { service: b.int(0, 1) });
      const siblingGateway = b.connected(sibling, { service: b.int(0, 1) });
      b.step({ type: 'watch', endpoint: endpoint.number });
      b.step({ type: 'watch', endpoint: sibling.number });
      if (b.chance(30)) b.terminate(sibling);
      b.call(gateway, { lane: 1 });
      b.step({ type: 'fault', endpoint: endpoint.number }, 2);
      b.call(siblingGateway, { lane: 1 });
      b.call(gateway, { lane: 1, method: b.pick(['ask', 'tell']) });
      if (b.chance(40)) b.settle();
      if (b.chance(60)) b.closeService(0, null, 2);
      b.shuffle(60);
    },
    { weight: 3 },
  ),

  theme(
    'SUPER-01, SUPER-10, SELF-09, SELF-13, CALL-14 errors of user code do not make an endpoint fail, and its normal end affects nobody',
    (b) => {
      b.service();
      const endpoint = b.started({ onStop: b.pick(['done', 'throw', 'failed']) });
      const sibling = b.started();
      b.call(endpoint, { script: THROW });
      b.call(endpoint, { method: 'tell', script: THROW });
      b.runAsync(endpoint, 0, b.pick([THROW, script({ ending: 'throw-non-error' })]));
      b.callAsync(endpoint, 500, THROW);
      b.call(endpoint);
      b.settle();
      b.terminate(endpoint);
      b.call(sibling);
      b.settle();
      b.call(sibling);
      b.shuffle(20);
    },
  ),

  theme(
    'TERM-08, TERM-09, TERM-10, TERM-11, LIFE-07, SERV-07 closing an endpoint that was never started, again, or after its service',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.create({ resources: b.int(0, 1) });
      const gateway = b.connected(endpoint);
      const which = b.int(0, 2);
      if (which === 0) b.terminate(endpoint);
      else if (which === 1) b.closeService();
      else b.step({ type: 'stop-server', service: b.int(0, 1), endpoint: endpoint.number });
      if (b.chance(50)) b.settle();
      b.terminate(endpoint, b.int(0, 1));
      b.settle();
      b.call(gateway, { method: b.pick(['ask', 'tell']) });
      b.terminate(endpoint);
      b.shuffle(40);
    },
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
