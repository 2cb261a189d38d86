/** Every operation of a scenario: those of its steps, and those inside scripts, hooks, constructors and callbacks. */
import type { NestedOperation, Operation, Scenario, WorkScript } from '../../spec/index.js';

/**
 * Walks a scenario, each step before what is inside it.
 *
 * @param scenario the scenario
 * @example
 * ```ts
 * const kills = [...everyOperation(scenario)].some(({ operation }) => operation.type === 'close-service');
 * ```
 */
export function* everyOperation({ steps }: Pick<Scenario, 'steps'>): Generator<NestedOperation, void, void> {
  for (const step of steps) yield* within(step);
}

function* within({ op, operation }: NestedOperation): Generator<NestedOperation, void, void> {
  yield { op, operation };
  for (const nested of nestedIn(operation)) yield* within(nested);
}

/** The operations directly inside an operation. */
function nestedIn(operation: Operation): readonly NestedOperation[] {
  switch (operation.type) {
    case 'create-endpoint':
      return [...operation.constructing, ...operation.onStart.nested, ...operation.onStop.nested];
    case 'watch':
      return operation.callback;
    default:
      return 'script' in operation ? (operation.script as WorkScript).nested : [];
  }
}
