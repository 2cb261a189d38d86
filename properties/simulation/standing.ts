/** Whether a step can be carried out: it may refer to things that do not exist yet, or never will. */
import { type GatewayReference, isRawControl, type Operation } from '../../spec/index.js';
import type { World } from './world.js';

/** How far a numbered thing has come. */
export type Known<Thing> =
  | { readonly state: 'pending' | 'failed' }
  | { readonly state: 'ready'; readonly thing: Thing };

/** What does not exist yet. */
export const PENDING: Known<never> = { state: 'pending' };
/** What never will. */
export const FAILED: Known<never> = { state: 'failed' };

/** How far what an operation refers to has come. */
export type Standing = 'ready' | 'pending' | 'failed';

/** Whether everything that an operation refers to exists, can still come to exist, or never will. */
export function standingOf(world: World, operation: Operation): Standing {
  switch (operation.type) {
    case 'create-endpoint':
    case 'close-service':
    case 'service-schedule':
    case 'link':
    case 'evaluate':
    case 'settle':
    case 'advance':
      return 'ready';
    case 'connect':
      return operation.address.kind === 'endpoint' ? endpoint(world, operation.address.endpoint) : 'ready';
    case 'run-async-remote':
    case 'call-async-remote':
      return gateway(world, operation.gateway);
    case 'send-raw':
      if (isRawControl(operation.message) && !('self' in operation.target)) return 'failed';
      return target(world, operation.target);
    case 'call':
      return target(world, operation.target);
    case 'query':
      return subject(world, operation.subject);
    case 'execute':
    case 'schedule':
    case 'schedule-periodically':
      return world.executors[operation.executor] === undefined ? 'pending' : 'ready';
    case 'release':
      return world.hasWork(operation.work) ? 'ready' : 'pending';
    case 'cancel':
      return world.tasks[operation.scheduled] === undefined ? 'pending' : 'ready';
    default:
      return endpoint(world, operation.endpoint);
  }
}

const stateOf = (known: Known<unknown> | undefined): Standing =>
  known === undefined ? 'pending' : known.state;
const endpoint = (world: World, number: number): Standing => stateOf(world.endpoints[number]);
const gateway = (world: World, number: number): Standing => stateOf(world.gateways[number]);

function target(world: World, reference: GatewayReference): Standing {
  return 'self' in reference ? endpoint(world, reference.self) : gateway(world, reference.gateway);
}

function subject(world: World, reference: Extract<Operation, { type: 'query' }>['subject']): Standing {
  if ('endpoint' in reference) return endpoint(world, reference.endpoint);
  return 'gateway' in reference ? gateway(world, reference.gateway) : 'ready';
}
