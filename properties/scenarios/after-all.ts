/** Properties of how work ends, for each way that it can come: every method and every kind of run with every ending. */
import type { MethodName, WorkEnding } from '../../spec/index.js';
import { type BuiltEndpoint, type ScenarioBuilder, SERVICE, script, TOKENS } from './builder.js';
import { type Theme, theme } from './theme.js';

const METHODS: readonly MethodName[] = [
  'ask',
  'askWithin',
  'askWithin',
  'overloaded(text)',
  'overloaded(number)',
  'tell',
];

/** When tasks are due, in milliseconds. */
const DELAY_MS = 5;

/** What a message of a few bytes takes is far below the limit of such a frame. */
const LARGE_FRAME_BYTES = 65_536;

/** More than a frame takes; what comes near its limit; what is far below. */
const SIZES = [SERVICE.frameBytes * 2, SERVICE.frameBytes - 100, 10];

const anyEnding = (b: ScenarioBuilder): WorkEnding => {
  const which = b.int(0, 10);
  if (which < 2) return { ending: b.pick(['bytes', 'later-bytes']), size: b.pick(SIZES) };
  return {
    ending: b.pick([
      'return',
      'null',
      'throw',
      'throw-non-error',
      'throw-ask-timeout',
      'unserializable',
      'encoder-throws',
      'undecodable',
      'look-alike',
      'later',
    ]),
  };
};

/** Work of any kind, with its ending. @returns the operation */
function anyWork(b: ScenarioBuilder, endpoint: number, gateway: number): number {
  const work = script(anyEnding(b));
  const which = b.int(0, 6);
  if (which < 3)
    return b.step({
      type: 'call',
      target: b.chance(40) ? { self: endpoint } : { gateway },
      method: b.pick(METHODS),
      timeout: null,
      argument: 'good',
      script: work,
    });
  if (which < 5)
    return b.step({
      type: 'send-raw',
      target: { self: endpoint },
      message: 'undecodable', // within a service nothing is decoded: it is a call like others
      ask: b.chance(80),
      timeoutMs: 500,
      script: work,
    });
  return b.step({ type: 'call-async', endpoint, timeout: 500, unfenced: false, script: work });
}

/** A task that cancels itself while it runs, some times or never. @returns its number */
function scheduleAny(b: ScenarioBuilder, executor: number): number {
  const times = b.int(0, 2);
  const task = b.lastOp + times + 1; // what is nested is numbered before it
  const nested = Array.from({ length: times }, () => b.nested({ type: 'cancel', scheduled: task }));
  return b.schedule(
    executor,
    b.pick([0, DELAY_MS, DELAY_MS, 2 * DELAY_MS]),
    script({ ending: b.pick(['return', 'throw']) }, nested),
  );
}

/** The limit of a close expires while tasks wait, or are on their way. @returns the operation */
function closeBeforeTheEnd(b: ScenarioBuilder, { number }: BuiltEndpoint, tasks: readonly number[]): number {
  const expiry = { leg: 'close-timeout', id: 0 } as const;
  b.hold({ leg: 'close', id: number }, b.pick([expiry, { leg: 'timer', id: b.pick(tasks) }]));
  const close = b.closeService(0, DELAY_MS);
  const cancel = b.step({ type: 'cancel', scheduled: b.pick(tasks) });
  b.hold({ leg: 'op', id: cancel }, expiry);
  for (const id of tasks) {
    if (b.chance(70)) b.hold({ leg: 'due', id }, expiry);
    if (b.chance(50)) b.hold({ leg: 'due', id }, { leg: 'op', id: cancel });
  }
  return close;
}

/** What keeps tasks from running, or nothing. @returns the operation */
function interfere(b: ScenarioBuilder, endpoint: BuiltEndpoint, tasks: readonly number[]): number {
  switch (b.int(0, 5)) {
    case 0:
      return b.setToken(endpoint, TOKENS[1] ?? null);
    case 1:
      return b.stop(endpoint);
    case 2:
      return b.step({ type: 'fault', endpoint: endpoint.number });
    case 3:
      return b.terminate(endpoint);
    case 4:
      return closeBeforeTheEnd(b, endpoint, tasks);
    default:
      return b.call(endpoint);
  }
}

export const afterAllThemes: readonly Theme[] = [
  theme(
    'CALL-02, CALL-06, CALL-11, CALL-12, CALL-13, CALL-15, CALL-16, CALL-18, CALL-19, CALL-22, SELF-12, SELF-13, SIZE-01, SIZE-05, SIZE-06, SIZE-08, TIME-02 work that came in any way has any ending, before and after the end of its endpoint',
    (b) => {
      const frameBytes = b.pick([SERVICE.frameBytes, LARGE_FRAME_BYTES]);
      b.service({ frameBytes, forceSerialization: b.chance(30) });
      b.service({ frameBytes });
      const endpoint = b.started();
      const gateway = b.connected(endpoint, { service: b.int(0, 1) });
      const works: number[] = [];
      for (let count = b.int(2, 6); count > 0; count -= 1)
        works.push(anyWork(b, endpoint.number, gateway.number));
      if (b.chance(40)) b.settle();
      if (b.chance(30)) b.terminate(endpoint);
      for (const work of works) if (b.chance(70)) b.release(work, b.pick(['value', 'error']));
    },
    { weight: 4, controlled: true },
  ),

  theme(
    'MAIN-10, MAIN-11, MAIN-12, MAIN-13, MAIN-15, FENCE-17, SERV-14 tasks are cancelled again and again, wherever they are, and come to their ends meanwhile',
    (b) => {
      b.service();
      const endpoint = b.create({ kind: 'fenced', onStop: 'later' });
      const executor = b.executor(endpoint);
      if (b.chance(85)) b.start(endpoint);
      b.settle();
      const tasks = Array.from({ length: b.int(1, 2) }, () => scheduleAny(b, executor));
      if (b.chance(30)) b.settle();
      const row: number[] = [];
      const when = b.int(0, 3);
      for (let place = 0; place < 4; place += 1) {
        if (place === when) row.push(interfere(b, endpoint, tasks));
        else if (b.chance(60)) row.push(b.step({ type: 'cancel', scheduled: b.pick(tasks) }));
        else if (b.chance(10)) tasks.push(scheduleAny(b, executor));
      }
      if (b.chance(60)) {
        // The tasks are due before some place of the row, and arrive at another.
        b.hold({ leg: 'op', id: b.pick(row) }, { leg: 'timer', id: b.pick(tasks) });
        for (const id of tasks) b.hold({ leg: 'due', id }, { leg: 'op', id: b.pick(row) });
      }
      b.advance(DELAY_MS);
      for (let count = b.int(0, 3); count > 0; count -= 1)
        b.step({ type: 'cancel', scheduled: b.pick(tasks) });
    },
    { weight: 4, controlled: true },
  ),
];
