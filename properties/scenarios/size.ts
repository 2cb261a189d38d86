/** Properties of family SIZE: serialization and limits. */
import { script } from './builder.js';
import { stage } from './stage.js';
import { type Theme, theme } from './theme.js';

export const sizeThemes: readonly Theme[] = [
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
];
