/** What a scenario may bring down, in the original if not in the reference: a service, or the whole process. */
import {
  isRawControl,
  type Kills,
  type NestedOperation,
  type Operation,
  type Scenario,
  type Step,
} from '../../spec/index.js';
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
export function mayFailService({ steps }: Scenario): boolean {
  const controls = new Controls();
  for (const step of steps)
    for (const each of everyOperation({ steps: [step] }))
      if (failsByItself(each.operation) || controls.mayBeIllegal(each, step)) return true;
  return false;
}

const failsByItself = (operation: Operation): boolean =>
  operation.type === 'fault' || (operation.type === 'connect' && operation.address.kind === 'supervisor'); // FB-092

/** Control messages, and who has sent them: those of one sender arrive in order, those of several in any (LIFE-10, LIFE-11). */
class Controls {
  private readonly terminated = new Set<number>();
  /** The senders whose START or STOP may still be on its way to an endpoint. */
  private readonly underWay = new Map<number, Set<string>>();

  /** Takes note of an operation. @returns whether it can make a START or STOP reach an endpoint that is terminating */
  mayBeIllegal({ op, operation }: NestedOperation, step: Step): boolean {
    if (operation.type === 'settle' || operation.type === 'advance') this.forgetLanes();
    const control = controlOf(operation);
    if (control === null) return false;
    const { endpoint } = control;
    const sender = op === step.op ? `${LANE}${step.lane}` : `work in ${step.op}`;
    if (control.ends) {
      this.terminated.add(endpoint);
      return [...(this.underWay.get(endpoint) ?? [])].some((other) => other !== sender);
    }
    this.underWay.set(endpoint, (this.underWay.get(endpoint) ?? new Set()).add(sender));
    return this.terminated.has(endpoint);
  }

  /** What lanes have sent has arrived at a barrier; when work sends something nobody knows. */
  private forgetLanes(): void {
    for (const senders of this.underWay.values())
      for (const sender of senders) if (sender.startsWith(LANE)) senders.delete(sender);
  }
}

const LANE = 'lane ';

/** The endpoint to which an operation sends START or STOP, or TERMINATE, which ends it; null for every other operation. */
function controlOf(operation: Operation): { readonly endpoint: number; readonly ends: boolean } | null {
  switch (operation.type) {
    case 'start':
    case 'stop':
      return { endpoint: operation.endpoint, ends: false };
    case 'terminate':
    case 'stop-server':
      return { endpoint: operation.endpoint, ends: true };
    case 'send-raw': {
      const { message, target } = operation;
      if (!isRawControl(message) || !('self' in target)) return null;
      return { endpoint: target.self, ends: message === 'terminate' };
    }
    default:
      return null;
  }
}
