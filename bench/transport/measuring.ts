/**
 * Alternating rounds: in each round every contender has its stretch, the limit first. What counts is the median of the
 * ratios of the rounds: what else the machine does slows all contenders of a round alike.
 */
import { median } from '../rounds.js';
import { type Entry, LIMIT } from './contenders.js';
import type { Figure } from './figures.js';
import { Pair, type Sample } from './pair.js';
import type { Stretch } from './stretches.js';

/** How long everything takes. */
export interface Plan {
  readonly rounds: number;
  /** A stretch of a round. */
  readonly milliseconds: number;
  /** What a contender does before its first round counts. */
  readonly warmUpMilliseconds: number;
  /** Two cores at least, or none where processes cannot be bound to them. */
  readonly cores: readonly number[];
  /** When to stop, as `performance.now()` tells it: what is left then has fewer rounds, and one at least. */
  readonly until: number;
  /** Told what is going on. */
  progress(text: string): void;
}

/** What is known of a contender: samples by the name of the stretch, in the order of the rounds. */
export interface Record {
  readonly entry: Entry;
  readonly samples: Map<string, Sample[]>;
  /** Why there are no more figures, or `null`. */
  failure: string | null;
}

/** A figure of a contender over all rounds. */
export interface Summary {
  readonly value: number;
  /** Relative to the limit: the median of the ratios of the rounds. */
  readonly ratio: number;
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Measures contenders, the limit among them, side by side. */
export async function measureAll(
  entries: readonly Entry[],
  stretches: readonly Stretch[],
  plan: Plan,
): Promise<readonly Record[]> {
  const records = entries.map((entry): Record => ({ entry, samples: new Map(), failure: null }));
  const pairs = new Map<Record, Pair>();
  try {
    for (const record of records) await open(record, pairs);
    for (const [index, stretch] of stretches.entries())
      await measureStretch(stretch, pairs, { ...plan, until: shareOf(plan.until, stretches.length - index) });
  } finally {
    for (const pair of pairs.values()) await pair.close();
  }
  return records;
}

/** When the first of so many parts should be over, if each is to have the same time. */
function shareOf(until: number, parts: number): number {
  const now = performance.now();
  return now + (until - now) / parts;
}

async function open(record: Record, pairs: Map<Record, Pair>): Promise<void> {
  try {
    pairs.set(record, await Pair.open(record.entry));
  } catch (error) {
    record.failure = textOf(error);
  }
}

/** All rounds of one stretch. */
async function measureStretch(stretch: Stretch, pairs: Map<Record, Pair>, plan: Plan): Promise<void> {
  for (let round = 0; round <= plan.rounds; round += 1) {
    if (round > 1 && performance.now() > plan.until) return;
    const isWarmUp = round === 0;
    plan.progress(`${stretch.name}: ${isWarmUp ? 'warming up' : `round ${round} of ${plan.rounds}`}`);
    for (const [record, pair] of pairs) {
      if (stretch.kind === 'tells' && !pair.hasTells) continue;
      try {
        if (isWarmUp) {
          pair.pin(plan.cores, stretch.oneCore);
          await pair.warmUp(stretch, plan.warmUpMilliseconds);
        } else samplesOf(record, stretch).push(await pair.measure(stretch, plan.milliseconds));
      } catch (error) {
        record.failure = `${stretch.name}: ${textOf(error)}`;
        pairs.delete(record);
        await pair.close();
      }
    }
  }
}

function samplesOf({ samples }: Record, { name }: Stretch): Sample[] {
  const known = samples.get(name) ?? [];
  samples.set(name, known);
  return known;
}

/** A figure of a contender; `null` where it has none. */
export function summaryOf(figure: Figure, record: Record, limit: Record): Summary | null {
  const { name } = figure.stretch;
  const values = record.samples.get(name)?.map((sample) => figure.of(sample)) ?? [];
  const limits = limit.samples.get(name)?.map((sample) => figure.of(sample)) ?? [];
  if (values.length === 0) return null;
  const ratios = values.flatMap((value, round) => {
    const of = limits[round];
    return of === undefined ? [] : [value / of];
  });
  return { value: median(values), ratio: median(ratios) };
}

/** The record of the limit. @throws Error when it was not measured */
export function limitOf(records: readonly Record[]): Record {
  const limit = records.find(({ entry }) => entry.name === LIMIT);
  if (limit === undefined) throw new Error('The limit was not measured');
  return limit;
}
