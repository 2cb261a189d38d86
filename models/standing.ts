/** Where everybody stands at a moment of a trace: what the viewer shows beside each event. */
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

/** The standing of a world. */
export function standingOf(world: World): Standing {
  const { lifecycle, fencing, service } = world.tables;
  return {
    services: world.services
      .slice(0, world.numberOfServices)
      .map(({ state }) => service.states[state] as string),
    endpoints: world.usedEndpoints.map((each) => ({
      endpoint: each.id,
      lifecycle: lifecycle.states[each.lifecycle] as string,
      fencing: fencing.states[each.fencing] as string,
    })),
    open: world.usedOps.filter(({ future }) => future === Future.pending).map(({ id }) => id),
    possible: acceptedNext(world),
  };
}
