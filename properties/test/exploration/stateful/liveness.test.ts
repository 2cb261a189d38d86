/**
 * Goal: clients come to their end under weak fairness, and where they do not, a real circle is shown. Method: systems that are
 * right, and two mistakes whose circles are followed step by step.
 */
import test from 'ava';
import { graphOf, type Lasso, liveness } from '../../../exploration/stateful/liveness.js';
import { PackedSystem } from '../../../exploration/stateful/packed.js';
import type { Protocol } from '../../../exploration/stateful/protocol.js';
import { mistakes, protocols, stubbornClients } from '../../../exploration/stateful/protocols.js';

for (const protocol of protocols) {
  test(`${protocol.name}: ${protocol.sentence}`, (assert) => {
    assert.deepEqual(liveness(new PackedSystem(protocol)).lassos, []);
  });
}

/** Who can act in a state. */
function actorsAt(system: PackedSystem, low: number, high: number): ReadonlySet<number> {
  const actors = new Set<number>();
  system.visit(low, high, (_low, _high, actor) => actors.add(actor));
  return actors;
}

/** What is wrong with a lasso; empty when it is a weakly fair run in which its client does not come to its end. */
function faultsOf(system: PackedSystem, { client, stem, circle }: Lasso): readonly string[] {
  const { states } = graphOf(system);
  const faults: string[] = [];
  let here = 0;
  for (const { actor, state } of [...stem, ...circle]) {
    let follows = false;
    system.visit(states.low(here), states.high(here), (low, high, by) => {
      if (by === actor && low === states.low(state) && high === states.high(state)) follows = true;
    });
    if (!follows) faults.push(`${system.act(actor)} does not lead from ${here} to ${state}`);
    here = state;
  }
  const start = stem.at(-1)?.state ?? 0;
  if (here !== start) faults.push('the circle does not come back');
  const acting = new Set(circle.map(({ actor }) => actor));
  for (let actor = 0; actor < system.actors; actor += 1) {
    const always = circle.every(({ state }) =>
      actorsAt(system, states.low(state), states.high(state)).has(actor),
    );
    if (always && !acting.has(actor)) faults.push(`${system.act(actor)} is left out for ever`);
  }
  for (const { state } of circle)
    if (system.isDone(states.low(state), states.high(state), client))
      faults.push('the client comes to its end');
  return faults;
}

for (const protocol of mistakes) {
  test(`${protocol.name}: ${protocol.sentence}, and the circle is a run`, (assert) => {
    const system = new PackedSystem(protocol);
    const { lassos } = liveness(system);
    assert.true(lassos.length > 0);
    for (const lasso of lassos) {
      assert.true(lasso.circle.length > 0);
      assert.deepEqual(faultsOf(system, lasso), []);
    }
  });
}

test('the circle of a stubborn client is: ask, be heard, be refused', (assert) => {
  const system = new PackedSystem(stubbornClients);
  const [lasso] = liveness(system).lassos as [Lasso];
  const acts = lasso.circle.map(({ actor }) => system.act(actor)).sort();
  assert.deepEqual(acts, ['c0 answered', 'c0 heard', 'c0 sends']);
});

test('whoever is never started is refused for ever; START that is sent makes the circle unfair', (assert) => {
  const nobody: Protocol = { ...stubbornClients, name: 'never-started', clients: [1], owner: [] };
  assert.is(liveness(new PackedSystem(nobody)).lassos.length, 1);
  const started: Protocol = { ...nobody, name: 'started', owner: [{ send: 'START' }] };
  assert.deepEqual(liveness(new PackedSystem(started)).lassos, []);
});
