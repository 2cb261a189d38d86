/** Properties of what never arrives: requests that are larger than a frame, and what the other side cannot decode. */
import { RETURN, script } from './builder.js';
import { type Theme, theme } from './theme.js';

const FRAME_BYTES = 600;

export const frameThemes: readonly Theme[] = [
  theme(
    'SIZE-03, SIZE-04, SIZE-08, TIME-06 what is too large for a frame or cannot be decoded is lost, and the link stays up',
    (b) => {
      b.service({ frameBytes: FRAME_BYTES });
      b.service({ frameBytes: FRAME_BYTES });
      const endpoint = b.started();
      const gateway = b.connected(endpoint, { service: 1 });
      for (let count = b.int(1, 3); count > 0; count -= 1) {
        const lane = b.int(0, 1);
        const which = b.int(0, 4);
        if (which < 2)
          b.call(gateway, {
            lane,
            method: b.pick(['ask', 'ask', 'tell']),
            argument: { bytes: b.pick([FRAME_BYTES + 1, 5000]) },
          });
        else if (which === 2) b.call(gateway, { lane, script: script({ ending: 'undecodable' }) });
        else if (which === 3)
          b.step(
            {
              type: 'send-raw',
              target: { gateway: gateway.number },
              message: 'undecodable',
              ask: b.chance(70),
              timeoutMs: 700,
              script: RETURN,
            },
            lane,
          );
        else b.call(gateway, { lane });
      }
      b.settle();
      b.call(gateway);
      b.shuffle(20);
    },
    { weight: 2 },
  ),
];
