/** Properties of links that take time: messages keep their order, and limits do not wait for them. */
import { type Theme, theme } from './theme.js';

/** Delays within the limits of asks, around them, and beyond. */
const DELAYS_MS = [0, 1, 10, 400, 500, 501, 1000, 1500];

export const slowThemes: readonly Theme[] = [
  theme(
    'ORD-02, ORD-05, TIME-01, TIME-02, TIME-06, TIME-09, CALL-21, HAND-06, HAND-13, DEAD-03 a slow link keeps the order of sending, and limits do not wait for it',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.started({ onStop: b.pick(['done', 'later']) });
      const gateway = b.connected(endpoint, { service: 1 });
      const delay = (from: number, to: number, milliseconds: number): number =>
        b.step({ type: 'link', from, to, action: 'delay', milliseconds });
      delay(1, 0, b.pick(DELAYS_MS));
      if (b.chance(50)) delay(0, 1, b.pick(DELAYS_MS));
      for (let count = b.int(2, 5); count > 0; count -= 1) {
        const which = b.int(0, 9);
        if (which < 5) {
          b.call(gateway, { lane: b.int(0, 1), method: b.pick(['ask', 'askWithin', 'tell']), timeout: 500 });
        } else if (which === 5) b.connect(endpoint, { service: 1, lane: b.int(0, 1) });
        else if (which === 6) delay(b.int(0, 1), b.int(0, 1), b.pick(DELAYS_MS));
        else if (which === 7) b.settle();
        else b.advance(b.pick([1, 10, 499, 500, 999, 1000]));
      }
      const end = b.int(0, 9);
      if (end === 0) b.terminate(endpoint);
      else if (end === 1) b.closeService(b.int(0, 1));
      else if (end < 5) {
        b.step({ type: 'link', from: 1, to: 0, action: b.pick(['fail', 'partition', 'drop-next']) });
        b.call(gateway);
      }
      if (b.chance(50)) delay(1, 0, 0);
      b.call(gateway);
      if (b.chance(40)) b.connect(endpoint, { service: 1, lane: 1 });
      b.shuffle(40);
    },
    { weight: 4 },
  ),
];
