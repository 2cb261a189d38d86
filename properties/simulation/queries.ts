/** What can be asked of things without a message. */
import type { RpcGateway } from '../../impl/index.js';
import type { Operation, Outcome, QueryProperty } from '../../spec/index.js';
import { type ConformanceEndpoint, isFenced } from '../conformance/endpoints.js';
import { ForeignGateway } from '../conformance/gateways.js';
import { tokenOutcome, valueOutcome } from './outcomes.js';
import type { World } from './world.js';

/** The answer; throws what the property throws. */
export function query(world: World, { subject, property }: Extract<Operation, { type: 'query' }>): Outcome {
  if ('endpoint' in subject) return endpointQuery(world.endpoint(subject.endpoint), property);
  if ('gateway' in subject) return gatewayQuery(world.gateway(subject.gateway), property);
  return serviceQuery(world, subject.service, property);
}

function endpointQuery(endpoint: ConformanceEndpoint, property: QueryProperty): Outcome {
  switch (property) {
    case 'host-name':
      return valueOutcome(endpoint.hostName);
    case 'endpoint-id':
      return valueOutcome(endpoint.endpointId);
    case 'token':
      return tokenOutcome(isFenced(endpoint) ? endpoint.fencingToken : null);
    case 'running':
      return valueOutcome(endpoint.isRunning);
    case 'validate-main-thread':
      endpoint.validateRunsInMainThread();
      return valueOutcome(null);
    case 'self-gateway-of-foreign-type':
      endpoint.getSelfGateway(ForeignGateway);
      return valueOutcome(null);
    case 'exposes-lifecycle':
      return valueOutcome(serverNames.every((name) => name in endpoint.rpcServer));
    default:
      return valueOutcome(endpoint.address);
  }
}

/** What whoever holds the server of an endpoint controls it by (LIFE-15). */
const serverNames = ['start', 'stop'];

/** Whatever belongs to the life cycle or the main thread must not be reachable through a gateway (HAND-16). */
const lifecycleNames = ['start', 'stop', 'close', 'runAsync', 'callAsync', 'terminationFuture'];

function gatewayQuery(gateway: object, property: QueryProperty): Outcome {
  switch (property) {
    case 'host-name':
      return valueOutcome((gateway as RpcGateway).hostName);
    case 'token':
      return tokenOutcome(
        (gateway as { readonly fencingToken: Parameters<typeof tokenOutcome>[0] }).fencingToken,
      );
    case 'exposes-lifecycle':
      return valueOutcome(lifecycleNames.some((name) => name in gateway));
    default:
      return valueOutcome((gateway as RpcGateway).address);
  }
}

function serviceQuery(world: World, number: number, property: QueryProperty): Outcome {
  const service = world.service(number);
  switch (property) {
    case 'host-name':
      return valueOutcome(service.hostName);
    case 'port':
      return valueOutcome(service.port);
    case 'maximum-message-bytes':
      return valueOutcome(service.maximumMessageBytes);
    default:
      return valueOutcome(service.address);
  }
}
