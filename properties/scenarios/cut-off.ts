/** Properties of the limit of a close: it cuts off whatever is open, in whichever state it is. */
import type { StopEnding } from '../../spec/index.js';
import { HOLD, LATER, type ScenarioBuilder } from './builder.js';
import { KINDS } from './stage.js';
import { type Label, type Theme, theme } from './theme.js';

/** The limit of the close, in milliseconds. */
const LIMIT_MS = 10;
const EXPIRY = { leg: 'close-timeout', id: 0 } as const;

/** The limit of the close came before the end of the service, in so many of a hundred scenarios. */
const expired = (minimumPercent: number): Label => ({
  text: 'the limit of the close expires',
  minimumPercent,
  isMet: ({ events }) => events.some((event) => event.event === 'run' && event.leg === 'close-timeout'),
});

export const cutOffThemes: readonly Theme[] = [
  theme(
    'SERV-14, SERV-06, TERM-13, LIFE-12 the limit of a close cuts an endpoint off in every state between its creation and its removal',
    (b) => {
      b.service();
      b.service();
      const onStop: StopEnding = b.pick(['later', 'later', 'done', 'failed']);
      const endpoint = b.create({ kind: b.pick(KINDS), onStop, resources: b.int(0, 1) });
      b.create({ constructorThrows: true });
      const gateway = b.connect(endpoint, { service: b.int(0, 1) });
      const which = b.int(0, 6);
      if (which > 0) b.start(endpoint);
      if (which === 1) b.stop(endpoint);
      b.settle();
      b.watch(endpoint);
      b.closeService(0, LIMIT_MS);
      // The close of the service does not reach the endpoint in time, or the endpoint does not come to its end.
      if (which < 4) b.hold({ leg: 'close', id: endpoint.number }, EXPIRY);
      if (which === 3) b.terminate(endpoint, 1);
      if (which === 4) b.hold({ leg: 'stop-future', id: endpoint.number }, EXPIRY);
      if (which === 5) b.step({ type: 'fault', endpoint: endpoint.number });
      if (b.chance(80)) b.hold({ leg: 'gone', id: endpoint.number }, EXPIRY);
      if (b.chance(40)) b.releaseStop(endpoint, b.pick(['value', 'error']));
      if (b.chance(50)) b.call(gateway, { script: LATER });
      b.advance(2 * LIMIT_MS);
      b.releaseStop(endpoint, b.pick(['value', 'error']));
      b.call(gateway);
    },
    { weight: 3, labels: [expired(70)] },
  ),

  theme(
    'SERV-14, TERM-05, TERM-03, MAIN-12 the limit of a close cuts an endpoint off while a handler holds its main thread',
    (b) => {
      b.service();
      const endpoint = b.started({ onStop: 'later' });
      const held = b.call(endpoint, { script: HOLD });
      b.settle();
      const which = b.int(0, 3);
      if (which === 1) {
        b.releaseStop(endpoint, b.pick(['value', 'error'])); // before onStop runs, and waits for the handler
        b.terminate(endpoint);
      }
      if (which > 1) {
        b.release(held);
        b.terminate(endpoint);
      }
      b.settle();
      const again = which > 1 ? b.call(endpoint, { script: HOLD }) : held;
      if (which > 1) b.settle();
      if (which === 3) b.releaseStop(endpoint, b.pick(['value', 'error']));
      b.closeService(0, LIMIT_MS);
      if (b.chance(30)) b.release(again);
      if (b.chance(50)) b.hold({ leg: 'return', id: again }, EXPIRY);
      if (b.chance(50)) b.call(endpoint, { lane: 1 });
      b.advance(2 * LIMIT_MS);
      b.release(again);
    },
    { weight: 3, holds: true, labels: [expired(60)] },
  ),

  theme(
    'SERV-14, DEAD-06, HAND-06, HAND-13, MAIN-12 the limit of a close ends connects, asks and tasks that are still open',
    (b) => {
      b.service();
      b.service();
      const near = b.started({ onStop: 'later' });
      const far = b.started({ service: 1 });
      const executor = b.executor(near);
      const slow = b.pick([
        [0, 1],
        [1, 0],
      ] as const);
      b.step({ type: 'link', from: slow[0], to: slow[1], action: 'delay', milliseconds: b.pick([3, 6, 30]) });
      b.connect(far, { service: 0 });
      b.schedule(executor, b.pick([0, 5, 20]));
      if (b.chance(50)) b.hold({ leg: 'due', id: b.lastOp }, EXPIRY);
      b.closeService(0, LIMIT_MS);
      b.hold({ leg: 'close', id: near.number }, EXPIRY);
      b.advance(2 * LIMIT_MS);
    },
    { weight: 2 },
  ),

  theme(
    'SERV-14, SUPER-09, SERV-02, HAND-17, SERV-13, TERM-08 a service that has failed is closed with a limit',
    (b) => {
      b.service();
      const endpoint = b.started({ onStop: 'later' });
      const sibling = b.started();
      if (b.chance(30)) b.terminate(sibling);
      b.settle();
      b.step({ type: 'fault', endpoint: endpoint.number });
      const fault = b.lastOp;
      if (b.chance(50)) b.settle();
      b.closeService(0, b.chance(70) ? LIMIT_MS : null);
      const close = b.lastOp;
      for (const { number } of [endpoint, sibling]) {
        if (b.chance(70)) b.hold({ leg: 'gone', id: number }, EXPIRY);
        if (b.chance(50)) b.hold({ leg: 'kill', id: number }, EXPIRY);
      }
      if (b.chance(40)) b.hold({ leg: 'fault', id: fault }, { leg: 'op', id: close });
      else if (b.chance(30)) {
        b.step({ type: 'fault', endpoint: sibling.number });
        b.hold({ leg: 'kill', id: sibling.number }, { leg: 'fault', id: b.lastOp });
        b.hold({ leg: 'close', id: sibling.number }, { leg: 'fault', id: b.lastOp });
      }
      for (let count = b.int(1, 4); count > 0; count -= 1)
        useAnything(b, endpoint.number, sibling.number, true);
      b.advance(2 * LIMIT_MS);
      useAnything(b, endpoint.number, sibling.number, true);
    },
    { weight: 2 },
  ),

  theme(
    'SUPER-02, SUPER-09, SERV-10, SERV-13, HAND-01, TERM-01, TERM-08 what a service that has failed still does',
    (b) => {
      b.service();
      const endpoint = b.started();
      const sibling = b.started({ onStop: 'later' });
      b.step({ type: 'fault', endpoint: endpoint.number });
      if (b.chance(50)) b.step({ type: 'fault', endpoint: sibling.number });
      if (b.chance(50)) b.hold({ leg: 'kill', id: sibling.number }, { leg: 'fault', id: b.lastOp });
      const isDown = b.chance(50);
      if (isDown) b.settle();
      for (let count = b.int(1, 4); count > 0; count -= 1)
        useAnything(b, endpoint.number, sibling.number, isDown);
      b.advance(5);
    },
  ),

  theme('TERM-08, TERM-10, SERV-04, STOP-06 an endpoint is closed again while its service closes', (b) => {
    b.service();
    const endpoint = b.started({ onStop: 'later' });
    b.terminate(endpoint);
    if (b.chance(50)) b.settle();
    b.closeService();
    b.terminate(endpoint);
    b.settle();
    b.releaseStop(endpoint);
  }),
];

/**
 * Uses a service that is going down.
 *
 * @param creates whether endpoints are created as well: while a service that has failed goes down, and is not closed, a
 *   constructor of the original may never return (SUPER-09)
 */
function useAnything(b: ScenarioBuilder, first: number, second: number, creates: boolean): void {
  const endpoint = b.pick([first, second]);
  switch (b.int(creates ? 0 : 1, 6)) {
    case 0:
      b.create();
      break;
    case 1:
      b.step(b.connectOperation(endpoint, 0).operation);
      break;
    case 2:
      b.closeService();
      break;
    case 3:
    case 4:
      b.step({ type: 'terminate', endpoint });
      break;
    default:
      b.step({
        type: 'service-schedule',
        service: 0,
        delayMs: b.pick([0, 3]),
        periodMs: b.pick([null, 2]),
        mode: 'rate',
        throwsAtRun: 0,
      });
  }
}
