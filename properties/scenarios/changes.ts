/** Properties of a changed token: gateways that were there before, and delayed runs on their way. */
import { RETURN, TOKENS } from './builder.js';
import { type Theme, theme } from './theme.js';

export const changeThemes: readonly Theme[] = [
  theme(
    'FENCE-09, FENCE-10, FENCE-01, FENCE-12, FENCE-15, FENCE-16 gateways that were obtained before a change of the token are used after it',
    (b) => {
      b.service();
      b.service();
      const [first, , , longer] = TOKENS;
      const endpoint = b.started({ kind: 'fenced', token: b.chance(75) ? (first ?? null) : null });
      const before = b.connected(endpoint, { service: b.int(0, 1), fencing: { token: first ?? null } });
      const used = b.pick([before, endpoint]);
      b.call(used);
      b.setToken(endpoint, b.pick([longer ?? null, null, first ?? null]));
      b.settle();
      b.call(used, { method: b.pick(['ask', 'tell']) });
      b.call(b.pick([before, endpoint]));
    },
    { weight: 2 },
  ),

  theme(
    'FENCE-20, FENCE-21, FENCE-18, SELF-05 the token changes before a delayed run-async arrives, or while it waits',
    (b) => {
      b.service();
      const endpoint = b.started({ kind: 'fenced' });
      const early = b.chance(60);
      const change = early ? b.setToken(endpoint, b.pick(TOKENS)) : null;
      b.runAsync(endpoint, b.pick([5, 10]), RETURN);
      const delayed = b.lastOp;
      if (change !== null) b.hold({ leg: 'request', id: change }, { leg: 'op', id: delayed });
      if (b.chance(30)) {
        b.callAsync(endpoint, 7, { nested: [], end: { ending: 'later' } });
        b.hold({ leg: 'request', id: delayed }, { leg: 'timeout', id: b.lastOp });
      }
      if (!early) {
        b.settle();
        b.setToken(endpoint, b.pick(TOKENS));
      }
      b.advance(10);
    },
  ),
];
