/** Goal: the actor rules on every message as the book says. Method: states and messages by hand, then at random. */
import test from 'ava';
import fc from 'fast-check';
import type { NullableToken } from '../../../spec/tokens.js';
import {
  type ActorInput,
  type ActorState,
  actorRules,
  type Fencing,
  handlerReturned,
  type Lifecycle,
  newActor,
  PROTOCOL_VERSION,
  receive,
  startReturned,
  stopReturned,
} from '../../core/actor.js';
import { BARE, type Envelope, type MessageKind, UNFENCED } from '../../core/message.js';
import { refusal, rule } from '../../core/ruling.js';
import { token } from '../support.js';

const own = token('01');
const other = token('02');

function actorIn(lifecycle: Lifecycle, fencing: Fencing = 'plain', owned: NullableToken = own): ActorState {
  return {
    ...newActor(fencing, owned, new Set(['Work', 'Base'])),
    lifecycle,
    running: lifecycle !== 'STOPPED',
  };
}

function input(kind: MessageKind, properties: Partial<ActorInput> = {}): ActorInput {
  return { kind, asked: false, envelope: 'bare', token: null, handshake: null, ...properties };
}

/** Decision and rule, as one text. */
function ruled(actor: ActorState, message: ActorInput): string {
  const { decision, rule: id } = receive(actor, message, actorRules);
  return `${decision} ${id}`;
}

const asked = { asked: true } as const;
const envelope = (name: Envelope, carried: NullableToken = null) => ({ envelope: name, token: carried });

const controls = ['start', 'stop', 'terminate'] as const;
const works = ['call', 'run', 'callable', 'unknown'] as const;
const lifecycles = ['STOPPED', 'STARTED', 'TERMINATING', 'TERMINATED'] as const;
const kinds = [...controls, ...works, 'identify', 'handshake', 'fault', 'kill'] as const;

const someToken = fc.constantFrom(null, own, other);
const someInput: fc.Arbitrary<ActorInput> = fc.record({
  kind: fc.constantFrom(...kinds),
  asked: fc.boolean(),
  envelope: fc.constantFrom<Envelope[]>('bare', 'fenced', 'unfenced'),
  token: someToken,
  handshake: fc.constantFrom(
    { version: PROTOCOL_VERSION, gateway: 'Work' },
    { version: 1, gateway: 'Work' },
    { version: PROTOCOL_VERSION, gateway: 'Nobody' },
  ),
});
const someActor: fc.Arbitrary<ActorState> = fc
  .tuple(
    fc.constantFrom(...lifecycles),
    fc.constantFrom<Fencing[]>('plain', 'replaceable', 'permanent'),
    someToken,
  )
  .map(([lifecycle, fencing, owned]) => actorIn(lifecycle, fencing, owned));

test('LIFE-01 a new actor is stopped, idle, and not running', (assert) => {
  const { lifecycle, running, busy, draining } = newActor('plain', null, new Set());
  assert.deepEqual(
    { lifecycle, running, busy, draining },
    {
      lifecycle: 'STOPPED',
      running: false,
      busy: false,
      draining: false,
    },
  );
});

test('LIFE-02, LIFE-16 START at a stopped actor sets the running flag, then runs the hook', (assert) => {
  const actor = actorIn('STOPPED');
  assert.is(ruled(actor, input('start')), 'on-start LIFE-02');
  assert.true(actor.running);
  assert.true(actor.busy);
  assert.is(actor.lifecycle, 'STOPPED');
  assert.true(startReturned(actor, true));
  assert.is(actor.lifecycle, 'STARTED');
  assert.false(actor.busy);
});

test('START-02 a start that failed ends the actor', (assert) => {
  const actor = actorIn('STOPPED');
  receive(actor, input('start'), actorRules);
  assert.false(startReturned(actor, false));
  assert.is(actor.lifecycle, 'TERMINATED');
  assert.false(actor.busy);
});

test('LIFE-03, LIFE-05, LIFE-09 a repeated START, STOP or TERMINATE changes nothing', (assert) => {
  for (const [lifecycle, kind, expected] of [
    ['STARTED', 'start', 'ignore LIFE-03'],
    ['STOPPED', 'stop', 'ignore LIFE-05'],
    ['TERMINATING', 'terminate', 'ignore LIFE-09'],
  ] as const) {
    const actor = actorIn(lifecycle);
    const before = { ...actor };
    assert.is(ruled(actor, input(kind)), expected);
    assert.deepEqual(actor, before);
  }
});

