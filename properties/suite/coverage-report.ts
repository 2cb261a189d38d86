/** What the accepted runs went through, as a part of the report: transitions, pairs of them, orders of messages. */
import { type Coverage, hearers, messageKinds } from '../../models/index.js';
import type { CoverageReport, LabelReport, MissingOrder } from '../../spec/index.js';
import { reasonAgainst, type Unreachable } from './unreachable/index.js';
import { type PairReasons, pairReasons } from './unreachable/pairs.js';

type Transition = Coverage['transitions'][number];

/** How much of something was reached. */
interface Share {
  reached: number;
  reachable: number;
}

/** The chart whose every instance takes one transition: nothing follows there. */
const WITHOUT_PAIRS = 'immediate';

/**
 * The report about coverage.
 *
 * @param by whose reasons count why a transition is not taken: only those that hold for everybody, or those of the
 * reference too
 * @param labels what themes promise, and what became of it
 * @param pairsPercent how many of a hundred pairs are demanded; none when absent
 */
export function coverageReport(
  coverage: Coverage,
  by: Unreachable['by'],
  labels: readonly LabelReport[],
  pairsPercent?: number,
): CoverageReport {
  const reachable = reachableOf(coverage, by);
  return {
    transitions: transitionsOf(coverage, reachable),
    pairs: {
      ...pairsOf(coverage, reachable, pairReasons(coverage.transitions, reachable, by)),
      ...(pairsPercent === undefined ? {} : { minimumPercent: pairsPercent }),
    },
    orders: ordersOf(coverage),
    labels,
  };
}

/** The transitions that can be taken, by number. What only the original does is demanded of nobody. */
function reachableOf({ transitions }: Coverage, by: Unreachable['by']): readonly number[] {
  return [...transitions.keys()].filter((number) => {
    const transition = transitions[number] as Transition;
    if (transition.by === 'original') return false;
    const reason = reasonAgainst(transition);
    return reason === undefined || (reason.by === 'reference' && by === 'everybody');
  });
}

function transitionsOf(coverage: Coverage, reachable: readonly number[]): CoverageReport['transitions'] {
  const shares = new Map<string, Share>();
  const missing: CoverageReport['transitions']['missing'][number][] = [];
  for (const number of reachable) {
    const { chart, state, event, decision } = coverage.transitions[number] as Transition;
    const isReached = coverage.timesTaken(number) > 0;
    addTo(shares, chart, isReached);
    if (!isReached) missing.push({ chart, state, event, decision });
  }
  return { ...sumOf(shares), missing, charts: chartsOf(shares) };
}

/** Two transitions can follow each other if the first leads to the state of the second, and nothing stands against it. */
function pairsOf(
  coverage: Coverage,
  reachable: readonly number[],
  reasonAgainstPair: PairReasons,
): CoverageReport['pairs'] {
  const { transitions } = coverage;
  const shares = new Map<string, Share>();
  for (const first of reachable) {
    const { chart, next } = transitions[first] as Transition;
    if (chart === WITHOUT_PAIRS) continue;
    for (const second of reachable) {
      const { chart: other, state } = transitions[second] as Transition;
      if (other !== chart || state !== next) continue;
      if (reasonAgainstPair(first, second) === undefined)
        addTo(shares, chart, coverage.wasFollowed(first, second));
    }
  }
  return { ...sumOf(shares), charts: chartsOf(shares) };
}

/** Whether fewer pairs were taken than are demanded. */
export function areTooFew({ reached, reachable, minimumPercent = 0 }: CoverageReport['pairs']): boolean {
  return reached * 100 < reachable * minimumPercent;
}

function ordersOf(coverage: Coverage): CoverageReport['orders'] {
  const missing: MissingOrder[] = [];
  let possible = 0;
  for (const endpoint of hearers)
    for (const first of messageKinds)
      for (const second of messageKinds) {
        if (first === second) continue;
        possible += 1;
        if (!coverage.wasHeard({ hearer: endpoint, first, second }))
          missing.push({ endpoint, first, second });
      }
  return { reached: possible - missing.length, possible, missing };
}

function addTo(shares: Map<string, Share>, chart: string, isReached: boolean): void {
  const share = shares.get(chart) ?? { reached: 0, reachable: 0 };
  shares.set(chart, share);
  share.reachable += 1;
  if (isReached) share.reached += 1;
}

function sumOf(shares: ReadonlyMap<string, Share>): Share {
  const sum = { reached: 0, reachable: 0 };
  for (const { reached, reachable } of shares.values()) {
    sum.reached += reached;
    sum.reachable += reachable;
  }
  return sum;
}

const chartsOf = (shares: ReadonlyMap<string, Share>): CoverageReport['transitions']['charts'] =>
  [...shares].map(([chart, share]) => ({ chart, ...share }));
