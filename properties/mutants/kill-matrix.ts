/**
 * The kill matrix: every mutant is hunted in a process of its own, a few at a time. The gate says what a sharp suite is:
 * every mutant killed by the rule that it breaks, soon, and by a scenario that one can read.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rules } from '../../spec/index.js';
import { referenceTarget } from '../suite/target.js';
import { mutants } from './catalogue/index.js';
import type { HuntResult } from './hunt.js';
import type { Mutant } from './mutant.js';
import { referenceRuns } from './subtlety.js';

/** How long the hunt for one mutant may take, in milliseconds; a mutant can hang. */
const HUNT_MS_MAX = 600_000;

/** The gate: the median of the runs, and of the steps of the smallest scenarios, and the most steps of any. */
export const GATE = { medianRuns: 50, medianSteps: 4, steps: 8 } as const;

/** What became of one mutant. */
export interface MutantResult extends HuntResult {
  /** In how many scenarios it did something else although the antecedent of its rule was not met. */
  readonly clumsy: number;
}

/** What became of all mutants. */
export interface KillMatrix {
  readonly format: 'fencepost-mutants';
  readonly version: 1;
  readonly seed: number;
  readonly mutants: readonly (MutantResult & { readonly fault: string; readonly bug: string | null })[];
  readonly totals: {
    readonly mutants: number;
    readonly killed: number;
    readonly medianRuns: number;
    readonly medianSteps: number;
    readonly steps: number;
    /** The rules with level MUST that have no mutant. */
    readonly without: readonly string[];
  };
  /** What is beyond the gate, in words; empty when the suite is sharp. */
  readonly faults: readonly string[];
}

/** Options of {@link killMatrix}. */
export interface KillMatrixOptions {
  readonly seed: number;
  /** How many mutants are hunted at the same time. */
  readonly parallel: number;
  /** Which mutants, by their ids; all when absent. */
  readonly wanted?: (id: string) => boolean;
  /** Told of each result. */
  readonly onResult?: (result: MutantResult, done: number, of: number) => void;
}

/**
 * Hunts mutants.
 *
 * @returns what became of them, in the order of the catalogue
 * @throws Error when the process of a mutant fails: its patch does not apply, or it hangs
 */
export async function killMatrix(options: KillMatrixOptions): Promise<KillMatrix> {
  const { seed, parallel, wanted = () => true, onResult } = options;
  const hunted = mutants.filter(({ id }) => wanted(id));
  const results = new Map<Mutant, MutantResult>();
  const folder = mkdtempSync(join(tmpdir(), 'fencepost-mutants-'));
  const reference = join(folder, 'reference.json');
  writeFileSync(reference, JSON.stringify(referenceRuns(referenceTarget(), seed)));
  const left = [...hunted];
  const work = async (): Promise<void> => {
    for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
      const result = await hunt(mutant, seed, reference);
      results.set(mutant, result);
      onResult?.(result, results.size, hunted.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: parallel }, work));
  } finally {
    rmSync(folder, { recursive: true });
  }
  const all = hunted.map((mutant) => {
    const { fault, bug = null } = mutant;
    return { ...(results.get(mutant) as MutantResult), fault, bug };
  });
  const totals = totalsOf(all);
  return {
    format: 'fencepost-mutants',
    version: 1,
    seed,
    mutants: all,
    totals,
    faults: faultsOf(all, totals),
  };
}

/** Hunts one mutant in a process of its own. */
function hunt({ id }: Mutant, seed: number, reference: string): Promise<MutantResult> {
  const program = fileURLToPath(new URL('hunt-mutant.js', import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, id, String(seed), reference], { timeout: HUNT_MS_MAX });
    let output = '';
    let diagnostics = '';
    child.stdout.on('data', (text: Buffer) => {
      output += text.toString();
    });
    child.stderr.on('data', (text: Buffer) => {
      diagnostics += text.toString();
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(JSON.parse(output) as MutantResult);
      else reject(new Error(`The hunt for ${id} ended with ${signal ?? code}: ${diagnostics.slice(-2000)}`));
    });
  });
}

function totalsOf(results: readonly MutantResult[]): KillMatrix['totals'] {
  const killed = results.filter((result) => result.killed);
  const broken = new Set(mutants.map(({ rule }) => rule));
  return {
    mutants: results.length,
    killed: killed.length,
    medianRuns: median(killed.map(({ runs }) => runs)),
    medianSteps: median(killed.map(({ steps }) => steps)),
    steps: Math.max(0, ...killed.map(({ steps }) => steps)),
    without: rules.filter(({ id, level }) => level === 'MUST' && !broken.has(id)).map(({ id }) => id),
  };
}

function faultsOf(results: readonly MutantResult[], totals: KillMatrix['totals']): readonly string[] {
  const faults = results
    .filter(({ killed }) => !killed)
    .map(({ id, killedBy }) =>
      killedBy.length === 0 ? `${id} lives` : `${id} is noticed by ${killedBy.join(', ')} alone`,
    );
  for (const { id, rule, clumsy } of results)
    if (clumsy > 0) faults.push(`${id} shows itself in ${clumsy} scenarios that are not about ${rule}`);
  const { medianRuns, medianSteps, steps } = totals;
  if (medianRuns > GATE.medianRuns)
    faults.push(`the median of runs is ${medianRuns}, above ${GATE.medianRuns}`);
  if (medianSteps > GATE.medianSteps)
    faults.push(`the median of steps is ${medianSteps}, above ${GATE.medianSteps}`);
  if (steps > GATE.steps)
    faults.push(`the largest smallest scenario has ${steps} steps, above ${GATE.steps}`);
  return faults;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
