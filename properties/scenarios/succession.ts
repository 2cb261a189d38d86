/**
 * Properties of what comes after what: a row of anything that an endpoint can hear, in whatever state it is. Other themes
 * are about some rules; these are about the pairs of situations that lie between them.
 */
import {
  type BuiltEndpoint,
  type BuiltGateway,
  LATER,
  RETURN,
  type ScenarioBuilder,
  script,
  THROW,
  TOKENS,
} from './builder.js';
import { anyToken, KINDS } from './stage.js';
import { type Label, type Theme, theme } from './theme.js';

/** Who takes part: an endpoint, and what reaches it. */
interface Cast {
  readonly endpoint: BuiltEndpoint;
  readonly sibling: BuiltEndpoint;
  readonly gateways: BuiltGateway[];
  readonly executors: number[];
}

/** An endpoint of any kind, a sibling, and gateways with the right, a wrong, a null and no token. */
function cast(b: ScenarioBuilder, started: boolean): Cast {
  b.service();
  b.service();
  const kind = b.pick(KINDS);
  const token = kind === 'fenced' && b.chance(20) ? null : (TOKENS[0] ?? null);
  const onStop = b.pick(['later', 'later', 'done', 'failed'] as const);
  const endpoint = b.create({ kind, token: kind === 'plain' ? null : token, name: 'worker_1', onStop });
  const sibling = b.create({ onStop: b.pick(['later', 'done']) });
  if (started) b.start(endpoint);
  const gateways = ['own' as const, { token: anyToken(b) }, b.pick([null, { token: null }])].map((fencing) =>
    b.connect(endpoint, { service: b.int(0, 1), fencing }),
  );
  const executors = [b.executor(endpoint)];
  b.settle();
  return { endpoint, sibling, gateways, executors };
}

/** One message of any kind. */
function sendAnything(b: ScenarioBuilder, members: Cast): void {
  const { endpoint, gateways, executors } = members;
  const unfenced = endpoint.kind !== 'plain' && b.chance(30);
  const work = b.pick([RETURN, RETURN, THROW]);
  switch (b.int(0, 15)) {
    case 0:
      b.connect(endpoint, {
        service: b.int(0, 1),
        gatewayType: b.pick(['conformance', 'conformance', 'root', 'foreign']),
        version: b.pick([2, 2, 2, 1]),
      });
      break;
    case 1:
      b.connect(null, { service: b.int(0, 1), address: { kind: 'wildcard', service: 0, prefix: 'worker' } });
      break;
    case 2:
    case 3:
      b.call(b.pick([endpoint, ...gateways]), { script: work });
      break;
    case 4:
    case 5:
      b.call(b.pick([endpoint, ...gateways]), { method: 'tell', script: work });
      break;
    case 6:
      b.runAsync(endpoint, 0, work, unfenced);
      break;
    case 7:
      b.runAsync(endpoint, b.pick([1, 5]), work);
      break;
    case 8:
      b.callAsync(endpoint, 500, work, unfenced);
      break;
    case 9:
      b.execute(b.pick(executors), work);
      break;
    case 10:
      b.schedule(b.pick(executors), b.pick([0, 1, 5]), work, b.chance(50));
      break;
    case 11:
      executors.push(b.executor(endpoint, unfenced));
      break;
    case 12:
      b.start(endpoint);
      break;
    case 13:
      b.stop(endpoint);
      break;
    case 14:
      if (endpoint.kind === 'fenced') b.setToken(endpoint, anyToken(b));
      else b.start(endpoint);
      break;
    default:
      b.advance(b.pick([1, 5]));
  }
}

/** Ends the endpoint, or begins to. */
function beginTheEnd(b: ScenarioBuilder, { endpoint, sibling }: Cast): void {
  switch (b.int(0, 5)) {
    case 0:
      b.closeService(0, b.pick([null, null, 50]));
      break;
    case 1:
      b.step({ type: 'fault', endpoint: endpoint.number });
      break;
    case 2:
      b.step({ type: 'fault', endpoint: sibling.number });
      break;
    case 3:
      b.sendControl(endpoint, 'terminate');
      break;
    default:
      b.terminate(endpoint);
  }
}

/** Something reached an endpoint after its end, and before it was removed. */
const reachedBeforeRemoval: Label = {
  text: 'a message reaches the endpoint between its end and its removal',
  minimumPercent: 25,
  isMet({ events }) {
    let hasEnded = false;
    for (const event of events) {
      if (event.event !== 'run') continue;
      const { leg, decision } = event;
      if (leg === 'gone') hasEnded = false;
      else if (decision === 'terminate' || decision === 'fail') hasEnded = true;
      else if (hasEnded && leg === 'request' && (decision === 'drop' || decision.startsWith('refuse')))
        return true;
    }
    return false;
  },
};

