/** Properties of family ORD: ordering and delivery. */
import { LATER, RETURN } from './builder.js';
import { stage } from './stage.js';
import { type Theme, theme } from './theme.js';

export const ordThemes: readonly Theme[] = [
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
    'ORD-01, ORD-02, ORD-03, ORD-05, SELF-03, MAIN-01, MAIN-06, ORD-07, ORD-08 one thread, one endpoint: sending order; different senders: any order',
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
];
