/** Where everybody stands at a moment of a trace: what the viewer shows beside each event. */
import type { Table } from './table.js';
import { acceptedNext } from './verdict.js';
import { Future } from './world/records.js';
import type { World } from './world/world.js';

/** The states of the charts after an event. */
export interface Standing {
  /** By number: the state of each service. */
  readonly services: readonly string[];
  /** The endpoints that were created, in their order: the states of their lifecycle and of their fencing. */
  readonly endpoints: readonly {
    readonly endpoint: number;
    readonly lifecycle: string;
    readonly fencing: string;
  }[];
  /** The operations whose outcome is open. */
  readonly open: readonly number[];
  /** What would be accepted next, beside operations that begin. */
  readonly possible: readonly string[];
}

/** A state of one chart. */
export interface ChartStanding {
  readonly chart: string;
  readonly state: string;
}

/** The standing of a world. */
export function standingOf(world: World): Standing {
  const { lifecycle, fencing, service } = world.tables;
  return {
    services: world.services.map(({ state }) => service.states[state] as string),
    endpoints: world.usedEndpoints.map((each) => ({
      endpoint: each.id,
      lifecycle: lifecycle.states[each.lifecycle] as string,
      fencing: fencing.states[each.fencing] as string,
    })),
    open: world.usedOps.filter(({ future }) => future === Future.pending).map(({ id }) => id),
    possible: acceptedNext(world),
  };
}

/** The states of an operation: of the ask or the connect that its caller waits for, of its task, and of its work. */
export function statesOf(world: World, id: number): readonly ChartStanding[] {
  const op = world.ops[id];
  if (op === undefined) return [];
  const { ask, caller, task, invocation } = world.tables;
  const of = (isOne: boolean, { name, states }: Table, state: number): ChartStanding[] =>
    isOne ? [{ chart: name, state: states[state] as string }] : [];
  return [
    ...of(op.asked !== 0, ask, op.ask),
    ...of(op.type === 'connect', caller, op.connect),
    ...of(op.type === 'schedule' || op.type === 'service-schedule', task, op.task),
    ...of(op.arrival >= 0, invocation, op.work),
  ];
}
