/** START races the first messages. */
import { LATER } from '../../scenarios/builder.js';
import { configuration } from '../configuration.js';

/** Three clients that do the same, so that most runs are one another with the names exchanged. */
export const startRace = configuration(
  'start',
  'START races the first asks of three interchangeable clients, a tell and a run-async',
  (b) => {
    b.service();
    const endpoint = b.create();
    b.settle();
    const gateways = [b.connected(endpoint), b.connected(endpoint), b.connected(endpoint)];
    const late = b.connected(endpoint);
    b.start(endpoint, 0);
    for (const [index, gateway] of gateways.entries()) b.call(gateway, { lane: index + 1 });
    b.call(late, { method: 'tell', lane: 4 });
    b.call(late, { lane: 4, script: LATER });
    b.runAsync(endpoint, 0, undefined, false, 5);
  },
  { interchangeable: [[1, 2, 3]] },
);
