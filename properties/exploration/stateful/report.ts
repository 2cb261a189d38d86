/** What a stateful search came to, for the terminal. */
import { graphOf, type Lasso, liveness } from './liveness.js';
import { PackedSystem } from './packed.js';
import type { Protocol } from './protocol.js';
import { searchStates } from './search.js';

/** Lines about a system, and whether every client comes to its end. */
export interface StatesReport {
  readonly live: boolean;
  readonly lines: readonly string[];
}

/**
 * Searches a system and looks for circles.
 *
 * @param clock the time in milliseconds
 */
export function reportOf(protocol: Protocol, clock: () => number): StatesReport {
  const system = new PackedSystem(protocol);
  const started = clock();
  const { states, transitions, bytes } = searchStates(system);
  const seconds = Math.max(clock() - started, 1) / 1000;
  const { lassos } = liveness(system);
  const live = lassos.length === 0;
  return {
    live,
    lines: [
      `${protocol.name}: ${live ? 'LIVE, every client comes to its end in every weakly fair run' : 'NOT LIVE'}`,
      `  ${protocol.sentence}`,
      `  bounds: ${protocol.clients.length} clients, ${protocol.rounds} rounds, ${protocol.owner.length} steps of the owner`,
      `  states: ${states}, ${transitions} steps between them; kept in ${Math.ceil(bytes / 1024)} KiB, ${Math.round(states / seconds)} states a second`,
      ...lassos.flatMap((lasso) => storyOf(system, lasso)),
    ],
  };
}

function storyOf(system: PackedSystem, { client, stem, circle }: Lasso): readonly string[] {
  const { states } = graphOf(system);
  const told = ({ actor, state }: Lasso['stem'][number]): string =>
    `    ${system.act(actor).padEnd(14)} ${system.describe(states.low(state), states.high(state))}`;
  return [
    `  c${client} does not come to its end. It begins with ${stem.length} steps, the last of which is`,
    ...stem.slice(-1).map(told),
    ...(circle.length === 0
      ? ['  and nothing follows.']
      : ['  and then goes round for ever:', ...circle.map(told)]),
  ];
}
