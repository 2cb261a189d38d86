/**
 * Properties of patterns one of whose matches is about to end. A handler holds it back, with the identification in its
 * queue; so the situation comes about on targets whose schedule nobody controls.
 */
import { HOLD } from './builder.js';
import { type Theme, theme } from './theme.js';

export const dyingThemes: readonly Theme[] = [
  theme(
    'ADDR-20, ADDR-17, ADDR-18, MAIN-05 a pattern is looked up while one of its matches is held back, and then ends',
    (b) => {
      b.service();
      b.service();
      const dying = b.started({ name: 'worker_1', onStop: 'later' });
      const live = b.create({ name: 'worker_2' });
      if (b.chance(70)) b.start(live);
      const toDying = b.connected(dying);
      const toLive = b.connected(live);
      b.terminate(dying);
      b.settle();
      const held = b.call(toDying, { script: HOLD });
      const heldToo = b.chance(50) ? b.call(toLive, { script: HOLD, lane: 1 }) : null;
      b.settle();
      const address = { kind: 'wildcard', service: 0, prefix: 'worker' } as const;
      const gateway = b.connect(null, { service: b.int(0, 1), address });
      b.settle();
      b.releaseStop(dying);
      b.release(held);
      b.settle();
      if (heldToo !== null) b.release(heldToo);
      b.settle();
      b.call(gateway);
      b.shuffle(20);
    },
    { weight: 3, holds: true },
  ),
];
