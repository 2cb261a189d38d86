/**
 * Traces recorded from the reference, chosen so that together they take every decision that its scenarios reach. Goal:
 * the linear oracle and the search accept them; every corruption of what an action did is rejected with a rule.
 */
import test from 'ava';
import type { Outcome, Trace, TraceEvent } from '../../spec/index.js';
import { checkTrace, judgedRules, Oracle, observable } from '../index.js';
import { mutable, recorded } from './support.js';

const traces = recorded();
/** What a failed link still delivered is open, so that not every corruption of such a trace is one. */
const certain = traces.filter(({ title }) => !title.startsWith('links that lose'));

test('ORD-07, ORD-08 recorded traces are accepted linearly, by one oracle that is used again and again', (t) => {
  const oracle = new Oracle(mutable);
  for (const trace of traces) {
    oracle.reset(trace.header);
    const good = trace.events.every((event) => oracle.accept(event));
    t.deepEqual(good ? oracle.finish() : oracle.verdict(), { verdict: 'accepted' }, trace.title);
  }
  t.true(oracle.exercised.every((count) => count >= 0));
  const actions = traces.flatMap(({ events }) => events.filter(({ event }) => event === 'run'));
  t.is(oracle.actions, actions.length);
});

test('ORD-08 the observable part of every recorded trace is accepted by the search', (t) => {
  for (const trace of traces) {
    const verdict = checkTrace(observable(trace), mutable);
    t.is(verdict.verdict, 'accepted', `${trace.title}: ${JSON.stringify(verdict)}`);
  }
});

test('nearly every rule that can be judged is exercised by the recorded traces', (t) => {
  const exercised = new Set(traces.flatMap((trace) => [...checkTrace(trace, mutable).exercised.keys()]));
  const missing = judgedRules().filter((rule) => !exercised.has(rule));
  t.true(missing.length <= 12, missing.join(' '));
});

/** An outcome of the other kind. */
function flipped(outcome: Outcome, op: number): Outcome {
  if (outcome.kind === 'value') return { kind: 'error', code: 'endpoint-id-in-use' };
  return { kind: 'value', value: `forged ${op}` };
}

/** Events without which a trace says something else; resources of an endpoint that was never started may stay open. */
const matters = ({ event }: TraceEvent) => event === 'run' || event === 'begin' || event === 'end';

const corruptions: Readonly<Record<string, (trace: Trace, index: number) => readonly TraceEvent[] | null>> = {
  'an action, begin or end that is left out': ({ events }, index) =>
    matters(events[index] as TraceEvent) ? events.filter((_, position) => position !== index) : null,
  'an action, begin or end that is told twice': ({ events }, index) =>
    matters(events[index] as TraceEvent) ? [...events.slice(0, index + 1), ...events.slice(index)] : null,
  'an outcome of the other kind': ({ events }, index) => {
    const event = events[index] as TraceEvent;
    if (event.event !== 'outcome') return null;
    return events.with(index, { ...event, outcome: flipped(event.outcome, event.op) });
  },
  'an outcome that is told twice': ({ events }, index) =>
    events[index]?.event === 'outcome' ? [...events.slice(0, index + 1), ...events.slice(index)] : null,
  'an action of which another decision is claimed': ({ events }, index) => {
    const event = events[index] as TraceEvent;
    if (event.event !== 'run') return null;
    return events.with(index, { ...event, decision: event.decision === 'arm' ? 'drain' : 'arm' });
  },
  'an action of which another rule is claimed': ({ events }, index) => {
    const event = events[index] as TraceEvent;
    return event.event === 'run' ? events.with(index, { ...event, rule: 'SIZE-14' }) : null;
  },
};

for (const [name, corrupt] of Object.entries(corruptions)) {
  test(`ORD-07, ORD-08 ${name} is rejected, and a rule is named`, (t) => {
    for (const trace of certain) {
      trace.events.forEach((event, index) => {
        const events = corrupt(trace, index);
        if (events === null) return;
        const verdict = checkTrace({ header: trace.header, events }, mutable);
        t.is(verdict.verdict, 'rejected', `${trace.title} ${index} ${JSON.stringify(event)}`);
        if (verdict.verdict === 'rejected') t.true(verdict.rules.length > 0 && verdict.reason.length > 0);
      });
    }
  });
}
