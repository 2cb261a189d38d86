/** What the driver of the kill rounds and its processes say to each other. */
import type { Plan } from './plan.js';

/** From the driver to a process. */
export type Command =
  /** Begin: listen at the port (0: any), write what handlers run to the file. Answered by `listening`. */
  | { readonly do: 'begin'; readonly name: string; readonly port: number; readonly log: string }
  /** A round begins; the peer listens at the port, under the name. Whoever is to be killed kills itself by the plan. */
  | {
      readonly do: 'round';
      readonly round: number;
      readonly plan: Plan;
      readonly peer: { readonly name: string; readonly port: number };
      readonly isVictim: boolean;
    }
  /** The peer is dead: settle. Answered by `settled`. */
  | { readonly do: 'settle'; readonly measure: boolean }
  /** Close, and end by yourself. */
  | { readonly do: 'close' };

/** What a survivor found in a round. */
export interface Settled {
  /** How asks and connects ended, by error code or `value`. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** What should not be, in sentences. */
  readonly complaints: readonly string[];
  /** The live heap in bytes, where it was measured. */
  readonly heapBytes: number | null;
}

/** From a process to the driver. */
export type Reply =
  | { readonly said: 'listening'; readonly port: number }
  | { readonly said: 'port-taken' }
  | ({ readonly said: 'settled' } & Settled);
