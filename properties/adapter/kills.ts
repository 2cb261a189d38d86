/** What a scenario may bring down, in the original if not in the reference: a service, or the whole process. */
import type { Kills, Operation, Scenario } from '../../spec/index.js';
import { everyOperation } from '../scenarios/every-operation.js';

/** The rule by which a scenario may end the process of the original: that it does is an outcome which the rule accepts. */
export const PROCESS_END_RULE = 'SIZE-09';

/** What a scenario may bring down. */
export function killsOf(scenario: Scenario): Kills {
  if (mayEndProcess(scenario)) return 'process';
  if (mayFailService(scenario)) return 'service';
  for (const { operation } of everyOperation(scenario))
    if (operation.type === 'close-service') return 'service';
  return 'none';
}

/** In the original a result for another service whose encoding raises an unchecked error ends the process (FB-135). */
function mayEndProcess(scenario: Scenario): boolean {
  if (scenario.services.length < 2) return false;
  for (const { operation } of everyOperation(scenario))
    if ('script' in operation && operation.script.end.ending === 'encoder-throws') return true;
  return false;
}

/** Whether an endpoint may fail, and take its service down: a fault, an illegal START or STOP, a visit to the supervisor. */
export function mayFailService(scenario: Scenario): boolean {
  const terminated = new Set<number>();
  for (const { operation } of everyOperation(scenario)) {
    if (operation.type === 'terminate') terminated.add(operation.endpoint);
    if (failsService(operation, terminated)) return true;
  }
  return false;
}

function failsService(operation: Operation, terminated: ReadonlySet<number>): boolean {
  switch (operation.type) {
    case 'fault':
      return true;
    case 'start':
    case 'stop':
      return terminated.has(operation.endpoint);
    case 'connect':
      return operation.address.kind === 'supervisor'; // FB-092
    default:
      return false;
  }
}
