/**
 * The outline of a history: how each operation came out, and what each endpoint did in which order, without times,
 * addresses and texts of errors. Two runs of a scenario in which nobody has a choice have the same outline, whatever they
 * are written in. The programs beside the vectors compare it as well.
 */
import type { Scenario, Trace } from '../../spec/index.js';

/** By operation and by endpoint. */
export type Outline = ReadonlyMap<string, readonly string[]>;

/**
 * The outline of a history.
 *
 * @param scenario that was run
 * @param history of it, of observable events
 */
export function outlineOf({ steps }: Scenario, { events }: Trace): Outline {
  const typeOf = new Map(steps.map(({ op, operation }) => [op, operation.type]));
  const outline = new Map<string, string[]>();
  const add = (key: string, text: string): void => void outline.set(key, [...(outline.get(key) ?? []), text]);
  for (const event of events) {
    if (event.event === 'outcome') {
      const { op, outcome } = event;
      if (outcome.kind === 'error') add(`operation ${op}`, `${outcome.code} ${outcome.thrown === true}`);
      else {
        const isAddress = typeOf.get(op) === 'create-endpoint';
        add(`operation ${op}`, isAddress ? 'an address' : JSON.stringify(outcome.value));
      }
    } else if (event.event === 'begin' || event.event === 'end' || event.event === 'closed') {
      const { at: _at, ...rest } = event;
      add(`endpoint ${event.endpoint}`, JSON.stringify(rest));
    }
  }
  return outline;
}

/** Whether one outline goes as far as another one, which may go on. */
export function begins(short: Outline, long: Outline): boolean {
  return [...short].every(([key, texts]) =>
    texts.every((text, position) => long.get(key)?.[position] === text),
  );
}
