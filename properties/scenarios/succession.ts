/**
 * Properties of what comes after what: a row of anything that an endpoint can hear, in whatever state it is. Other themes
 * are about some rules; these are about the pairs of situations that lie between them.
 */
import { beginTheEnd, cast, endNow, sendAnything, sendWithoutPause, sendWithToken } from './anything.js';
import { type BuiltEndpoint, TOKENS } from './builder.js';
import { type Label, type Theme, theme } from './theme.js';

const GONE = ({ number }: BuiltEndpoint) => ({ leg: 'gone', id: number }) as const;
const END = (op: number) => ({ leg: 'request', id: op }) as const;

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
    'MSG-06, MSG-01, MSG-02, FENCE-01, FENCE-02, FENCE-03, FENCE-05, FENCE-06, FENCE-07, FENCE-19, ORD-01 any message after any other, to an endpoint of any kind',
    (b) => {
      const members = cast(b, b.chance(80));
      for (let count = b.int(8, 20); count > 0; count -= 1) {
        sendAnything(b, members);
        if (b.chance(60)) b.settle();
      }
    },
    { weight: 3 },
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
    { weight: 3 },
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
    { weight: 4, labels: [reachedBeforeRemoval] },
  ),

  theme(
    'SELF-11, MAIN-12, MAIN-15, FENCE-20 what was delayed becomes due when its endpoint has just ended',
    (b) => {
      const members = cast(b, true);
      const { endpoint, executors } = members;
      const [executor = 0] = executors;
      const due: number[] = [];
      const tasks: number[] = [];
      for (let count = b.int(1, 3); count > 0; count -= 1) {
        if (b.chance(50)) b.runAsync(endpoint, 5);
        else tasks.push(b.schedule(executor, 5));
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
      if (tasks.length > 0 && b.chance(30)) b.step({ type: 'cancel', scheduled: b.pick(tasks) });
      b.advance(5);
    },
    { weight: 2 },
  ),

  theme(
    'FENCE-01, FENCE-02, FENCE-03, FENCE-04, FENCE-05, FENCE-06, FENCE-08, FENCE-15, FENCE-16, FENCE-17, FENCE-18, FENCE-19, FENCE-20 a long row of messages of every kind, with every token, among changes of the token',
    (b) => {
      b.service();
      b.service();
      const kind = b.pick(['fenced', 'fenced', 'fenced', 'permanently-fenced'] as const);
      const [first = null, second = null] = TOKENS;
      const token = kind === 'fenced' && b.chance(30) ? null : first;
      const endpoint = b.started({ kind, token });
      const gateways = [first, second, null].map((of) =>
        b.connect(endpoint, { service: b.int(0, 1), fencing: { token: of } }),
      );
      gateways.push(b.connect(endpoint, { fencing: null }));
      const executors = [b.executor(endpoint), b.executor(endpoint, true)];
      b.settle();
      for (let count = b.int(10, 30); count > 0; count -= 1) {
        sendWithToken(b, endpoint, gateways, executors);
        if (b.chance(25)) b.settle();
      }
    },
    { weight: 4 },
  ),

  theme(
    'LIFE-12, DEAD-01, DEAD-03, DEAD-04, SUPER-06, SUPER-07 a long row of messages of every kind to an endpoint that is gone, or that its service has taken down',
    (b) => {
      const members = cast(b, b.chance(80));
      const { endpoint } = members;
      endNow(b, members);
      if (b.chance(80)) b.releaseStop(endpoint, b.pick(['value', 'error']));
      if (b.chance(80)) b.settle();
      for (let count = b.int(8, 24); count > 0; count -= 1) sendWithoutPause(b, members, b.int(0, 1));
    },
    { weight: 2 },
  ),
];
