/** Which scenarios meet which rule: drawn from some themes, the shortest histories first. */
import { observable } from '../../models/index.js';
import type { Capability, Scenario, Trace } from '../../spec/index.js';
import { drawScenarios } from '../arbitraries/scenarios.js';
import { themesOfVectors } from '../scenarios/index.js';
import { runScenarioFast } from '../simulation/run-scenario.js';
import type { TraceReader } from './trace-reader.js';

/** So many scenarios are drawn for each unit of weight of a theme. */
const RUNS = 8;
const SEED = 1;
/** So many are kept of each rule: the shortest ones, and as many of all lengths, which show more. */
const KEPT_MAX = 16;

/** How the trace of a scenario is looked at: as a foreign implementation tells it, or with every action. */
export type Form = 'history' | 'complete';

/** A scenario that meets a rule. */
export interface Candidate {
  readonly scenario: Scenario;
  readonly form: Form;
}

/** What the reference does in a scenario. */
export function traceOf(scenario: Scenario, form: Form, capabilities: readonly Capability[]): Trace {
  const trace = runScenarioFast(scenario);
  const named = { ...trace, header: { ...trace.header, target: 'reference', capabilities } };
  return form === 'complete' ? named : observable(named);
}

/**
 * Draws scenarios, and finds the rules that they meet.
 *
 * @param reader judges them
 * @param form of the traces that are judged
 * @returns the candidates by rule, those with the shortest histories first
 */
export function candidatesOf(reader: TraceReader, form: Form): ReadonlyMap<string, readonly Candidate[]> {
  const found = new Map<string, { readonly candidate: Candidate; readonly length: number }[]>();
  for (const theme of themesOfVectors)
    for (const scenario of drawScenarios(theme, SEED, RUNS * theme.weight, reader.capabilities)) {
      const trace = traceOf(scenario, form, reader.capabilities);
      for (const rule of reader.met(trace)) {
        const list = found.get(rule) ?? [];
        list.push({ candidate: { scenario, form }, length: trace.events.length });
        found.set(rule, list);
      }
    }
  const chosen = new Map<string, readonly Candidate[]>();
  for (const [rule, list] of found) {
    list.sort((left, right) => left.length - right.length);
    chosen.set(
      rule,
      thinned(list).map(({ candidate }) => candidate),
    );
  }
  return chosen;
}

/** The first half of what is kept, and some of the others at equal distances. */
function thinned<Item>(list: readonly Item[]): readonly Item[] {
  if (list.length <= KEPT_MAX) return list;
  const half = KEPT_MAX / 2;
  const distance = (list.length - half) / half;
  const others = Array.from(
    { length: half },
    (_, index) => list[half + Math.floor(index * distance)] as Item,
  );
  return [...list.slice(0, half), ...others];
}
