/** Themes around calls: CALL, SIZE, TIME, DEAD, ORD. */
import type { MethodName } from '../../spec/index.js';
import { LATER, RETURN, type ScenarioBuilder, script, THROW } from './builder.js';
import { type Theme, theme } from './theme.js';

const anyMethod: readonly MethodName[] = [
  'ask',
  'ask',
  'tell',
  'askWithin',
  'askLocal',
  'overloaded(text)',
  'overloaded(number)',
];

/** One or two services, a started endpoint, a gateway from one of them. */
function stage(b: ScenarioBuilder, specification: Parameters<ScenarioBuilder['service']>[0] = {}) {
  b.service(specification);
  b.service(specification);
  const endpoint = b.started({ kind: b.pick(['plain', 'plain', 'fenced']) });
  const gateway = b.connected(endpoint, { service: b.int(0, 1) });
  return { endpoint, gateway };
}

export const callThemes: readonly Theme[] = [
  theme(
    'CALL-01, CALL-02, CALL-06, CALL-11, CALL-12, CALL-13, CALL-14, CALL-16, CALL-17, CALL-18, CALL-22, CALL-25, TIME-01, TIME-02 every method with every ending',
    (b) => {
      const { gateway } = stage(b);
      for (let count = b.int(1, 4); count > 0; count -= 1) {
        const ending = b.pick([
          'return',
          'null',
          'throw',
          'throw-non-error',
          'later',
          'look-alike',
          'return',
        ] as const);
        const op = b.call(gateway, {
          lane: b.int(0, 2),
          // `overloaded` tells which one ran, so it ends at once or not at all
          method:
            ending === 'return' ? b.pick(anyMethod) : b.pick(['ask', 'ask', 'tell', 'askWithin', 'askLocal']),
          script: script({ ending }),
        });
        if (ending === 'later' && b.chance(80)) b.release(op, b.pick(['value', 'error']), b.int(0, 2));
      }
      b.shuffle(40);
    },
    { weight: 4 },
  ),

  theme('ORD-04, CALL-12, CALL-21, CALL-25 answers come as results become available', (b) => {
    const { gateway } = stage(b);
    const ops = Array.from({ length: b.int(2, 4) }, () =>
      b.call(gateway, { lane: b.int(0, 1), script: b.pick([LATER, LATER, RETURN]) }),
    );
    b.settle();
    for (const op of ops.reverse()) if (b.chance(85)) b.release(op, b.pick(['value', 'value', 'error']));
    b.shuffle(40);
  }),

  theme(
    'TIME-01, TIME-02, TIME-06, TIME-09, CALL-21, CALL-20 ask against timeout',
    (b) => {
      const { endpoint, gateway } = stage(b);
      const op = b.call(gateway, {
        method: b.pick(['ask', 'askWithin']),
        timeout: b.pick([1, 100, 500, 999]),
        script: LATER,
      });
      b.settle();
      b.advance(b.pick([50, 100, 499, 500, 999, 1000, 1001]));
      if (b.chance(30)) b.terminate(endpoint);
      b.release(op, b.pick(['value', 'error']));
      if (b.chance(60)) b.hold({ leg: b.pick(['answer', 'request']), id: op }, { leg: 'timeout', id: op });
      b.settle();
      b.call(gateway);
    },
    { weight: 3 },
  ),

  theme(
    'TIME-03, TIME-04, TIME-05, CALL-09 limits that no ask can have',
    (b) => {
      const { endpoint, gateway } = stage(b);
      for (let count = b.int(1, 3); count > 0; count -= 1) {
        const timeout = b.pick([0, -1, 0.5, 'nan', 'null', 'not-a-duration', 'huge', 1.9, 300] as const);
        if (b.chance(80)) b.call(gateway, { method: 'askWithin', timeout });
        else b.callAsync(endpoint, timeout);
      }
      b.call(gateway, { argument: b.pick(['wrong-type', 'good']) });
    },
    { weight: 2 },
  ),

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
    'SIZE-01, SIZE-02, SIZE-04, SIZE-05, SIZE-06, SIZE-07, SIZE-08, SIZE-09, SIZE-10, SIZE-11, SIZE-12, SIZE-13 sizes and serialization of arguments and results',
    (b) => {
      const { endpoint, gateway } = stage(b, { frameBytes: 600, forceSerialization: b.chance(50) });
      for (let count = b.int(1, 3); count > 0; count -= 1) {
        const which = b.int(0, 7);
        const method = b.pick(['ask', 'ask', 'askLocal'] as const);
        if (which === 0)
          b.call(gateway, {
            method: b.pick(['ask', 'tell', 'askLocal']),
            argument: { bytes: b.pick([100, 5000]) },
          });
        else if (which === 1)
          b.call(gateway, { method: b.pick(['ask', 'tell', 'askLocal']), argument: 'unserializable' });
        else if (which < 5)
          b.call(b.chance(70) ? gateway : endpoint, {
            method,
            script: script({
              ending: b.pick(['bytes', 'later-bytes']),
              size: b.pick([100, 590, 599, 600, 601, 5000]),
            }),
          });
        else if (which === 5) b.call(gateway, { method, script: script({ ending: 'unserializable' }) });
        else if (which === 6)
          b.call(gateway, { method, script: script({ ending: b.pick(['undecodable', 'encoder-throws']) }) });
        else
          b.call(gateway, {
            method,
            script: script({ ending: b.pick(['throw', 'throw-non-error', 'look-alike']) }),
          });
      }
      b.settle();
      b.call(gateway);
    },
    { weight: 5 },
  ),

  theme(
    'ORD-01, ORD-02, ORD-03, ORD-05, SELF-03, MAIN-01, MAIN-06 one thread, one endpoint: sending order; different senders: any order',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.started();
      const gateways = [b.connected(endpoint), b.connected(endpoint, { service: 1 })];
      const executor = b.executor(endpoint);
      for (let count = b.int(3, 8); count > 0; count -= 1) {
        const lane = b.int(0, 2);
        const which = b.int(0, 4);
        if (which < 2) b.call(b.pick(gateways), { lane, method: b.pick(['ask', 'tell']) });
        else if (which === 2) b.runAsync(endpoint, 0, RETURN, false, lane);
        else if (which === 3) b.execute(executor, RETURN, lane);
        else b.call(endpoint, { lane });
      }
      b.shuffle(90);
      b.shuffle(60);
    },
    { weight: 4 },
  ),

  theme(
    'ORD-06, ORD-05, DEAD-03, TIME-06 links that lose messages leave gaps and never reorder',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.started();
      const gateway = b.connected(endpoint, { service: 1 });
      const [from, to] = b.chance(60) ? [1, 0] : [0, 1];
      b.call(gateway);
      b.step({ type: 'link', from, to, action: b.pick(['partition', 'drop-next', 'drop-next', 'fail']) });
      b.call(gateway, { method: b.pick(['ask', 'tell']) });
      b.call(gateway);
      if (b.chance(40)) b.connect(endpoint, { service: 1, lane: 1 });
      if (b.chance(50)) b.settle();
      b.step({ type: 'link', from, to, action: b.pick(['heal', 'fail', 'heal']) });
      b.call(gateway);
      b.shuffle(30);
    },
    { weight: 3 },
  ),

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
    { weight: 2 },
  ),

  theme(
    'SELF-01, SELF-02, SELF-06, SELF-08 run-async and call-async work only within the service, with code and a possible delay',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.started();
      const gateway = b.connected(endpoint, { service: 1 });
      for (let count = b.int(1, 3); count > 0; count -= 1) {
        const which = b.int(0, 3);
        if (which === 0)
          b.step({ type: b.pick(['run-async-remote', 'call-async-remote']), gateway: gateway.number });
        else if (which === 1) b.step({ type: 'run-async-null', endpoint: endpoint.number });
        else if (which === 2) b.runAsync(endpoint, b.pick([-1, -0.5, 3_000_000_000]));
        else b.runAsync(endpoint, b.pick([0.5, 1.9]));
      }
      b.settle();
      b.advance(1);
    },
    { weight: 2 },
  ),

  theme('MAIN-01, MAIN-03, ORD-03, CALL-15 a nested call of another endpoint', (b) => {
    b.service();
    b.service();
    const inner = b.started({ service: b.int(0, 1) });
    const outer = b.started();
    const gateway = b.connected(inner, { service: 0 });
    const nested = b.nested(b.callOperation(gateway, { script: b.pick([RETURN, THROW]) }));
    b.call(outer, { script: script({ ending: 'return' }, [nested, b.nested(b.callOperation(inner))]) });
    b.call(inner, { lane: 1 });
    b.shuffle(60);
  }),
];
