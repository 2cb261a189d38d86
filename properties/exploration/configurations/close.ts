/** A service is closed while everything else goes on. */
import { LATER } from '../../scenarios/builder.js';
import { configuration } from '../configuration.js';

export const closeRace = configuration(
  'close',
  'The close of a service races a start, asks from inside and outside, an open future, a connect and a TERMINATE',
  (b) => {
    b.service();
    b.service();
    const endpoint = b.started({ resources: 1 });
    const other = b.create();
    b.settle();
    const near = b.connected(endpoint);
    const far = b.connected(endpoint, { service: 1 });
    b.closeService(0, null, 0);
    b.call(near, { lane: 1, script: LATER });
    b.call(far, { lane: 2 });
    b.connect(other, { service: 1, lane: 3 });
    b.terminate(endpoint, 4);
    b.start(other, 5);
  },
);
