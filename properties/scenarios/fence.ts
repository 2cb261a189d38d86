/** Properties of family FENCE: fencing. */
import { RETURN, THROW, TOKENS } from './builder.js';
import { anyToken } from './stage.js';
import { type Theme, theme } from './theme.js';

export const fenceThemes: readonly Theme[] = [
  theme(
    'FENCE-01, FENCE-02, FENCE-03, FENCE-04, FENCE-05, FENCE-06, FENCE-10, FENCE-11, HAND-12 gateways with the right, a wrong, a null and no token',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.create({
        kind: b.pick(['fenced', 'fenced', 'permanently-fenced']),
        token: b.chance(85) ? (TOKENS[0] ?? null) : null,
      });
      if (b.chance(90)) b.start(endpoint);
      for (let count = b.int(1, 3); count > 0; count -= 1) {
        const gateway = b.connected(endpoint, {
          service: b.int(0, 1),
          fencing: b.pick(['own', { token: anyToken(b) }, { token: null }, null]),
        });
        b.call(gateway, { method: b.pick(['ask', 'ask', 'tell']) });
        if (b.chance(30)) b.step({ type: 'query', subject: { gateway: gateway.number }, property: 'token' });
      }
      b.shuffle(20);
    },
    { weight: 4 },
  ),

  theme('FENCE-07, MSG-08 a plain endpoint and a gateway with a token', (b) => {
    b.service();
    b.service();
    const endpoint = b.started();
    const gateway = b.connected(endpoint, { service: b.int(0, 1), fencing: { token: anyToken(b) } });
    b.call(gateway, { method: b.pick(['ask', 'tell']) });
    b.call(endpoint);
  }),

  theme(
    'FENCE-08, FENCE-09, FENCE-10, FENCE-15, FENCE-16, FENCE-02, FENCE-03, FENCE-05 a change of the token races calls',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.started({ kind: 'fenced', token: b.chance(85) ? (TOKENS[0] ?? null) : null });
      const old = b.connected(endpoint, { service: b.int(0, 1), fencing: { token: TOKENS[0] ?? null } });
      const next = b.connected(endpoint, { service: b.int(0, 1), fencing: { token: TOKENS[1] ?? null } });
      for (let count = b.int(1, 3); count > 0; count -= 1) {
        b.call(b.pick([old, next]), { lane: b.int(1, 2), method: b.pick(['ask', 'ask', 'tell']) });
        if (b.chance(60)) b.setToken(endpoint, anyToken(b), 0);
        if (b.chance(40)) b.call(endpoint, { lane: b.int(0, 2) });
      }
      if (b.chance(40)) b.setToken(endpoint, TOKENS[0] ?? null, 0);
      b.call(old, { lane: 1 });
      if (b.chance(20)) b.step({ type: 'set-token', endpoint: endpoint.number, token: anyToken(b) });
      b.shuffle(80);
      b.shuffle(40);
    },
    { weight: 6 },
  ),

  theme(
    'FENCE-18, FENCE-19, FENCE-09, FENCE-05 a change of the token races run-async and call-async',
    (b) => {
      b.service();
      const endpoint = b.started({ kind: 'fenced' });
      for (let count = b.int(2, 5); count > 0; count -= 1) {
        const unfenced = b.chance(30);
        const which = b.int(0, 3);
        if (which === 0) b.setToken(endpoint, anyToken(b), b.int(0, 1));
        else if (which === 1) b.runAsync(endpoint, 0, RETURN, unfenced, b.int(0, 1));
        else if (which === 2) b.callAsync(endpoint, 500, RETURN, unfenced);
        else b.call(endpoint, { lane: b.int(0, 1) });
      }
      b.shuffle(90);
      b.shuffle(50);
    },
    { weight: 5 },
  ),

  theme(
    'FENCE-20, FENCE-21, SELF-04, SELF-05, SELF-07, SELF-10, SELF-11 a change of the token races delayed run-async',
    (b) => {
      b.service();
      const endpoint = b.started({
        kind: b.pick(['fenced', 'fenced', 'plain']),
        onStop: b.pick(['done', 'later']),
      });
      b.runAsync(endpoint, b.pick([10, 20]), RETURN);
      const delayed = b.lastOp;
      if (b.chance(40)) b.runAsync(endpoint, b.pick([10, 20, 20.7]), THROW, false, 1);
      if (b.chance(50) && endpoint.kind === 'fenced') b.setToken(endpoint, anyToken(b));
      b.settle();
      b.advance(b.pick([5, 10, 19]));
      if (b.chance(40) && endpoint.kind === 'fenced')
        b.setToken(endpoint, b.pick([anyToken(b), TOKENS[0] ?? null]));
      const which = b.int(0, 4);
      if (which === 0) b.stop(endpoint);
      else if (which === 1) b.terminate(endpoint);
      if (b.chance(50))
        b.hold(
          { leg: b.pick(['request', 'due']), id: delayed },
          { leg: b.pick(['timer', 'request', 'op']), id: b.chance(50) ? delayed : b.lastOp },
        );
      b.settle();
      b.advance(20);
      if (which === 0 && b.chance(50)) b.start(endpoint);
      b.releaseStop(endpoint);
      b.shuffle(40);
    },
    { weight: 5 },
  ),

  theme(
    'FENCE-17, FENCE-19, MAIN-06, MAIN-07 work through the executor is bound to the token that it was obtained with',
    (b) => {
      b.service();
      const endpoint = b.create({ kind: b.pick(['fenced', 'fenced', 'plain']) });
      b.start(endpoint);
      if (b.chance(70)) b.settle();
      const executor = b.executor(endpoint, b.chance(20));
      for (let count = b.int(1, 4); count > 0; count -= 1) {
        const which = b.int(0, 3);
        if (which === 0) b.execute(executor, b.pick([RETURN, THROW]), b.int(0, 1));
        else if (which === 1)
          b.schedule(executor, b.pick([0, 5, 10]), b.pick([RETURN, THROW]), b.chance(50), b.int(0, 1));
        else if (which === 2 && endpoint.kind === 'fenced') b.setToken(endpoint, anyToken(b), b.int(0, 1));
        else b.advance(b.pick([1, 5, 10]));
      }
      if (b.chance(30)) b.execute(b.executor(endpoint));
      b.settle();
      b.advance(10);
      b.shuffle(60);
    },
    { weight: 5 },
  ),

  theme(
    'FENCE-02, FENCE-16, FENCE-08, FENCE-15 two leaders and one follower: the leader of yesterday is refused',
    (b) => {
      b.service();
      b.service();
      b.service();
      const follower = b.started({ kind: 'fenced', token: { type: 'Leader', bytes: 'aa' } });
      const yesterday = b.connected(follower, {
        service: 1,
        fencing: { token: { type: 'Leader', bytes: 'aa' } },
      });
      const today = b.connected(follower, {
        service: 2,
        fencing: { token: { type: 'Leader', bytes: 'bb' } },
      });
      b.call(yesterday, { lane: 1 });
      b.setToken(follower, { type: 'Leader', bytes: 'bb' }, 0);
      b.call(today, { lane: 2 });
      b.call(yesterday, { lane: 1, method: b.pick(['ask', 'tell']) });
      b.call(today, { lane: 2, script: RETURN });
      b.shuffle(90);
    },
    { weight: 2 },
  ),
];
