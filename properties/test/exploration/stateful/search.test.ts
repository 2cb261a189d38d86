/**
 * Goal: the packed search finds every state, and nothing else. Method: the same system once more, with a state as an object, a
 * table of texts, and decisions that are written out; both count the same. The counts are asserted, so that a change of
 * the charts is seen.
 */
import test from 'ava';
import { PackedSystem } from '../../../exploration/stateful/packed.js';
import { type Protocol, ProtocolTooLargeError } from '../../../exploration/stateful/protocol.js';
import { mistakes, protocols } from '../../../exploration/stateful/protocols.js';
import { searchStates } from '../../../exploration/stateful/search.js';
import { StateSet } from '../../../exploration/stateful/state-set.js';
import { StateStore } from '../../../exploration/stateful/state-store.js';

interface Client {
  readonly phase:
    | 'idle'
    | 'asked'
    | 'value'
    | 'refused'
    | 'unreachable'
    | 'askedLate'
    | 'answeredLate'
    | 'done';
  readonly token: number;
  readonly answers: number;
}

interface State {
  readonly life: 'fresh' | 'paused' | 'started' | 'terminating' | 'finished' | 'terminated' | 'gone';
  readonly token: number;
  readonly sent: number;
  readonly heard: number;
  readonly clients: readonly Client[];
}

const isRunning = ({ life }: State): boolean => life === 'started' || life === 'terminating';
const isStopped = ({ life }: State): boolean => life === 'fresh' || life === 'paused';
const hasEnded = ({ life }: State): boolean => life === 'terminated' || life === 'gone';

/** The owner is heard. */
function heard(state: State, { owner }: Protocol): State {
  const step = owner[state.heard];
  const next = { ...state, heard: state.heard + 1 };
  switch (step?.send) {
    case 'START':
      return isStopped(state) ? { ...next, life: 'started' } : next;
    case 'STOP':
      return state.life === 'started' ? { ...next, life: 'paused' } : next;
    case 'TERMINATE':
      if (isStopped(state)) return { ...next, life: 'terminated' };
      return state.life === 'started' ? { ...next, life: 'terminating' } : next;
    case 'token':
      return isRunning(state) ? { ...next, token: step.token } : next;
    default:
      return next;
  }
}

/** What follows for one client. */
function moves(state: State, client: Client, protocol: Protocol): readonly Client[] {
  const expired = (phase: Client['phase']): readonly Client[] =>
    protocol.expires ? [{ ...client, phase }] : [];
  switch (client.phase) {
    case 'idle':
      return [{ ...client, phase: 'asked' }];
    case 'asked': {
      const admitted = isRunning(state) && client.token === state.token;
      const phase = hasEnded(state) ? 'unreachable' : admitted ? 'value' : 'refused';
      return [{ ...client, phase }, ...expired('askedLate')];
    }
    case 'value': {
      const answers = client.answers + 1;
      return [
        { ...client, answers, phase: answers === protocol.rounds ? 'done' : 'idle' },
        ...expired('answeredLate'),
      ];
    }
    case 'refused': {
      const { token } = protocol.onRefusal === 'reconnect' ? state : client;
      const phase = protocol.onRefusal === 'give-up' ? 'done' : 'idle';
      return [{ ...client, token, phase }, ...expired('answeredLate')];
    }
    case 'unreachable':
      return [{ ...client, phase: 'done' }, ...expired('answeredLate')];
    case 'askedLate':
      return [{ ...client, phase: 'answeredLate' }];
    case 'answeredLate':
      return [{ ...client, phase: 'done' }];
    case 'done':
      return [];
  }
}

