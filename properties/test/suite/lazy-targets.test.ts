/**
 * Goal: an implementation that does as little as possible is red in nearly every family, and never inconclusive.
 * Method: the reference seen from outside, and a lie about what was seen.
 */
import test from 'ava';
import { observable } from '../../../models/index.js';
import { type Outcome, ruleById, type Trace, type TraceEvent } from '../../../spec/index.js';
import { conformance, profiles, referenceTarget, runScenarioFast, type Target, themes } from '../../index.js';

/** Which operations come out later, and so can be answered falsely. */
const LATE: ReadonlySet<string> = new Set([
  'connect',
  'call',
  'call-async',
  'terminate',
  'watch',
  'close-service',
  'schedule',
]);

function lateOps(events: readonly TraceEvent[]): ReadonlySet<number> {
  const late = new Set<number>();
  for (const event of events) {
    if (event.event !== 'invoke' || !LATE.has(event.operation.type)) continue;
    if (event.operation.type === 'call' && event.operation.method === 'tell') continue;
    late.add(event.op);
  }
  return late;
}

/** Replaces the outcomes of everything that comes out later; `null` leaves them out. */
function answering(outcome: Outcome | null): (trace: Trace) => readonly TraceEvent[] {
  return ({ events }) => {
    const late = lateOps(events);
    return events.flatMap((event) => {
      if (event.event !== 'outcome' || !late.has(event.op)) return [event];
      return outcome === null ? [] : [{ ...event, outcome }];
    });
  };
}

const lazy: Readonly<Record<string, (trace: Trace) => readonly TraceEvent[]>> = {
  'answers nothing': answering(null),
  'times everything out': answering({ kind: 'error', code: 'ask-timeout' }),
  'refuses everything': answering({ kind: 'error', code: 'recipient-unreachable' }),
  'answers null to everything': answering({ kind: 'value', value: null }),
  'tells nothing': () => [],
  'stops half way': ({ events }) => events.slice(0, events.length / 2),
  'never runs a handler': ({ events }) => events.filter(({ event }) => event !== 'begin' && event !== 'end'),
};

/** A target that runs the reference, and tells something else. */
function lying(name: string, told: (trace: Trace) => readonly TraceEvent[]): Target {
  const capabilities = referenceTarget().capabilities.filter(
    (capability) => capability !== 'schedule-control',
  );
  const see = (scenario: Parameters<Target['run']>[0]): Trace => {
    const trace = observable(runScenarioFast({ ...scenario, tape: [] }));
    return { header: { ...trace.header, capabilities }, events: told(trace) };
  };
  return {
    name,
    capabilities,
    run: async (scenario) => see(scenario),
    outside: { concurrency: 1, observe: async (scenario) => ({ trace: see(scenario), unsettled: [] }) },
  };
}

/** Enough to see each theme a few times. */
const few = { ...profiles.smoke, fastRuns: 6 };

const familyOf = (rule: string): string => rule.slice(0, rule.indexOf('-'));

/** The families of the rules that a theme is mainly about. */
const families = new Set(themes.map(({ rules: [rule = ''] }) => familyOf(rule)));

for (const [name, told] of Object.entries(lazy)) {
  test(`a target that ${name} is red in nearly every family`, async (t) => {
    const report = await conformance(lying(name, told), { profile: few });
    t.is(report.verdict, 'violated');
    t.is(report.totals.inconclusive, 0);
    const red = new Set(
      themes
        .filter((theme) => report.failures.some((failure) => failure.theme === theme.name))
        .map(({ rules: [rule = ''] }) => familyOf(rule)),
    );
    const green = [...families].filter((family) => !red.has(family));
    t.true(green.length <= 2, `green: ${green.join(', ')}`);
    t.true(report.failures.every(({ rule }) => ruleById(rule) !== undefined));
  });
}

test('the same target is conformant or not exercised when it tells the truth', async (t) => {
  const report = await conformance(
    lying('honest', ({ events }) => events),
    { profile: few },
  );
  t.deepEqual(
    report.failures.map(({ reason }) => reason),
    [],
  );
});
