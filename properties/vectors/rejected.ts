/** Histories that break a rule: made from what the reference does by one edit near the place where the rule is met. */
import type { RejectedVector, Scenario, Trace } from '../../spec/index.js';
import { isConfluent } from '../confluence/confluent.js';
import { needsOf } from '../scenarios/index.js';
import { type Candidate, type Form, traceOf } from './candidates.js';
import { type Edited, type EditKind, editsAt } from './edits.js';
import { begins, outlineOf } from './outline.js';
import { shapeOf, smallest } from './smaller.js';
import type { TraceReader } from './trace-reader.js';

/** Events before and after the place where a rule is met that are edited. */
const BEFORE = 2;
const AFTER = 6;
/** So many edits of one scenario are judged before the next one is tried, and so many of a smaller one of it. */
const EDITS_MAX = 600;
const SMALLER_EDITS_MAX = 60;

/** How a vector is looked for. */
interface Means {
  readonly reader: TraceReader;
  readonly form: Form;
  readonly kind: EditKind;
}

/** The rejected vectors of a rule. */
export class RejectedVectors {
  private readonly readers: readonly TraceReader[];
  private readonly rule: string;
  private readonly shapes = new Set<string>();
  private readonly ways = new Set<string>();
  private readonly vectors: RejectedVector[] = [];

  /**
   * @param readers judge; the first that rejects anything is taken
   * @param rule the id of the rule
   */
  constructor(readers: readonly [TraceReader, ...TraceReader[]], rule: string) {
    this.readers = readers;
    this.rule = rule;
  }

  /**
   * Finds vectors, each of another shape: first what everybody rejects, histories of what can be seen from outside before
   * complete traces, changes of what is there before what comes from nowhere, and edits of different kinds before more of
   * the same.
   *
   * @param candidates scenarios that meet the rule
   * @param count how many are wanted
   */
  find(candidates: readonly Candidate[], count: number): readonly RejectedVector[] {
    for (const reader of this.readers)
      for (const kind of ['changed', 'stray'] as const)
        for (const form of ['history', 'complete'] as const) {
          if (this.vectors.length < count) this.findBy({ reader, form, kind }, candidates, count);
        }
    return this.vectors;
  }

  private findBy(means: Means, candidates: readonly Candidate[], count: number): void {
    for (const again of [false, true]) {
      for (const { scenario } of candidates) {
        if (this.vectors.length === count) return;
        this.tryScenario(scenario, means, again);
      }
      if (this.vectors.length === 0) return; // nothing was left out
    }
  }

  private tryScenario(first: Scenario, means: Means, again: boolean): void {
    if (means.form === 'history' && first.steps.some(({ operation }) => operation.type === 'link')) return; // long searches
    let way: string | null = null;
    const found = smallest(first, (scenario) => {
      const vector =
        way === null
          ? this.broken(scenario, means, EDITS_MAX, (how) => again || !this.ways.has(how))
          : this.broken(scenario, means, SMALLER_EDITS_MAX, (how) => how === way);
      if (vector === null) return null;
      way ??= vector.how;
      return vector;
    });
    if (found === null) return;
    this.ways.add(found.how);
    this.shapes.add(shapeOf(found.vector.history));
    this.vectors.push(found.vector);
  }

  /** The first edit of the trace of a scenario that is rejected by the rule. */
  private broken(
    scenario: Scenario,
    means: Means,
    most: number,
    isWanted: (how: string) => boolean,
  ): { readonly how: string; readonly vector: RejectedVector } | null {
    let judged = 0;
    for (const edited of this.edits(scenario, means)) {
      if (!isWanted(edited.how)) continue;
      if (judged === most) return null;
      judged += 1;
      const vector = this.vectorOf(scenario, edited.trace, means.reader);
      if (vector !== null && !this.shapes.has(shapeOf(vector.history))) return { how: edited.how, vector };
    }
    return null;
  }

  private *edits(scenario: Scenario, { reader, form, kind }: Means): Generator<Edited, void, void> {
    const complete = traceOf(scenario, 'complete', reader.capabilities);
    const trace = form === 'complete' ? complete : traceOf(scenario, form, reader.capabilities);
    const visited = new Set<number>();
    const places = reader.positionsOf(complete, this.rule);
    const all = [...complete.events.keys()]; // of what only a search can tell
    for (const met of places.length > 0 ? places : all) {
      const middle = form === 'complete' ? met : observableBefore(complete, met);
      for (let position = Math.max(0, middle - BEFORE); position <= middle + AFTER; position += 1) {
        if (visited.has(position)) continue;
        visited.add(position);
        yield* editsAt(trace, position, kind);
      }
    }
  }

  /** What stands against a trace as far as it goes until something is impossible; null when that is not about the rule. */
  private vectorOf(scenario: Scenario, trace: Trace, reader: TraceReader): RejectedVector | null {
    let history = trace;
    while (true) {
      const rejection = reader.rejection(history);
      if (rejection === null) return null;
      const rules = [...rejection.rules, ...rejection.situation];
      if (!rules.includes(this.rule)) return null;
      const { index, reason, accepted: possible } = rejection;
      const { header, events } = history;
      if (index < events.length - 1) {
        history = { header, events: events.slice(0, index + 1) };
        continue;
      }
      const requires = [...needsOf(scenario)].sort();
      const visible = isVisible(scenario, history, index);
      return { requires, visible, scenario, history, index, rules, quirks: reader.quirks, reason, possible };
    }
  }
}

/** See the field `visible` of rejected vectors. */
function isVisible(scenario: Scenario, history: Trace, index: number): boolean {
  const { events, header } = history;
  if (header.complete || !isConfluent(scenario)) return false;
  const right = outlineOf(scenario, traceOf(scenario, 'history', []));
  const wrong = outlineOf(scenario, history);
  return !begins(wrong, right) || (index === events.length && !begins(right, wrong));
}

function observableBefore({ events }: Trace, position: number): number {
  return events.slice(0, position).filter(({ event }) => event !== 'run' && event !== 'lose').length;
}
