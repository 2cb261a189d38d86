/** Makes scenarios small, step by step, as long as something holds of them; and tells when two of them are alike. */
import type { Scenario, Trace, TraceEvent } from '../../spec/index.js';
import { shrinkScenario } from '../arbitraries/shrink-scenario.js';

/**
 * The smallest scenario that shrinking finds, with what was found in it.
 *
 * @param scenario where to begin
 * @param look finds something in a scenario; null when it is not there
 * @returns null when it is not there to begin with
 */
export function smallest<Found>(
  scenario: Scenario,
  look: (scenario: Scenario) => Found | null,
): Found | null {
  let found = look(scenario);
  let current = found === null ? null : scenario;
  while (current !== null) {
    let next: Scenario | null = null;
    for (const smaller of plainer(current)) {
      const again = look(smaller);
      if (again === null) continue;
      found = again;
      next = smaller;
      break;
    }
    current = next;
  }
  return found;
}

/** What is smaller, and what needs less: a service that nobody reaches from outside is the plainest one. */
function* plainer(scenario: Scenario): Generator<Scenario, void, void> {
  yield* shrinkScenario(scenario);
  const { services } = scenario;
  if (services.length > 1) return;
  if (services.some(({ remote }) => remote))
    yield { ...scenario, services: services.map((service) => ({ ...service, remote: false })) };
  if (services.some(({ forceSerialization }) => forceSerialization))
    yield { ...scenario, services: services.map((service) => ({ ...service, forceSerialization: false })) };
}

/** What a trace looks like, without numbers and names: two of the same shape tell the same story. */
export function shapeOf({ events }: Trace): string {
  return events.map(wordOf).join(' ');
}

function wordOf(event: TraceEvent): string {
  switch (event.event) {
    case 'invoke':
      return event.operation.type;
    case 'outcome':
      return event.outcome.kind === 'value' ? 'value' : event.outcome.code;
    case 'begin':
    case 'end':
      return `${event.event}-${event.role}`;
    case 'run':
      return `${event.leg}-${event.decision}`;
    default:
      return event.event;
  }
}
