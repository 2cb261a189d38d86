/**
 * What each endpoint and each connection costs: connecting, memory on both sides together, and the time of a core for an
 * ask. Where cost grows linearly, the cost of each stays what it is.
 */
import { median } from '../rounds.js';
import { aligned } from '../table.js';
import { entryOf } from './contenders.js';
import type { Plan } from './measuring.js';
import { Pair, type Sample } from './pair.js';
import type { Stretch } from './stretches.js';

/** One point of a curve. */
export interface Point {
  readonly what: 'endpoints' | 'connections';
  readonly count: number;
  /** Connecting to all of them, in milliseconds. */
  readonly connectMilliseconds: number;
  /** What both processes hold, in bytes. */
  readonly bytes: number;
  /** Of a core, for an ask, in microseconds. */
  readonly cpuMicroseconds: number;
}

const ENDPOINTS_OUTSTANDING = 64;
const ROUNDS = 3;

/** Endpoints behind one connection share its packets; each connection has one ask outstanding, in a packet of its own. */
const curves = [
  { what: 'endpoints', counts: [1, 10, 100, 1000, 10_000], outstanding: () => ENDPOINTS_OUTSTANDING },
  { what: 'connections', counts: [1, 10, 100, 1000], outstanding: (count: number) => count },
] as const;

/** Measures all points, one after the other; those for which there is no time are left out. */
export async function measureCurves(plan: Plan): Promise<readonly Point[]> {
  const points: Point[] = [];
  for (const { what, counts, outstanding } of curves) {
    for (const count of counts) {
      if (performance.now() > plan.until) return points;
      plan.progress(`curve: ${count} ${what}`);
      points.push(await measurePoint(what, count, outstanding(count), plan));
    }
  }
  return points;
}

async function measurePoint(
  what: Point['what'],
  count: number,
  outstanding: number,
  { cores, milliseconds, warmUpMilliseconds }: Plan,
): Promise<Point> {
  const stretch: Stretch = { name: what, kind: 'asks', outstanding, payloadBytes: 16, oneCore: false };
  const pair = await Pair.open(entryOf(`${what} ${count}`));
  try {
    pair.pin(cores, stretch.oneCore);
    const bytes = await pair.bytes();
    await pair.warmUp(stretch, warmUpMilliseconds);
    const samples: Sample[] = [];
    for (let round = 0; round < ROUNDS; round += 1) samples.push(await pair.measure(stretch, milliseconds));
    const cpuMicroseconds = median(samples.map(({ cpuSeconds }) => cpuSeconds)); // seconds for a million
    return { what, count, connectMilliseconds: pair.connectMilliseconds, bytes, cpuMicroseconds };
  } finally {
    await pair.close();
  }
}

/** The points, with what each endpoint or connection costs. */
export function curveTable(points: readonly Point[]): string {
  const heading = ['', 'connect, µs each', 'memory, KiB each', 'CPU, µs an ask'];
  const rows = points.map((point) => {
    const { what, count, connectMilliseconds, bytes, cpuMicroseconds } = point;
    const one = points.find((other) => other.what === what && other.count === 1);
    const more = bytes - (one?.bytes ?? 0);
    return [
      `${count.toLocaleString('en')} ${what}`,
      ((connectMilliseconds * 1000) / count).toFixed(0),
      count === 1 ? '-' : (more / 1024 / (count - 1)).toFixed(2),
      cpuMicroseconds.toFixed(2),
    ];
  });
  const missing = curves.flatMap(({ counts }) => [...counts]).length - points.length;
  const note = missing > 0 ? `\n${missing} more were left out for lack of time` : '';
  return aligned([heading, ...rows]) + note;
}