test('LIFE-04, LIFE-16 STOP at a started actor stops it and leaves the running flag alone', (assert) => {
  const actor = actorIn('STARTED');
  assert.is(ruled(actor, input('stop')), 'pause LIFE-04');
  assert.is(actor.lifecycle, 'STOPPED');
  assert.true(actor.running);
});

test('LIFE-06 START after a pause runs the hook again', (assert) => {
  const actor = actorIn('STARTED');
  receive(actor, input('stop'), actorRules);
  assert.is(ruled(actor, input('start')), 'on-start LIFE-02');
});

test('LIFE-07 TERMINATE at a stopped actor ends it at once', (assert) => {
  const actor = actorIn('STOPPED');
  assert.is(ruled(actor, input('terminate')), 'terminate LIFE-07');
  assert.is(actor.lifecycle, 'TERMINATED');
});

test('LIFE-08, STOP-02 TERMINATE at a started actor runs the hook, and its future keeps the actor alive', (assert) => {
  const actor = actorIn('STARTED');
  assert.is(ruled(actor, input('terminate')), 'on-stop LIFE-08');
  assert.is(actor.lifecycle, 'TERMINATING');
  assert.true(actor.busy);
  assert.true(stopReturned(actor, true));
  assert.is(actor.lifecycle, 'TERMINATING');
  assert.false(actor.running);
  assert.false(actor.busy);
});

test('STOP-03, STOP-04, LIFE-16 a stop without a future ends the actor, whose running flag stays', (assert) => {
  const actor = actorIn('TERMINATING');
  assert.false(stopReturned(actor, false));
  assert.is(actor.lifecycle, 'TERMINATED');
  assert.true(actor.running);
});

test('LIFE-10, LIFE-11 START and STOP at a terminating actor are illegal and make it fail', (assert) => {
  for (const [kind, expected] of [
    ['start', 'fail LIFE-10'],
    ['stop', 'fail LIFE-11'],
  ] as const) {
    const actor = actorIn('TERMINATING');
    assert.is(ruled(actor, input(kind)), expected);
    assert.is(actor.lifecycle, 'TERMINATED');
  }
});

test('LIFE-12 a control message to a terminated actor vanishes', (assert) => {
  for (const kind of controls) assert.is(ruled(actorIn('TERMINATED'), input(kind)), 'drop LIFE-12');
});

test('LIFE-14, FENCE-12 control messages, identification and handshake are not fenced', (assert) => {
  const handshake = { version: PROTOCOL_VERSION, gateway: 'Work' };
  const stranger = { ...envelope('fenced', other), handshake };
  for (const kind of [...controls, 'identify', 'handshake'] as const) {
    for (const lifecycle of lifecycles) {
      assert.is(
        ruled(actorIn(lifecycle, 'permanent'), input(kind, stranger)),
        ruled(actorIn(lifecycle, 'plain'), input(kind, { handshake })),
      );
    }
  }
});

test('MSG-01, MSG-02, MSG-03 a stopped actor refuses asks and drops the rest', (assert) => {
  const actor = actorIn('STOPPED');
  assert.is(ruled(actor, input('call', asked)), 'refuse:endpoint-not-started MSG-01');
  assert.is(ruled(actor, input('callable', asked)), 'refuse:endpoint-not-started MSG-03');
  assert.is(ruled(actor, input('call')), 'drop MSG-02');
  assert.is(ruled(actor, input('run')), 'drop MSG-02');
});

test('MSG-05, HAND-11 the handshake is accepted in every live state for every name that is served', (assert) => {
  for (const lifecycle of ['STOPPED', 'STARTED', 'TERMINATING'] as const) {
    for (const gateway of ['Work', 'Base']) {
      const handshake = { version: PROTOCOL_VERSION, gateway };
      assert.is(ruled(actorIn(lifecycle), input('handshake', { handshake })), 'accept MSG-05');
    }
    assert.is(ruled(actorIn(lifecycle), input('identify')), 'found MSG-05');
  }
});

