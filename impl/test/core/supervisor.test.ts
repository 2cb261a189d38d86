/** Goal: the supervisor admits, finds, forgets and counts its members as the book says. Method: without a runtime. */
import test from 'ava';
import {
  admitMember,
  firstFailure,
  forgetFailure,
  type Member,
  memberGone,
  membersNamed,
  newSupervisor,
  type ServicePhase,
  type SupervisorState,
  supervisorRules,
} from '../../core/supervisor.js';

function supervisorOf(...names: readonly string[]): {
  readonly state: SupervisorState<Member>;
  readonly members: readonly Member[];
} {
  const state = newSupervisor<Member>();
  const members = names.map((name) => ({ name, closedAlone: false }));
  for (const member of members) state.members.set(member.name, member);
  return { state, members };
}

const admitted = (state: SupervisorState<Member>, name: string): string =>
  admitMember(state, name, supervisorRules)?.code ?? 'admitted';

test('ADDR-11, ADDR-12 a name is admitted when it is usable and free', (assert) => {
  const { state } = supervisorOf('taken');
  assert.is(admitted(state, 'free'), 'admitted');
  assert.is(admitted(state, 'taken'), 'endpoint-id-in-use');
  assert.is(admitted(state, 'a/b'), 'invalid-endpoint-id');
});

test('SERV-02, SUPER-09 the phase of the service is judged before the name', (assert) => {
  for (const [phase, expected] of [
    ['closing', 'illegal-state'],
    ['closed', 'illegal-state'],
    ['failed', 'service-failed'],
  ] as const satisfies readonly (readonly [ServicePhase, string])[]) {
    const { state } = supervisorOf('taken');
    state.phase = phase;
    for (const name of ['free', 'taken', 'a/b']) assert.is(admitted(state, name), expected);
  }
});

test('ADDR-14, ADDR-17 a name means one member, a pattern all that match, in the order of creation', (assert) => {
  const { state } = supervisorOf('w_2', 'x', 'w_1');
  const named = (name: string) => membersNamed(state, name).map((member) => member.name);
  assert.deepEqual(named('x'), ['x']);
  assert.deepEqual(named('y'), []);
  assert.deepEqual(named('w_*'), ['w_2', 'w_1']);
  assert.deepEqual(named('y_*'), []);
  assert.deepEqual(named('w_1*'), ['w_1']);
  assert.deepEqual(named('w_1****'), ['w_1']);
  assert.deepEqual(named('*w_12'), []);
});

test('ADDR-14 a name without an asterisk is no pattern: it means neither longer names that end with it, nor shorter ones', (assert) => {
  const { state } = supervisorOf('other-worker', 'worker', 'work');
  assert.deepEqual(
    membersNamed(state, 'worker').map(({ name }) => name),
    ['worker'],
  );
  assert.deepEqual(membersNamed(state, 'er'), []);
});

test('TERM-06, SERV-03 a name is free once its member is gone, and the last one ends a closing service', (assert) => {
  const { state, members } = supervisorOf('a', 'b');
  const [a, b] = members as [Member, Member];
  assert.false(memberGone(state, a, null, supervisorRules));
  assert.is(admitted(state, 'a'), 'admitted');
  state.phase = 'closing';
  assert.true(memberGone(state, b, null, supervisorRules));
});

test('SERV-05, TERM-12 the first failure of a tracked member counts, one of a member closed alone does not', (assert) => {
  const { state, members } = supervisorOf('a', 'b', 'c', 'd');
  const [a, b, c, d] = members as [Member, Member, Member, Member];
  a.closedAlone = true;
  memberGone(state, a, 'failure of a', supervisorRules);
  memberGone(state, b, null, supervisorRules);
  assert.is(firstFailure(state), null);
  memberGone(state, c, 'failure of c', supervisorRules);
  memberGone(state, d, 'failure of d', supervisorRules);
  assert.is(firstFailure(state), 'failure of c');
});

test('START-06 a failure no longer counts once its endpoint was closed on its own', (assert) => {
  const { state, members } = supervisorOf('a');
  const [a] = members as [Member];
  memberGone(state, a, 'failure of a', supervisorRules);
  forgetFailure(state, a);
  assert.is(firstFailure(state), null);
});
