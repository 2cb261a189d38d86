/** Properties of connects whose steps are answered in any order: by several matches, late, or not at all. */
import type { ActionName } from '../../spec/index.js';
import { type BuiltEndpoint, HOLD, type ScenarioBuilder } from './builder.js';
import { type Theme, theme } from './theme.js';

/** An endpoint, and a handler that holds its main thread until it is released, or 0. */
interface Match {
  readonly endpoint: BuiltEndpoint;
  readonly held: number;
}

/** An endpoint that a pattern matches; whoever identifies one that is busy waits. */
function match(b: ScenarioBuilder, service: number, index: number): Match {
  const endpoint = b.create({ service, name: `worker_${index + 1}`, onStop: 'done' });
  if (b.chance(70)) b.start(endpoint);
  return { endpoint, held: b.chance(60) ? b.call(endpoint, { script: HOLD }) : 0 };
}

/** Something that matters to a connect under way. @returns the operation */
function interfere(b: ScenarioBuilder, matches: readonly Match[], service: number): number {
  const { endpoint, held } = b.pick(matches);
  switch (b.int(0, 8)) {
    case 0:
    case 1:
    case 2:
      return b.release(held === 0 ? 1 : held);
    case 3:
    case 4:
      return b.terminate(endpoint);
    case 5:
      return b.closeService(0, b.pick([null, 1]));
    case 6:
      return service === 0
        ? b.step({ type: 'fault', endpoint: endpoint.number })
        : b.step({ type: 'link', from: 0, to: service, action: 'fail' });
    default:
      return b.advance(b.pick([1, 1, 1100]));
  }
}

/** Greetings of every kind, each on a lane of its own. @returns the connects */
function greetings(b: ScenarioBuilder, endpoint: BuiltEndpoint, count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const lane = index + 1;
    if (b.chance(20)) b.connect(null, { address: { kind: 'wildcard', service: 0, prefix: 'worker' }, lane });
    else
      b.connect(endpoint, {
        service: b.int(0, 1),
        gatewayType: b.pick(['conformance', 'root', 'foreign']),
        version: b.pick([1, 2, 2]),
        lane,
      });
    return b.lastOp;
  });
}

export const connectRowThemes: readonly Theme[] = [
  theme(
    'ADDR-17, ADDR-18, ADDR-19, ADDR-20, HAND-01, HAND-02, HAND-06, HAND-10, HAND-13, HAND-14, CALL-21, DEAD-03, DEAD-06, SERV-14 the answers to a connect come one after the other, in any order, late, or never',
    (b) => {
      b.service();
      b.service();
      const service = b.pick([0, 0, 1]);
      const matches = Array.from({ length: b.pick([1, 2, 2, 3, 3]) }, (_, index) => match(b, service, index));
      b.settle();
      const isPattern = b.chance(80);
      const [{ endpoint: first }] = matches as [Match];
      b.connect(isPattern ? null : first, {
        service: 0,
        address: isPattern
          ? { kind: 'wildcard', service, prefix: 'worker' }
          : { kind: 'endpoint', endpoint: first.number },
        gatewayType: b.pick(['conformance', 'foreign']),
        lane: 1,
      });
      const id = b.lastOp;
      if (b.chance(70)) b.settle();
      const row: number[] = [];
      for (let count = b.int(2, 6); count > 0; count -= 1) row.push(interfere(b, matches, service));
      const until = (): ActionName =>
        b.pick([
          { leg: 'op', id: b.pick(row) },
          { leg: 'timeout', id },
          { leg: 'down', id: 0 },
          { leg: 'close-timeout', id: 0 },
          { leg: 'unreachable', id },
        ]);
      for (const leg of ['identify', 'identity', 'handshake', 'greeting'] as const)
        if (b.chance(30)) b.hold({ leg, id }, until());
      if (b.chance(30)) b.hold({ leg: 'unreachable', id }, { leg: b.pick(['identity', 'greeting']), id });
      b.settle();
      for (const { held } of matches) if (held > 0) b.release(held);
    },
    { weight: 10, holds: true, controlled: true },
  ),

  theme(
    'HAND-01, HAND-02, HAND-07, HAND-08, HAND-09, HAND-11, HAND-14, FENCE-12, LIFE-01, LIFE-19 greetings of every kind reach an endpoint in each state of its life, and after its end',
    (b) => {
      b.service();
      b.service();
      const constructorThrows = b.chance(10);
      const kind = b.pick(['plain', 'fenced'] as const);
      const endpoint = b.create({ kind, name: 'worker_1', constructorThrows });
      if (b.chance(60)) b.start(endpoint);
      if (b.chance(30)) b.connect(null, { address: { kind: 'name', service: 0, name: 'worker_1' } });
      b.settle();
      const connects = greetings(b, endpoint, b.int(2, 6));
      const row: number[] = [];
      for (let count = b.int(1, 3); count > 0; count -= 1) {
        if (b.chance(30)) b.call(endpoint);
        else b.pick([() => b.start(endpoint), () => b.terminate(endpoint)])();
        row.push(b.lastOp);
      }
      const end = b.terminate(endpoint);
      row.push(end);
      const first = { leg: 'request', id: end } as const;
      // The row begins when everybody has been told who is there, and most greetings arrive behind it.
      b.hold({ leg: 'op', id: row[0] ?? end }, { leg: 'identity', id: connects.at(-1) ?? 0 });
      for (const id of connects) {
        const leg = b.pick(['handshake', 'handshake', 'handshake', 'identify'] as const);
        if (b.chance(80)) b.hold({ leg, id }, b.chance(70) ? first : { leg: 'request', id: b.pick(row) });
      }
    },
    { weight: 5, controlled: true },
  ),
];