export const successionThemes: readonly Theme[] = [
  theme(
    'MSG-06, MSG-01, MSG-02, FENCE-01, FENCE-02, FENCE-03, FENCE-05, FENCE-06, FENCE-07, FENCE-19, LIFE-03, LIFE-04, LIFE-06, ORD-01 any message after any other, to an endpoint of any kind',
    (b) => {
      const members = cast(b, b.chance(80));
      for (let count = b.int(8, 20); count > 0; count -= 1) {
        sendAnything(b, members);
        if (b.chance(60)) b.settle();
      }
    },
    { weight: 8 },
  ),

  theme(
    'MSG-06, STOP-02, LIFE-12, DEAD-01, DEAD-03, DEAD-04, SUPER-06, SELF-11, MAIN-13 any message before, while and after its endpoint ends, in any way',
    (b) => {
      const members = cast(b, b.chance(80));
      for (let rounds = 3; rounds > 0; rounds -= 1) {
        for (let count = b.int(1, 5); count > 0; count -= 1) {
          sendAnything(b, members);
          if (b.chance(50)) b.settle();
        }
        if (rounds > 1) beginTheEnd(b, members);
        if (b.chance(30)) b.releaseStop(members.endpoint, b.pick(['value', 'error']));
      }
    },
    { weight: 8 },
  ),

  theme(
    'DEAD-01, DEAD-02, DEAD-04, TERM-04, SUPER-06, SUPER-07, LIFE-12, MAIN-12 an endpoint has ended and is not yet removed, or has failed, when messages of any kind reach it',
    (b) => {
      const members = cast(b, true);
      const { endpoint, sibling } = members;
      const from = b.lastOp + 1;
      for (let count = b.int(1, 4); count > 0; count -= 1) sendWithoutPause(b, members);
      const end = endNow(b, members);
      for (let count = b.int(2, 5); count > 0; count -= 1) sendWithoutPause(b, members);
      const last = b.lastOp;
      // What was sent before the end arrives after it, and the removal comes last of all.
      for (let op = from; op < end; op += 1)
        if (b.chance(60))
          b.hold({ leg: b.pick(['request', 'request', 'fault']), id: op }, { leg: 'request', id: end });
      if (b.chance(60)) b.hold({ leg: 'kill', id: endpoint.number }, b.pick([END(end), GONE(endpoint)]));
      if (b.chance(60)) b.hold({ leg: 'gone', id: endpoint.number }, { leg: 'request', id: last });
      if (b.chance(20)) b.hold({ leg: 'close', id: endpoint.number }, b.pick([END(end), GONE(endpoint)]));
      if (b.chance(20)) b.hold({ leg: 'fault', id: end }, GONE(sibling));
      b.settle();
      sendAnything(b, members);
    },
    { weight: 8, labels: [reachedBeforeRemoval] },
  ),

  theme(
    'SELF-11, MAIN-12, MAIN-15, FENCE-20 what was delayed becomes due when its endpoint has just ended',
    (b) => {
      const members = cast(b, true);
      const { endpoint, executors } = members;
      const [executor = 0] = executors;
      const due: number[] = [];
      for (let count = b.int(1, 3); count > 0; count -= 1) {
        if (b.chance(50)) b.runAsync(endpoint, 5);
        else b.schedule(executor, 5);
        due.push(b.lastOp);
      }
      b.settle();
      const way = b.int(0, 3);
      if (way === 0) b.step({ type: 'fault', endpoint: endpoint.number });
      else if (way === 1) b.stop(endpoint);
      else b.terminate(endpoint);
      const end = b.lastOp;
      const leg = way === 0 ? 'fault' : 'request';
      for (const op of due) {
        b.hold({ leg, id: end }, { leg: 'timer', id: op }); // the timer fires before the end
        if (b.chance(80)) b.hold({ leg: 'due', id: op }, b.pick([{ leg, id: end }, GONE(endpoint)]));
      }
      if (b.chance(50)) b.hold({ leg: 'gone', id: endpoint.number }, { leg: 'due', id: b.pick(due) });
      if (b.chance(30)) b.step({ type: 'cancel', scheduled: b.pick(due) });
      b.advance(5);
    },
    { weight: 4 },
  ),
];

const GONE = ({ number }: BuiltEndpoint) => ({ leg: 'gone', id: number }) as const;
const END = (op: number) => ({ leg: 'request', id: op }) as const;

/** One message of any kind that nobody waits for. */
function sendWithoutPause(b: ScenarioBuilder, { endpoint, gateways, executors }: Cast): void {
  const [executor = 0] = executors;
  switch (b.int(0, 11)) {
    case 0:
      b.connect(endpoint, { service: b.int(0, 1), gatewayType: b.pick(['conformance', 'root', 'foreign']) });
      break;
    case 1:
      b.runAsync(endpoint);
      break;
    case 2:
      b.callAsync(endpoint, 500, b.pick([RETURN, LATER]));
      break;
    case 3:
      b.execute(executor);
      break;
    case 4:
      b.schedule(executor, b.pick([0, 3]));
      break;
    case 5:
      b.start(endpoint);
      break;
    case 6:
      b.stop(endpoint);
      break;
    case 7:
      b.step({ type: 'fault', endpoint: endpoint.number });
      break;
    case 8:
      b.sendControl(endpoint, b.pick(['terminate', 'start', 'stop']));
      break;
    case 9:
      b.releaseStop(endpoint, b.pick(['value', 'error']));
      break;
    default:
      b.call(b.pick([endpoint, ...gateways]), {
        method: b.pick(['ask', 'tell']),
        script: b.pick([RETURN, script({ ending: 'throw' })]),
      });
  }
}

/** Ends the endpoint at once, or takes it down. @returns the operation */
function endNow(b: ScenarioBuilder, { endpoint, sibling }: Cast): number {
  switch (b.int(0, 4)) {
    case 0:
      return b.step({ type: 'fault', endpoint: endpoint.number });
    case 1:
      return b.step({ type: 'fault', endpoint: sibling.number });
    case 2:
      return b.closeService(0, null, 1);
    default:
      return b.terminate(endpoint);
  }
}
