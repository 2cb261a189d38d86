/** The situation of an action that is refused. */
import test from 'ava';
import type { Leg } from '../../../spec/index.js';
import type { Verdict } from '../../index.js';
import { brokenRules, rulesOfSituation, Story, script } from '../support.js';

/** A callable is on its way, and an action of it comes from nowhere. */
function ofCallable(leg: Leg, decision: 'settle' | 'execute', rule: string): Verdict {
  const story = new Story();
  story.create(1);
  story.start(1);
  const callable = { type: 'call-async', endpoint: 1, timeout: null, unfenced: false } as const;
  const op = story.invoke({ ...callable, script: script() });
  return story.run(leg, op, decision, rule).judge();
}

test('SELF-12 the answer of a callable that did not run is about waiting for it, a run that is due is not', (t) => {
  const answer = ofCallable('answer', 'settle', 'CALL-25');
  t.deepEqual(brokenRules(answer), ['ORD-08'], JSON.stringify(answer));
  t.true(rulesOfSituation(answer).includes('SELF-12'), JSON.stringify(answer));
  const due = ofCallable('due', 'execute', 'SELF-12');
  t.deepEqual(brokenRules(due), ['ORD-08'], JSON.stringify(due));
  t.false(rulesOfSituation(due).includes('SELF-12'), JSON.stringify(due));
});