test('HAND-02, HAND-14 a terminated actor is not found and does not shake hands', (assert) => {
  const handshake = { version: PROTOCOL_VERSION, gateway: 'Work' };
  assert.is(ruled(actorIn('TERMINATED'), input('identify')), 'none HAND-02');
  assert.is(
    ruled(actorIn('TERMINATED'), input('handshake', { handshake })),
    'refuse:recipient-unreachable HAND-14',
  );
});

test('HAND-07, HAND-08, HAND-09 the version is judged before the gateway', (assert) => {
  const shake = (version: number, gateway: string) =>
    ruled(actorIn('STARTED'), input('handshake', { handshake: { version, gateway } }));
  assert.is(shake(PROTOCOL_VERSION + 1, 'Work'), 'refuse:handshake HAND-07');
  assert.is(shake(PROTOCOL_VERSION, 'Nobody'), 'refuse:handshake HAND-08');
  assert.is(shake(1, 'Nobody'), 'refuse:handshake HAND-07');
});

test('FENCE-01, FENCE-02, FENCE-03, FENCE-04 only the token of the actor opens it', (assert) => {
  const actor = actorIn('STARTED', 'replaceable');
  assert.is(ruled(actor, input('call', envelope('fenced', own))), 'execute FENCE-01');
  assert.is(ruled(actor, input('call', envelope('fenced', { ...own }))), 'execute FENCE-01');
  assert.is(
    ruled(actor, input('call', { ...asked, ...envelope('fenced', other) })),
    'refuse:fencing-token FENCE-02',
  );
  assert.is(ruled(actor, input('call', envelope('fenced', other))), 'drop FENCE-03');
  assert.is(
    ruled(actor, input('call', { ...asked, ...envelope('fenced', null) })),
    'refuse:fencing-token FENCE-04',
  );
  assert.is(ruled(actor, input('run', envelope('fenced', null))), 'drop FENCE-03');
});

test('FENCE-05 an actor without a token refuses every fenced message, one with a null token too', (assert) => {
  const actor = actorIn('STARTED', 'replaceable', null);
  for (const carried of [null, own]) {
    assert.is(
      ruled(actor, input('call', { ...asked, ...envelope('fenced', carried) })),
      'refuse:fencing-token FENCE-05',
    );
    assert.is(ruled(actor, input('call', envelope('fenced', carried))), 'drop FENCE-05');
  }
});

test('FENCE-06, FENCE-07 the wrong envelope is an unknown message', (assert) => {
  const fenced = actorIn('STARTED', 'permanent');
  assert.is(ruled(fenced, input('call', asked)), 'refuse:unknown-message FENCE-06');
  assert.is(ruled(fenced, input('call')), 'drop FENCE-06');
  const plain = actorIn('STARTED');
  assert.is(
    ruled(plain, input('call', { ...asked, ...envelope('fenced', own) })),
    'refuse:unknown-message FENCE-07',
  );
  assert.is(ruled(plain, input('call', envelope('fenced', own))), 'drop FENCE-07');
});

test('FENCE-08 the token is the one of the moment of processing', (assert) => {
  const actor = actorIn('STARTED', 'replaceable');
  const message = input('call', { ...asked, ...envelope('fenced', other) });
  assert.is(ruled(actor, message), 'refuse:fencing-token FENCE-02');
  actor.token = other;
  assert.is(ruled(actor, message), 'execute FENCE-01');
});

test('FENCE-19 the exempt envelope opens every running actor', (assert) => {
  for (const owned of [null, own]) {
    assert.is(ruled(actorIn('STARTED', 'replaceable', owned), input('run', UNFENCED)), 'execute FENCE-19');
  }
  assert.is(ruled(actorIn('STOPPED', 'replaceable'), input('run', UNFENCED)), 'drop MSG-02');
});

test('MSG-07 the state is judged before the token', (assert) => {
  const stale = { ...asked, ...envelope('fenced', other) };
  assert.is(
    ruled(actorIn('STOPPED', 'permanent'), input('call', stale)),
    'refuse:endpoint-not-started MSG-01',
  );
});

