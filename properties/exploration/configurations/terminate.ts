/** TERMINATE races asks, and an onStop whose future completes late. */
import { LATER } from '../../scenarios/builder.js';
import { configuration } from '../configuration.js';

export const terminateRace = configuration(
  'terminate',
  'TERMINATE races asks and a handler with an open future, while onStop waits for its own future',
  (b) => {
    b.service();
    const endpoint = b.started({ onStop: 'later', resources: 1 });
    const gateways = [b.connected(endpoint), b.connected(endpoint)];
    const other = b.connected(endpoint);
    b.terminate(endpoint, 0);
    b.releaseStop(endpoint, 'value', 0);
    for (const [index, gateway] of gateways.entries()) b.call(gateway, { lane: index + 1 });
    const work = b.call(other, { lane: 3, script: LATER });
    b.release(work, 'value', 3);
    b.watch(endpoint, [], 4);
  },
  { interchangeable: [[1, 2]] },
);
