/**
 * The kill matrix: what became of every mutant of the runtime, of a sample of them through the adapter protocol, of transports
 * and checkers with a fault, and of traces with a change.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AdapterKill, Kill, KillMatrix, OtherKill, TraceMutation } from '../../spec/index.js';
import { referenceTarget } from '../suite/target.js';
import { adapterSample, huntThroughAdapter } from './adapter/hunt-through-adapter.js';
import { mutants } from './catalogue/index.js';
import { checkerMutants } from './checkers/catalogue.js';
import { faultsOf, type Hunted, totalsOf } from './gate.js';
import { hunted, inParallel } from './hunting-party.js';
import type { Mutant } from './mutant.js';
import { referenceRuns } from './subtlety.js';
import { changes } from './traces/mutate-trace.js';
import { scoreOf } from './traces/score.js';
import { transportMutants } from './transports/catalogue.js';
import { huntTransport } from './transports/hunt-transport.js';

/** Told of each result: in the order in which they come. */
export interface Listener {
  killed?(result: Kill): void;
  killedThroughAdapter?(result: AdapterKill): void;
  killedOther?(result: OtherKill): void;
  scored?(result: TraceMutation): void;
}

/** Options of {@link killMatrix}. */
export interface KillMatrixOptions {
  readonly seed: number;
  /** How many mutants are hunted at the same time. */
  readonly parallel: number;
  /** Which mutants, by their ids; all when absent. */
  readonly wanted?: (id: string) => boolean;
  readonly listener?: Listener;
}

/** The id of the changes of traces, and of a mutant of the sample. */
export const idOfChange = (change: string): string => `traces/${change}`;
export const idThroughAdapter = ({ id }: { readonly id: string }): string => `adapter/${id}`;

/** Every id that can be wanted. */
export const huntable: readonly string[] = [
  ...mutants.map(({ id }) => id),
  ...adapterSample.map(idThroughAdapter),
  ...transportMutants.map(({ id }) => id),
  ...checkerMutants.map(({ id }) => id),
  ...changes.map(idOfChange),
];

/**
 * Hunts what is wanted.
 *
 * @returns what became of it, in the order of the catalogues
 * @throws Error when a hunt fails: a patch does not apply, or a mutant hangs
 */
export async function killMatrix(options: KillMatrixOptions): Promise<KillMatrix> {
  const { seed } = options;
  const folder = mkdtempSync(join(tmpdir(), 'fencepost-mutants-'));
  try {
    return matrixOf(seed, {
      mutants: await huntMutants(options, join(folder, 'reference.json')),
      adapter: await huntSample(options),
      transports: await huntTransports(options),
      checkers: await huntCheckers(options, join(folder, 'labels.json')),
      traces: scoreTraces(options),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The matrix of what was hunted: its figures, and what is beyond the gate. */
export function matrixOf(seed: number, results: Hunted): KillMatrix {
  const totals = totalsOf(results.mutants);
  const faults = faultsOf(results, totals);
  return { format: 'fencepost-mutants', version: 1, seed, ...results, totals, faults };
}

/** A matrix of before with what was hunted since in its place; what the catalogues do not hold any more is left out. */
export function merged(before: KillMatrix, since: KillMatrix): KillMatrix {
  const newest = <Result>(
    old: readonly Result[],
    now: readonly Result[],
    ids: readonly string[],
    idOf: (result: Result) => string,
  ) => {
    const results = new Map([...old, ...now].map((result) => [idOf(result), result]));
    return ids.flatMap((id) => results.get(id) ?? []);
  };
  const ids = (of: readonly { readonly id: string }[]) => of.map(({ id }) => id);
  const byId = ({ id }: { readonly id: string }) => id;
  return matrixOf(before.seed, {
    mutants: newest(before.mutants, since.mutants, ids(mutants), byId),
    adapter: newest(before.adapter, since.adapter, ids(adapterSample), byId),
    transports: newest(before.transports, since.transports, ids(transportMutants), byId),
    checkers: newest(before.checkers, since.checkers, ids(checkerMutants), byId),
    traces: newest(before.traces, since.traces, changes, ({ change }) => change),
  });
}

const all = () => true;

async function huntMutants(
  { seed, parallel, wanted = all, listener }: KillMatrixOptions,
  reference: string,
): Promise<readonly Kill[]> {
  const chosen = mutants.filter(({ id }) => wanted(id));
  if (chosen.length > 0) writeFileSync(reference, JSON.stringify(referenceRuns(referenceTarget(), seed)));
  return inParallel(chosen, parallel, async ({ id, rule, fault, bug = null }) => {
    const result = await hunted<Omit<Kill, 'fault' | 'bug'>>('hunt-mutant.js', [id, String(seed), reference]);
    const kill = { ...result, id, rule, fault, bug };
    listener?.killed?.(kill);
    return kill;
  });
}

function huntSample({
  seed,
  parallel,
  wanted = all,
  listener,
}: KillMatrixOptions): Promise<readonly AdapterKill[]> {
  const chosen = adapterSample.filter((mutant: Mutant) => wanted(idThroughAdapter(mutant)));
  return inParallel(chosen, parallel, async (mutant) => {
    const result = await huntThroughAdapter(mutant, seed);
    listener?.killedThroughAdapter?.(result);
    return result;
  });
}

/** One after the other: they run on a real clock. */
function huntTransports({ wanted = all, listener }: KillMatrixOptions): Promise<readonly OtherKill[]> {
  const chosen = transportMutants.filter(({ id }) => wanted(id));
  return inParallel(chosen, 1, async (mutant) => {
    const result = await huntTransport(mutant);
    listener?.killedOther?.(result);
    return result;
  });
}

async function huntCheckers(
  { parallel, wanted = all, listener }: KillMatrixOptions,
  labels: string,
): Promise<readonly OtherKill[]> {
  const chosen = checkerMutants.filter(({ id }) => wanted(id));
  if (chosen.length === 0) return [];
  await hunted('checkers/hunt-checker.js', ['', labels]);
  return inParallel(chosen, parallel, async ({ id }) => {
    const result = await hunted<OtherKill>('checkers/hunt-checker.js', [id, labels]);
    listener?.killedOther?.(result);
    return result;
  });
}

function scoreTraces({ wanted = all, listener }: KillMatrixOptions): readonly TraceMutation[] {
  return changes
    .filter((change) => wanted(idOfChange(change)))
    .map((change) => {
      const score = scoreOf(change);
      listener?.scored?.(score);
      return score;
    });
}
