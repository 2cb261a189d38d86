/**
 * The gate: what a sharp suite is. Every mutant is killed by the rule that it breaks, soon, and by a scenario that one can
 * read; the same rule shows through the adapter protocol; transports and checkers with a fault are caught; and each change
 * of a trace is rejected, or is none.
 */
import { type Kill, type KillMatrix, type KillTotals, rules } from '../../spec/index.js';
import { mutants } from './catalogue/index.js';
import { rulesWithoutMutant } from './catalogue/without.js';

/** The median of the runs, and of the steps of the smallest scenarios, and the most steps of any. */
export const GATE = { medianRuns: 50, medianSteps: 4, steps: 8 } as const;

/** What was hunted; figures and faults follow from it. */
export type Hunted = Pick<KillMatrix, 'mutants' | 'adapter' | 'transports' | 'checkers' | 'traces'>;

/** The figures of the mutants of the runtime. */
export function totalsOf(results: readonly Kill[]): KillTotals {
  const killed = results.filter((result) => result.killed);
  const told = new Set([...mutants.map(({ rule }) => rule), ...Object.keys(rulesWithoutMutant)]);
  return {
    mutants: results.length,
    killed: killed.length,
    blamed: killed.filter(({ blamed }) => blamed).length,
    medianRuns: median(killed.map(({ runs }) => runs)),
    medianSteps: median(killed.map(({ steps }) => steps)),
    steps: Math.max(0, ...killed.map(({ steps }) => steps)),
    without: rules.filter(({ id, level }) => level === 'MUST' && !told.has(id)).map(({ id }) => id),
  };
}

/** What is beyond the gate, in words. */
export function faultsOf(hunted: Hunted, totals: KillTotals): readonly string[] {
  return [
    ...hunted.mutants.flatMap(faultsOfMutant),
    ...faultsOfTotals(totals),
    ...hunted.adapter.flatMap((result) => lives(`${result.id} through the adapter protocol`, result)),
    ...[...hunted.transports, ...hunted.checkers].flatMap((result) => lives(result.id, result)),
    ...hunted.traces.flatMap(({ change, unexplained }) =>
      unexplained > 0
        ? [`${unexplained} traces with the change '${change}' are accepted, and no reason is known`]
        : [],
    ),
  ];
}

function faultsOfMutant(result: Kill): readonly string[] {
  const { id, rule, clumsy } = result;
  const shows = clumsy > 0 ? [`${id} shows itself in ${clumsy} scenarios that are not about ${rule}`] : [];
  return [...lives(id, result), ...shows];
}

function lives(
  id: string,
  { killed, killedBy }: { readonly killed: boolean; readonly killedBy: readonly string[] },
): readonly string[] {
  if (killed) return [];
  return [killedBy.length === 0 ? `${id} lives` : `${id} is noticed by ${killedBy.join(', ')} alone`];
}

function faultsOfTotals({ mutants: hunted, medianRuns, medianSteps, steps }: KillTotals): readonly string[] {
  const faults: string[] = [];
  const isWhole = hunted >= mutants.length; // the median of some says nothing of all
  if (isWhole && medianRuns > GATE.medianRuns)
    faults.push(`the median of runs is ${medianRuns}, above ${GATE.medianRuns}`);
  if (isWhole && medianSteps > GATE.medianSteps)
    faults.push(`the median of steps is ${medianSteps}, above ${GATE.medianSteps}`);
  if (steps > GATE.steps)
    faults.push(`the largest smallest scenario has ${steps} steps, above ${GATE.steps}`);
  return faults;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
