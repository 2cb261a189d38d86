/**
 * Properties of queues: what waits behind what. Elsewhere a queue forms because the tape holds something back; here it
 * forms by itself, so that targets whose schedule nobody controls are judged by the same rules.
 */
import type { NestedOperation } from '../../spec/index.js';
import { type BuiltEndpoint, RETURN, type ScenarioBuilder, script } from './builder.js';
import { type Theme, theme } from './theme.js';

export const queueThemes: readonly Theme[] = [
  theme(
    'ORD-01, ORD-02, ORD-05, SELF-03, LIFE-13, START-01, TERM-02, DEAD-02 what one thread has sent waits in line, the handshakes of its connects included',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.create();
      if (b.chance(80)) b.start(endpoint);
      const service = b.int(0, 1);
      const gateway = b.connected(endpoint, { service });
      for (let rounds = b.int(1, 3); rounds > 0; rounds -= 1) {
        for (let connects = b.int(1, 3); connects > 0; connects -= 1) b.connect(endpoint, { service });
        if (b.chance(50)) b.watch(endpoint);
        for (let count = b.int(1, 3); count > 0; count -= 1) {
          const which = b.int(0, 5);
          if (which === 0) b.runAsync(endpoint);
          else if (which === 1) b.callAsync(endpoint);
          else if (which === 2) b.pick([() => b.start(endpoint), () => b.stop(endpoint)])();
          else b.call(gateway, { method: b.pick(['ask', 'tell']) });
        }
      }
      b.connect(endpoint, { service });
      b.watch(endpoint);
      b.terminate(endpoint);
      b.call(gateway, { method: b.pick(['ask', 'tell']) });
    },
    { weight: 3 },
  ),

  theme(
    'ORD-01, START-01, START-05, SUPER-05, SUPER-06, SUPER-07, SUPER-09, LIFE-10, LIFE-11, LIFE-13 a handler sends several messages before any of them is handled, and the first of them ends their endpoint',
    (b) => {
      b.service();
      const illegal = b.chance(50);
      const sender = b.started();
      const endpoint = b.create(illegal ? { onStop: 'later' } : { onStart: b.pick(['throw', 'return']) });
      if (illegal) b.start(endpoint);
      const gateway = b.connected(endpoint);
      if (illegal) {
        b.terminate(endpoint);
        b.settle();
      }
      const sent = [b.nested({ type: b.pick(['start', 'stop', 'start']), endpoint: endpoint.number })];
      for (let count = b.int(1, 3); count > 0; count -= 1) sent.push(message(b, endpoint, gateway.number));
      b.call(sender, { script: script({ ending: 'return' }, sent) });
      b.watch(endpoint);
      b.settle();
      b.call(gateway);
      b.start(endpoint);
      b.settle();
      if (b.chance(50)) b.closeService();
    },
    { weight: 4 },
  ),
];

/** A message as a nested operation. */
function message(b: ScenarioBuilder, { number: endpoint }: BuiltEndpoint, gateway: number): NestedOperation {
  const which = b.int(0, 3);
  if (which === 0)
    return b.nested({ type: 'run-async', endpoint, delayMs: 0, unfenced: false, script: RETURN });
  const method = which === 1 ? 'tell' : 'ask';
  const target = { gateway };
  return b.nested({ type: 'call', target, method, timeout: null, argument: 'good', script: RETURN });
}
