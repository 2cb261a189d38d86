/** Properties of family START: onStart. */
import { type Theme, theme } from './theme.js';

export const startThemes: readonly Theme[] = [
  theme(
    'START-02, START-03, START-04, START-05, START-07, START-09, STOP-09 onStart that throws or returns a promise ends that endpoint alone',
    (b) => {
      b.service();
      const endpoint = b.create({ onStart: b.pick(['throw', 'throw', 'promise']), resources: b.int(0, 1) });
      const sibling = b.started();
      const gateway = b.connected(endpoint);
      b.start(endpoint);
      b.call(gateway);
      if (b.chance(50)) b.call(gateway, { method: 'tell' });
      if (b.chance(50)) b.connect(endpoint);
      b.watch(endpoint);
      b.hold({ leg: 'request', id: b.lastOp - 2 }, { leg: 'op', id: b.lastOp });
      b.settle();
      b.call(sibling);
      b.create({ name: endpoint.name });
      b.shuffle(30);
    },
    { weight: 2 },
  ),

  theme(
    'START-06, SERV-05 a failed start spoils the close of the service until the endpoint is closed on its own',
    (b) => {
      b.service();
      const endpoint = b.create({ onStart: 'throw' });
      const other = b.create({ onStop: b.pick(['done', 'later']) });
      b.start(other);
      b.start(endpoint);
      b.settle();
      if (b.chance(40)) b.terminate(endpoint);
      b.closeService();
      b.settle();
      b.releaseStop(other);
    },
  ),
];
