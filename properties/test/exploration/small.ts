/** Configurations that are small enough to be explored without leaving anything out. */
import { type Configuration, configuration } from '../../exploration/configuration.js';
import { HOLD, LATER, TOKENS } from '../../scenarios/builder.js';

const [FIRST = null, SECOND = null] = TOKENS;

/** One for each of the ready configurations, cut down to what races, and one for each thing that a search gets wrong easily. */
export const small: readonly Configuration[] = [
  configuration(
    'start',
    'START races two asks.',
    (b) => {
      b.service();
      const endpoint = b.create();
      b.settle();
      const gateways = [b.connected(endpoint), b.connected(endpoint)];
      b.start(endpoint, 0);
      for (const [index, gateway] of gateways.entries()) b.call(gateway, { lane: index + 1 });
    },
    { interchangeable: [[1, 2]] },
  ),
  configuration('token', 'A change of the token races a fenced ask and a run-async.', (b) => {
    b.service();
    const endpoint = b.started({ kind: 'fenced', token: FIRST });
    const gateway = b.connected(endpoint);
    b.setToken(endpoint, SECOND, 0);
    b.call(gateway, { lane: 1 });
    b.runAsync(endpoint, 0, undefined, false, 2);
  }),
  configuration(
    'delayed',
    'A change of the token races a delayed run-async.',
    (b) => {
      b.service();
      const endpoint = b.started({ kind: 'fenced', token: FIRST });
      b.setToken(endpoint, SECOND, 0);
      b.runAsync(endpoint, 10, undefined, false, 1);
      b.setToken(endpoint, FIRST, 2);
    },
    { raceUntilMs: 10 },
  ),
  configuration('terminate', 'TERMINATE races an ask and a late onStop.', (b) => {
    b.service();
    const endpoint = b.started({ onStop: 'later' });
    const gateway = b.connected(endpoint);
    b.terminate(endpoint, 0);
    b.releaseStop(endpoint, 'value', 1);
    b.call(gateway, { lane: 2 });
  }),
  configuration('handshake', 'A connect between services races START and TERMINATE.', (b) => {
    b.service();
    b.service();
    const endpoint = b.create();
    b.settle();
    b.connect(endpoint, { service: 1, lane: 1 });
    b.start(endpoint, 0);
    b.terminate(endpoint, 0);
  }),
  configuration('leaders', 'Two leaders and one follower.', (b) => {
    b.service();
    b.service();
    b.service();
    const follower = b.started({ kind: 'fenced', token: FIRST });
    const old = b.connected(follower, { service: 1 });
    const next = b.connected(follower, { service: 2, fencing: { token: SECOND } });
    b.setToken(follower, SECOND, 0);
    b.call(old, { lane: 1, method: 'tell' });
    b.call(next, { lane: 2, method: 'tell' });
  }),
  configuration('close', 'The close of a service races an ask of another one.', (b) => {
    b.service();
    b.service();
    const endpoint = b.started();
    const gateway = b.connected(endpoint, { service: 1 });
    b.closeService(0, null, 0);
    b.call(gateway, { lane: 1 });
  }),
  configuration('sibling', 'A failure races an ask to a sibling.', (b) => {
    b.service();
    const failing = b.started();
    const sibling = b.started();
    const gateway = b.connected(sibling);
    b.step({ type: 'fault', endpoint: failing.number }, 0);
    b.call(gateway, { lane: 1 });
  }),
  configuration('hold', 'A handler keeps the main thread while a connect goes on.', (b) => {
    b.service();
    const endpoint = b.started();
    const work = b.call(endpoint, { lane: 0, script: HOLD });
    b.connect(endpoint, { lane: 1 });
    b.release(work, 'value', 2);
  }),
  configuration(
    'cancel',
    'A cancel races the timer that it takes away.',
    (b) => {
      b.service();
      const executor = b.executor(b.started());
      const task = b.schedule(executor, 3);
      b.step({ type: 'cancel', scheduled: task }, 1);
    },
    { raceUntilMs: 3 },
  ),
  configuration('later', 'Two open futures are completed while their endpoint ends.', (b) => {
    b.service();
    const endpoint = b.started();
    const work = b.call(endpoint, { lane: 0, script: LATER });
    b.release(work, 'value', 1);
    b.terminate(endpoint, 2);
  }),
];
