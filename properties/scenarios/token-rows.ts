/**
 * Properties of messages with every token, one after the other: a handler sends them all, and replaces the token between
 * them, so that each is compared with a token that may be another one than when it was sent.
 */
import type { NestedOperation, Operation } from '../../spec/index.js';
import {
  type BuiltEndpoint,
  type BuiltGateway,
  RETURN,
  type ScenarioBuilder,
  script,
  TOKENS,
} from './builder.js';
import { KINDS } from './stage.js';
import { type Theme, theme } from './theme.js';

/** How long what is delayed waits, in milliseconds. */
const DELAY_MS = 1;
const [FIRST = null, SECOND = null] = TOKENS;

/** Who takes part. */
interface Cast {
  readonly b: ScenarioBuilder;
  readonly endpoint: BuiltEndpoint;
  /** With each of the tokens, and without fencing. */
  readonly gateways: readonly BuiltGateway[];
  /** Bound to the token of the moment in which they were obtained. */
  readonly executors: number[];
  /** What was delayed, and has not become due in an advance. */
  readonly delayed: number[];
}

const anyOf = (b: ScenarioBuilder) => b.pick([FIRST, SECOND, null]);

const replacement = ({ number }: Pick<BuiltEndpoint, 'number'>, b: ScenarioBuilder): Operation => ({
  type: 'set-token',
  endpoint: number,
  token: anyOf(b),
});

/** One message, of a kind that is drawn, or another token. */
function anyMessage({ b, endpoint, gateways, executors }: Cast): Operation {
  const unfenced = b.chance(25);
  const { number } = endpoint;
  switch (b.int(0, 14)) {
    case 0:
    case 1:
    case 2:
      // A plain endpoint has no token to replace.
      if (endpoint.kind === 'plain') return b.callOperation(endpoint);
      return replacement(endpoint, b);
    case 3:
      return b.callOperation(endpoint, { method: b.pick(['ask', 'tell']) });
    case 4:
    case 5:
      return b.callOperation(b.pick(gateways));
    case 6:
    case 7:
      return b.callOperation(b.pick(gateways), { method: 'tell' });
    case 8:
      return { type: 'run-async', endpoint: number, delayMs: 0, unfenced, script: RETURN };
    case 9:
      return { type: 'run-async', endpoint: number, delayMs: DELAY_MS, unfenced: false, script: RETURN };
    case 10:
      return { type: 'call-async', endpoint: number, timeout: 500, unfenced, script: RETURN };
    case 11:
      return { type: 'execute', executor: b.pick(executors), script: RETURN };
    default:
      return {
        type: 'schedule',
        executor: b.pick(executors),
        delayMs: b.pick([0, DELAY_MS, DELAY_MS, DELAY_MS]),
        callable: true,
        script: RETURN,
      };
  }
}

/** A handler that everybody can reach, and that sends some messages before any of them arrives. */
function sendAtOnce(cast: Cast): void {
  const { b, endpoint, delayed } = cast;
  const nested: NestedOperation[] = [];
  for (let count = b.int(1, 9); count > 0; count -= 1) nested.push(b.nested(anyMessage(cast)));
  const work = b.runAsync(endpoint, 0, script({ ending: 'return' }, nested), true);
  const last = delayed.at(-1);
  if (last !== undefined && b.chance(85)) {
    // What was delayed before is due now, and comes among what is sent.
    b.hold({ leg: 'op', id: work }, { leg: 'timer', id: last });
    for (const id of delayed) b.hold({ leg: 'due', id }, { leg: 'request', id: b.pick(nested).op });
    delayed.length = 0;
  }
  for (const { op, operation } of nested)
    if ('delayMs' in operation && operation.delayMs === DELAY_MS) delayed.push(op);
}

/** TERMINATE, and sometimes a last replacement of the token that comes right before it. */
function terminate({ b, endpoint }: Cast): void {
  const end = b.terminate(endpoint);
  if (endpoint.kind === 'plain' || !b.chance(20)) return;
  const elsewhere = b.step(replacement(endpoint, b));
  b.hold({ leg: 'request', id: end }, { leg: 'op', id: elsewhere });
}

export const tokenRowThemes: readonly Theme[] = [
  theme(
    'FENCE-01, FENCE-02, FENCE-03, FENCE-04, FENCE-05, FENCE-06, FENCE-08, FENCE-13, FENCE-15, FENCE-16, FENCE-17, FENCE-18, FENCE-19, FENCE-20, FENCE-21, STOP-02 a handler sends messages with every token and replaces the token between them, and hooks replace it, too',
    (b) => {
      b.service();
      b.service();
      const kind = b.pick([...KINDS, 'fenced', 'fenced', 'fenced'] as const);
      const token = kind === 'plain' || (kind === 'fenced' && b.chance(40)) ? null : FIRST;
      const inHook = () =>
        Array.from({ length: kind === 'plain' ? 0 : b.int(0, 2) }, () =>
          b.nested(replacement({ number: 1 }, b)),
        );
      const endpoint = b.create({
        kind,
        token,
        startNested: inHook(),
        stopNested: inHook(),
        onStop: 'later',
      });
      b.start(endpoint);
      const gateways = [FIRST, SECOND, null].map((of) => b.connect(endpoint, { fencing: { token: of } }));
      gateways.push(b.connect(endpoint, { fencing: null }));
      const executors = [b.executor(endpoint), b.executor(endpoint, true)];
      b.settle();
      const cast: Cast = { b, endpoint, gateways, executors, delayed: [] };
      for (let rounds = b.int(3, 7); rounds > 0; rounds -= 1) {
        const which = b.int(0, 6);
        if (which < 2) executors.push(b.executor(endpoint));
        else if (which === 2) b.step(anyMessage(cast));
        else if (which === 3) terminate(cast);
        sendAtOnce(cast);
        if (b.chance(30)) {
          b.advance(DELAY_MS);
          cast.delayed.length = 0;
        }
      }
    },
    { weight: 10, controlled: true },
  ),
];
