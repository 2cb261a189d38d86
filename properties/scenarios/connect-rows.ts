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
  if (b.chance(20)) return { endpoint, held: 0 };
  b.start(endpoint);
  const held = b.chance(75) ? b.call(endpoint, { script: HOLD }) : 0;
  if (held > 0 && b.chance(50)) b.terminate(endpoint); // it ends when the handler does, and before it is asked for
  return { endpoint, held };
}

/** Something that matters to a connect under way. @returns the operation */
function interfere(b: ScenarioBuilder, matches: readonly Match[], service: number): number {
  const { endpoint, held } = b.pick(matches);
  switch (b.int(0, 9)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
      return held === 0 ? b.terminate(endpoint) : b.release(held);
    case 5:
      return b.closeService(0, b.pick([null, 1, 1]));
    case 6:
    case 7:
      if (service !== 0) return b.step({ type: 'link', from: 0, to: service, action: 'fail' });
      return b.chance(50) ? b.closeService(0, 1) : b.step({ type: 'fault', endpoint: endpoint.number });
    default:
      return b.advance(b.pick([1, 1, 1100]));
  }
}

const EXPIRY: ActionName = { leg: 'close-timeout', id: 0 };

/** The connect is over before it is answered, by its limit, by the end of its service, or because the link is lost. */
function beLate(b: ScenarioBuilder, id: number, service: number, matches: readonly Match[]): void {
  const timeout: ActionName = { leg: 'timeout', id };
  const answer: ActionName = { leg: b.pick(['identity', 'handshake', 'greeting', 'greeting']), id };
  if (b.chance(40)) {
    b.hold(answer, timeout);
    if (service === 0 || b.chance(50)) return;
  }
  if (service !== 0 && b.chance(70)) {
    // News of the link comes before the answer, or behind it.
    const news: ActionName = { leg: 'unreachable', id };
    const link = b.step({ type: 'link', from: 0, to: service, action: 'fail' }, 1);
    if (b.chance(50)) b.hold(news, b.pick([answer, timeout]));
    else b.hold(answer, news);
    if (b.chance(70)) b.hold({ leg: 'op', id: link }, { leg: b.pick(['identify', 'handshake']), id });
    return;
  }
  b.closeService(0, 1, 1);
  const close = b.lastOp;
  b.hold(answer, EXPIRY);
  b.hold({ leg: 'op', id: close }, { leg: b.pick(['identity', 'handshake']), id });
  for (const { endpoint } of matches) b.hold({ leg: 'close', id: endpoint.number }, EXPIRY);
}

/** Answers wait for anything. */
function holdAny(b: ScenarioBuilder, id: number, row: readonly number[]): void {
  for (const leg of ['identify', 'identity', 'handshake', 'greeting', 'unreachable'] as const)
    if (b.chance(30))
      b.hold(
        { leg, id },
        b.pick([
          { leg: 'op', id: b.pick(row) },
          { leg: b.pick(['timeout', 'unreachable']), id },
          { leg: 'down', id: 0 },
          EXPIRY,
        ]),
      );
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
      const service = b.pick([0, 0, 0, 1, 1]);
      const matches = Array.from({ length: b.pick([1, 2, 3, 4, 4]) }, (_, index) => match(b, service, index));
      b.settle();
      const isPattern = b.chance(80);
      const [{ endpoint: first }] = matches as [Match];
      b.connect(isPattern ? null : first, {
        service: 0,
        address: isPattern
          ? { kind: 'wildcard', service, prefix: b.chance(95) ? 'worker' : 'nobody' }
          : { kind: 'endpoint', endpoint: first.number },
        gatewayType: b.pick(['conformance', 'foreign']),
        lane: 1,
      });
      const id = b.lastOp;
      const isLate = b.chance(50);
      if (isLate) beLate(b, id, service, matches);
      else if (b.chance(70)) b.settle();
      const row: number[] = [];
      for (let count = b.int(2, 7); count > 0; count -= 1) row.push(interfere(b, matches, service));
      if (!isLate) holdAny(b, id, row);
      b.settle();
      for (const { held } of matches) if (held > 0) b.release(held);
    },
    { weight: 9, holds: true, controlled: true },
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
    { weight: 4, controlled: true },
  ),
];
