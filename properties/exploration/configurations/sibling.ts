/** An endpoint fails, and takes its siblings with it. */
import { configuration } from '../configuration.js';

export const siblingRace = configuration(
  'sibling',
  'The failure of an endpoint races asks to it and to its siblings, and the TERMINATE of one of them',
  (b) => {
    b.service();
    const failing = b.started();
    const sibling = b.started({ onStop: 'later' });
    const quiet = b.started();
    const gateways = [b.connected(failing), b.connected(sibling), b.connected(quiet)];
    b.step({ type: 'fault', endpoint: failing.number }, 0);
    for (const [index, gateway] of gateways.entries()) b.call(gateway, { lane: index + 1 });
    b.terminate(sibling, 4);
  },
);