test('MSG-08 a message of an unknown kind is refused behind the fence', (assert) => {
  assert.is(ruled(actorIn('STARTED'), input('unknown', asked)), 'refuse:unknown-message MSG-08');
  assert.is(ruled(actorIn('STARTED'), input('unknown')), 'drop MSG-08');
  const stale = { ...asked, ...envelope('fenced', other) };
  assert.is(ruled(actorIn('STARTED', 'permanent'), input('unknown', stale)), 'refuse:fencing-token FENCE-02');
});

test('DEAD-01, DEAD-04 a terminated actor refuses asks as unreachable and drops the rest', (assert) => {
  for (const kind of works) {
    assert.is(ruled(actorIn('TERMINATED'), input(kind, asked)), 'refuse:recipient-unreachable DEAD-01');
    assert.is(ruled(actorIn('TERMINATED'), input(kind)), 'drop DEAD-04');
  }
});

test('SUPER-02, SUPER-06 a fault ends a live actor once, and so does the failure of a sibling', (assert) => {
  for (const [kind, first] of [
    ['fault', 'fail SUPER-02'],
    ['kill', 'terminate SUPER-02'],
  ] as const) {
    const actor = actorIn('STARTED');
    assert.is(ruled(actor, input(kind)), first);
    assert.is(actor.lifecycle, 'TERMINATED');
    assert.true(ruled(actor, input(kind)).startsWith('ignore '));
  }
});

test('TERM-03, TERM-05 the end waits for the handler in progress, and nothing else begins', (assert) => {
  const stop = (actor: ActorState) => actorRules['TERM-03'](actor).decision;
  const idle = actorIn('TERMINATING');
  assert.is(stop(idle), 'terminate');
  assert.is(idle.lifecycle, 'TERMINATED');
  assert.is(stop(idle), 'ignore');
  const occupied = { ...actorIn('TERMINATING'), busy: true };
  assert.is(stop(occupied), 'drain');
  assert.is(occupied.lifecycle, 'TERMINATING');
  assert.true(handlerReturned(occupied));
  assert.is(occupied.lifecycle, 'TERMINATED');
});

test('a handler that returns ends an actor only when a final stop waits for it', (assert) => {
  const actor = { ...actorIn('STARTED'), busy: true };
  assert.false(handlerReturned(actor));
  assert.false(actor.busy);
  assert.is(actor.lifecycle, 'STARTED');
  const gone = { ...actorIn('TERMINATED'), busy: true, draining: true };
  assert.false(handlerReturned(gone));
});

test('MSG-06 a terminating actor rules on every message but controls as a started one does', (assert) => {
  const run = fc.property(someActor, someInput, (actor, message) => {
    fc.pre(!(controls as readonly string[]).includes(message.kind));
    return (
      ruled({ ...actor, lifecycle: 'TERMINATING' }, message) ===
      ruled({ ...actor, lifecycle: 'STARTED' }, message)
    );
  });
  assert.notThrows(() => fc.assert(run, { seed: 1, numRuns: 500 }));
});

test('a terminated actor stays terminated and executes nothing, whatever it receives', (assert) => {
  const run = fc.property(someActor, fc.array(someInput, { maxLength: 8 }), (start, messages) => {
    const actor: ActorState = { ...start, lifecycle: 'TERMINATED' };
    return messages.every(
      (message) =>
        !/^(?:execute|on-|found|accept|fail)/.test(ruled(actor, message)) && actor.lifecycle === 'TERMINATED',
    );
  });
  assert.notThrows(() => fc.assert(run, { seed: 2, numRuns: 300 }));
});

test('whoever asks is answered: no ask is dropped', (assert) => {
  const run = fc.property(someActor, someInput, (actor, message) => {
    const decision = receive(actor, { ...message, asked: true }, actorRules).decision;
    return decision !== 'drop' || (controls as readonly string[]).includes(message.kind);
  });
  assert.notThrows(() => fc.assert(run, { seed: 3, numRuns: 500 }));
});

test('rulings and the constant envelopes cannot be changed', (assert) => {
  assert.true(Object.isFrozen(BARE) && Object.isFrozen(UNFENCED));
  assert.true(Object.isFrozen(rule('LIFE-01', 'ignore')));
  const { ask, tell } = refusal('connection', 'CALL-08', 'CALL-08');
  assert.true(Object.isFrozen(ask) && Object.isFrozen(tell));
  assert.deepEqual([ask.code, tell.code], ['connection', null]);
});