function successors(state: State, protocol: Protocol): readonly State[] {
  const next: State[] = [];
  if (state.sent < protocol.owner.length) next.push({ ...state, sent: state.sent + 1 });
  if (state.heard < state.sent) next.push(heard(state, protocol));
  if (state.life === 'terminating') next.push({ ...state, life: 'finished' });
  if (state.life === 'finished') next.push({ ...state, life: 'terminated' });
  if (state.life === 'terminated') next.push({ ...state, life: 'gone' });
  for (const [index, client] of state.clients.entries())
    for (const moved of moves(state, client, protocol))
      next.push({ ...state, clients: state.clients.map((each, other) => (other === index ? moved : each)) });
  return next;
}

/** States, steps, and states that nothing follows. */
function counted(protocol: Protocol): readonly [number, number, number] {
  const clients = protocol.clients.map((token): Client => ({ phase: 'idle', token, answers: 0 }));
  const states: State[] = [{ life: 'fresh', token: protocol.token, sent: 0, heard: 0, clients }];
  const known = new Set([JSON.stringify(states[0])]);
  let [steps, ends] = [0, 0];
  for (const state of states) {
    const next = successors(state, protocol);
    steps += next.length;
    if (next.length === 0) ends += 1;
    for (const each of next) {
      const text = JSON.stringify(each);
      if (known.has(text)) continue;
      known.add(text);
      states.push(each);
    }
  }
  return [states.length, steps, ends];
}

const giveUp: Protocol = {
  ...(protocols[1] as Protocol),
  name: 'give-up',
  clients: [1, 2, 3],
  rounds: 1,
  onRefusal: 'give-up',
};

const STATES: Readonly<Record<string, number>> = {
  'change-of-leader': 3580,
  'end-of-leader': 6776,
  'stubborn-clients': 147,
  'paused-for-ever': 338,
};

for (const protocol of [...protocols, ...mistakes, giveUp]) {
  test(`${protocol.name}: the packed search counts what a search with objects counts`, (assert) => {
    const { states, transitions, ends, complete } = searchStates(new PackedSystem(protocol));
    assert.deepEqual([states, transitions, ends], [...counted(protocol)]);
    assert.true(complete);
    if (protocol !== giveUp) assert.is(states, STATES[protocol.name] as number);
  });
}

test('a bound on states ends the search, and is told', (assert) => {
  const { states, complete } = searchStates(new PackedSystem(protocols[0] as Protocol), 100);
  assert.false(complete);
  assert.true(states > 100 && states < 150);
});

test('a system that does not fit into a state is refused', (assert) => {
  const error = assert.throws(() => new PackedSystem({ ...giveUp, clients: [1, 1, 1, 1, 1, 1, 1] }), {
    instanceOf: ProtocolTooLargeError,
  });
  assert.regex(error?.message ?? '', /at most 6 clients/);
  assert.throws(() => new PackedSystem({ ...giveUp, token: 4 }), { code: 'protocol-too-large' });
});

const COUNT = 20_000;

test('numbered states are known once, through every growth', (assert) => {
  const store = new StateStore();
  let wrong = 0;
  for (let state = 0; state < COUNT; state += 1) if (!store.add(state, -state)) wrong += 1;
  for (let state = 0; state < COUNT; state += 1)
    if (store.add(state, -state) || store.numberOf(state, -state) !== state || store.low(state) !== state)
      wrong += 1;
  assert.is(wrong, 0);
  assert.is(store.size, COUNT);
  assert.is(store.numberOf(COUNT, 0), -1);
});

test('each state waits once, in the order of finding, while others come and go', (assert) => {
  const states = new StateSet();
  let [found, visited, wrong] = [0, 0, 0];
  while (visited < COUNT) {
    for (let more = 0; more < 3 && found < COUNT; more += 1) {
      found += 1;
      states.add(found, -found);
      states.add(found, -found);
    }
    visited += 1;
    if (!states.next() || states.low !== visited || states.high !== -visited) wrong += 1;
  }
  assert.is(wrong, 0);
  assert.is(states.size, COUNT);
  assert.false(states.next());
  assert.true(states.bytes / states.size < 40);
});
