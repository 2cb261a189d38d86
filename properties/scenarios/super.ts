/** Properties of family SUPER: failure escalation. */
import { script, THROW } from './builder.js';
import { KINDS } from './stage.js';
import { type Theme, theme } from './theme.js';

export const superThemes: readonly Theme[] = [
  theme(
    'SUPER-02, SUPER-03, SUPER-04, SUPER-05, SUPER-06, SUPER-07, SUPER-08, SUPER-09 an injected fault takes every endpoint of the service down',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.started({ kind: b.pick(KINDS) });
      const sibling = b.create({ onStop: b.pick(['done', 'later', 'throw']) });
      if (b.chance(70)) b.start(sibling);
      const gateway = b.connected(endpoint, { service: b.int(0, 1) });
      const siblingGateway = b.connected(sibling, { service: b.int(0, 1) });
      b.watch(endpoint);
      b.watch(sibling);
      if (b.chance(30)) b.terminate(sibling);
      const queued = b.call(gateway, { lane: 1 });
      b.step({ type: 'fault', endpoint: endpoint.number }, 2);
      const fault = b.lastOp;
      if (b.chance(50)) b.hold({ leg: 'request', id: queued }, { leg: 'fault', id: fault });
      if (b.chance(50)) b.hold({ leg: 'fault', id: fault }, { leg: 'op', id: queued });
      const behind = b.call(siblingGateway, { lane: 1 });
      if (b.chance(40)) b.hold({ leg: 'request', id: behind }, { leg: 'kill', id: sibling.number });
      b.call(gateway, { lane: 1, method: b.pick(['ask', 'tell']) });
      if (b.chance(40)) b.settle();
      if (b.chance(60)) b.closeService(0, null, 2);
      b.shuffle(60);
    },
    { weight: 3 },
  ),

  theme(
    'SUPER-01, SUPER-10, SELF-09, SELF-13, CALL-14 errors of user code do not make an endpoint fail, and its normal end affects nobody',
    (b) => {
      b.service();
      const endpoint = b.started({ onStop: b.pick(['done', 'throw', 'failed']) });
      const sibling = b.started();
      b.call(endpoint, { script: THROW });
      b.call(endpoint, { method: 'tell', script: THROW });
      b.runAsync(endpoint, 0, b.pick([THROW, script({ ending: 'throw-non-error' })]));
      b.callAsync(endpoint, 500, THROW);
      b.call(endpoint);
      b.settle();
      b.terminate(endpoint);
      b.call(sibling);
      b.settle();
      b.call(sibling);
      b.shuffle(20);
    },
  ),
];
