/** Goal: work without a script comes out with what it gave, or not at all. Method: traces written by hand, with forgeries. */
import test from 'ava';
import type { Outcome, WorkScript } from '../../../spec/index.js';
import { Story } from '../support.js';

const observed: WorkScript = { nested: [], end: { ending: 'observed' } };

/** Whether work that gave this may come out so at a caller in a service. */
function judged(gives: Outcome, outcome: Outcome, service: number): string {
  const story = new Story();
  story.create(1);
  story.start(1);
  story.connect(1, 1, { service });
  const op = story.ask(1, { script: observed });
  story.run('request', op, 'execute', 'MSG-06').begin(1, 'call', op);
  const how = gives.kind === 'error' ? 'throw' : 'return';
  story.events.push({ event: 'end', at: 0, endpoint: 1, role: 'call', work: op, how, gives });
  return story.run('answer', op, 'settle', 'CALL-25').outcome(op, outcome).judge().verdict;
}

test('SIZE-05, SIZE-06, SIZE-08 a value that cannot travel to another service fails there, an error does not', (t) => {
  const value: Outcome = { kind: 'value', value: 42 };
  const error: Outcome = { kind: 'error', code: 'application', failure: 'RangeError: no' };
  const codes = [
    ['result-not-serializable', ['method']],
    ['result-too-large', ['method', 'bytes', 'limit']],
    ['result-undecodable', ['method']],
  ] as const;
  for (const [code, states] of codes) {
    const lost: Outcome = { kind: 'error', code, states };
    t.is(judged(value, lost, 1), 'accepted', code);
    t.is(judged(value, lost, 0), 'rejected', code);
    t.is(judged(error, lost, 1), 'rejected', code);
  }
});

test('CALL-12 what work gave comes out of the future of its call, and is not thrown by the call', (t) => {
  const error: Outcome = { kind: 'error', code: 'application', failure: 'RangeError: no' };
  for (const service of [0, 1]) {
    t.is(judged(error, error, service), 'accepted');
    t.is(judged(error, { ...error, thrown: true }, service), 'rejected');
  }
});
