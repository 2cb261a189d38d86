/** Goal: work without a script comes out with what it gave, or not at all. Method: traces written by hand, with forgeries. */
import test from 'ava';
import type { EndKind, Outcome, WorkScript } from '../../../spec/index.js';
import type { Verdict } from '../../index.js';
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

/** Whether work that ended so, and of which nothing more is told, may come out so at a caller in a service. */
function untold(how: EndKind, outcome: Outcome, service: number): Verdict {
  const story = new Story();
  story.create(1);
  story.start(1);
  story.connect(1, 1, { service });
  const op = story.ask(1, { script: observed });
  story.run('request', op, 'execute', 'MSG-06').handler(1, 'call', op, how);
  return story.run('answer', op, 'settle', 'CALL-25').outcome(op, outcome).judge();
}

test('SIZE-06 a value of which nothing is told may not have travelled either', (t) => {
  const lost: Outcome = { kind: 'error', code: 'result-too-large', states: ['method', 'bytes', 'limit'] };
  t.is(untold('return', lost, 1).verdict, 'accepted');
  const verdict = untold('return', lost, 0);
  t.is(verdict.verdict, 'rejected');
  t.regex(JSON.stringify(verdict), /what its work gave/);
});

test('CALL-11 the failure that comes out is the one that was given, in its code and, where it is told, its words', (t) => {
  const named: Outcome = { kind: 'error', code: 'application', failure: 'RangeError: no' };
  const unnamed: Outcome = { kind: 'error', code: 'application' };
  for (const service of [0, 1]) {
    t.is(judged(named, unnamed, service), 'accepted');
    t.is(judged(unnamed, named, service), 'accepted');
    t.is(judged(unnamed, { kind: 'error', code: 'recipient-unreachable' }, service), 'rejected');
    t.is(judged(named, { ...named, failure: 'RangeError: yes' }, service), 'rejected');
  }
});

test('SIZE-10 each part of a failure that is shortened is shortened by itself', (t) => {
  const given: Outcome = { kind: 'error', code: 'application', failure: 'Short: something went: wrong' };
  t.is(judged(given, { ...given, failure: 'Short: something we' }, 1), 'accepted');
  t.is(judged(given, { ...given, failure: 'Short: something' }, 1), 'rejected');
  t.is(judged(given, { ...given, failure: 'Short: something went:' }, 1), 'rejected');
});

test('TERM-04 whoever watches an endpoint hears the failure of its onStop, and a rejection says which it was', (t) => {
  const watched = (given: Outcome, heard: Outcome) => {
    const story = new Story();
    story.create(1, { onStop: { nested: [], end: 'observed' } });
    story.start(1);
    const watch = story.invoke({ type: 'watch', endpoint: 1, callback: [] });
    const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
    story.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
    const run = {
      event: 'run',
      at: 0,
      leg: 'stop-future',
      id: 1,
      decision: 'terminate',
      rule: 'STOP-02',
    } as const;
    story.events.push({ ...run, gives: given });
    return story.run('gone', 1, 'release', 'TERM-06').outcome(watch, heard).outcome(terminate, heard).judge();
  };
  const disk: Outcome = { kind: 'error', code: 'application', failure: 'Error: disk' };
  t.is(watched(disk, disk).verdict, 'accepted');
  const { failure, ...bare } = disk;
  t.like(watched(bare, { kind: 'value', value: null }), {
    verdict: 'rejected',
    accepted: ['outcome of 3: the error application', 'outcome of 4: the error application'],
  });
  t.is(watched(disk, { ...disk, failure: `${failure}!` }).verdict, 'rejected');
});
