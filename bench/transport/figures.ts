/** The figures of the table: which stretch each comes from, and the goal that it has relative to the limit. */
import type { Medium } from './contenders.js';
import type { Sample } from './pair.js';
import type { Stretch } from './stretches.js';

const SMALL_BYTES = 16;
const LARGE_BYTES = 1024;

const lone: Stretch = {
  name: 'lone asks',
  kind: 'lone asks',
  outstanding: 1,
  payloadBytes: SMALL_BYTES,
  oneCore: true,
};
const few: Stretch = {
  name: '64 outstanding',
  kind: 'asks',
  outstanding: 64,
  payloadBytes: SMALL_BYTES,
  oneCore: false,
};
const many: Stretch = { ...few, name: '1024 outstanding', outstanding: 1024 };
const large: Stretch = { ...many, name: '1024 outstanding, 1 KiB', payloadBytes: LARGE_BYTES };
const tells: Stretch = { ...few, name: 'tells', kind: 'tells' };

/** Every stretch, in the order of measuring. */
export const stretches: readonly Stretch[] = [lone, few, many, large, tells];

/** One figure of a contender. */
export interface Figure {
  readonly name: string;
  /** In the table of everybody. */
  readonly shortName: string;
  readonly unit: string;
  readonly stretch: Stretch;
  of(sample: Sample): number;
  /** Whether more is better. */
  readonly isRate: boolean;
  /** What this project should reach, relative to the limit: at least for a rate, at most otherwise; `null` without one. */
  readonly goal: number | null;
}

const perSecond = ({ perSecond }: Sample): number => perSecond;

/** The time of all cores together, for a million calls: unlike a rate, it hardly changes when others use the machine. */
function processorTime(stretch: Stretch, shortName: string): Figure {
  return {
    name: `CPU seconds per million, ${stretch.name}`,
    shortName,
    unit: 's',
    stretch,
    of: ({ cpuSeconds }) => cpuSeconds,
    isRate: false,
    goal: null,
  };
}

export const figures: readonly Figure[] = [
  {
    name: 'ask, 1 outstanding, 16 B, p50, one core',
    shortName: 'p50',
    unit: 'µs',
    stretch: lone,
    of: ({ microseconds }) => microseconds ?? Number.NaN,
    isRate: false,
    goal: 1.25,
  },
  {
    name: 'asks/s, 64 outstanding, 16 B',
    shortName: '64',
    unit: 'asks/s',
    stretch: few,
    of: perSecond,
    isRate: true,
    goal: 0.7,
  },
  {
    name: 'asks/s, 1024 outstanding, 16 B',
    shortName: '1024',
    unit: 'asks/s',
    stretch: many,
    of: perSecond,
    isRate: true,
    goal: 0.4,
  },
  {
    name: 'asks/s, 1024 outstanding, 1 KiB',
    shortName: '1 KiB',
    unit: 'asks/s',
    stretch: large,
    of: perSecond,
    isRate: true,
    goal: 0.6,
  },
  {
    name: 'tells/s, 16 B',
    shortName: 'tells',
    unit: 'tells/s',
    stretch: tells,
    of: perSecond,
    isRate: true,
    goal: 0.4,
  },
  { ...processorTime(few, 'CPU 64'), goal: 2 },
  processorTime(many, 'CPU 1024'),
  processorTime(large, 'CPU 1 KiB'),
  processorTime(tells, 'CPU tells'),
  {
    name: 'bytes on the wire per ask, 64 outstanding, 16 B',
    shortName: 'bytes',
    unit: 'B',
    stretch: few,
    of: ({ wireBytes }) => wireBytes,
    isRate: false,
    goal: null,
  },
];

/** How many times as fast as others this project should be over a medium. */
export interface Lead {
  readonly medium: Medium;
  readonly figure: Figure;
  readonly times: number;
  /** The names of the others; the fastest of them counts. */
  readonly over: readonly string[];
}

const [, few64, many1024] = figures as readonly [Figure, Figure, Figure];

/** The libraries that cross machines. */
const libraries = ['moleculer', 'grpc-js', 'connect-node', 'birpc over ws', 'capnweb over ws'];

export const leads: readonly Lead[] = [
  { medium: 'TCP', figure: few64, times: 3, over: libraries },
  { medium: 'TCP', figure: many1024, times: 10, over: libraries },
  { medium: 'WebSocket', figure: many1024, times: 5, over: ['birpc over ws'] },
  { medium: 'MessagePort', figure: many1024, times: 2.5, over: ['comlink'] },
  { medium: 'NATS', figure: many1024, times: 5, over: ['NATS request'] },
];
