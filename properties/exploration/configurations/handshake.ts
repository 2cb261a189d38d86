/** A connect races what happens to its target meanwhile. */
import { configuration } from '../configuration.js';

export const handshakeRace = configuration(
  'handshake',
  'A connect, and the ask that follows it, race START, STOP and TERMINATE',
  (b) => {
    b.service();
    b.service();
    const endpoint = b.create();
    b.settle();
    const near = b.connect(endpoint, { lane: 1 });
    b.call(near, { lane: 1 });
    const far = b.connect(endpoint, { service: 1, lane: 2 });
    b.call(far, { lane: 2 });
    b.start(endpoint, 0);
    b.stop(endpoint, 0);
    b.terminate(endpoint, 3);
  },
);
