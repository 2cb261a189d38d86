/**
 * Transitions of the charts that nobody takes, each with the reason why. A chart is written state by state, so that it
 * also says what follows where its own machinery never comes; those cells stand here, and nothing else does: a test
 * holds the table against what the suite reaches, in both directions.
 */
import type { Coverage } from '../../../models/index.js';
import { unreachableConnecting } from './connecting.js';
import { unreachableFencing } from './fencing.js';
import { unreachableInvocation } from './invocation.js';
import { unreachableLifecycle } from './lifecycle.js';
import { unreachableServices } from './services.js';
import type { Cells, Unreachable } from './unreachable.js';

export type { Cells, Unreachable } from './unreachable.js';

type Transition = Coverage['transitions'][number];

/** Every group, chart by chart. */
export const unreachable: readonly Unreachable[] = [
  ...unreachableLifecycle,
  ...unreachableFencing,
  ...unreachableInvocation,
  ...unreachableConnecting,
  ...unreachableServices,
];

/** Whether a transition is one of these. */
export function isAmong({ chart, states, events, decision }: Cells, transition: Transition): boolean {
  return (
    transition.chart === chart &&
    states.includes(transition.state) &&
    events.includes(transition.event) &&
    (decision === undefined || decision === transition.decision)
  );
}

/** Why nobody takes a transition, or why the reference does not; `undefined` where it is taken. */
export function reasonAgainst(transition: Transition): Unreachable | undefined {
  return unreachable.find((group) => isAmong(group, transition));
}
