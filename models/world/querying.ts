/** Carries out queries: what endpoints, gateways and services tell about themselves at once. */
import type { Operation, QueryProperty } from '../../spec/operations.js';
import { formatToken } from '../../spec/tokens.js';
import { tagBits } from '../table.js';
import { throwing, X } from './expect.js';
import type { EndpointRecord, HandleRecord, OpRecord, ServiceRecord } from './records.js';
import { Envelope, Frame } from './records.js';
import { R } from './rules.js';
import { atOnce } from './settle.js';
import { N } from './symbols.js';
import type { World } from './world.js';

type Query = Extract<Operation, { type: 'query' }>;

/** Answers a query. */
export function query(world: World, op: OpRecord, operation: Query): boolean {
  const { subject, property } = operation;
  if ('endpoint' in subject) {
    const endpoint = world.endpoints[subject.endpoint];
    if (endpoint !== undefined && endpoint.exists === 1) return askEndpoint(world, op, endpoint, property);
  } else if ('gateway' in subject) {
    const gateway = world.gateways[subject.gateway];
    if (gateway !== undefined) return askGateway(world, op, gateway, property);
  } else {
    const service = world.service(subject.service);
    if (service !== undefined) return askService(world, op, service, property);
  }
  return world.refuse(R.invention, 'operation % asks about nothing that exists', op.id);
}

const text = (world: World, op: OpRecord, symbol: number, value: string) =>
  atOnce(world, op, symbol, X.text, 0, world.nameNumber(value));

function askEndpoint(world: World, op: OpRecord, endpoint: EndpointRecord, property: QueryProperty): boolean {
  const onMain = op.sender === -1 - endpoint.id && endpoint.frame !== Frame.none;
  switch (property) {
    case 'address':
      return text(world, op, N.ADDRESS_OF_ENDPOINT, endpoint.address);
    case 'host-name':
      return text(world, op, N.HOST_NEARBY, 'localhost');
    case 'endpoint-id':
      return text(world, op, N.ENDPOINT_ID, nameIn(endpoint.address));
    case 'token':
      if (endpoint.fencing === world.plainState) return tokenOfPlain(world, op);
      return text(world, op, N.TOKEN_OF_ENDPOINT, world.tokenText(endpoint.token));
    case 'running': {
      if (!onMain) return atOnce(world, op, N.RUNNING_OFF_MAIN);
      const running = (world.tables.lifecycle.tags[endpoint.lifecycle] as number) & tagBits.running;
      return atOnce(world, op, N.RUNNING, running ? X.true : X.false);
    }
    case 'validate-main-thread':
      return atOnce(world, op, onMain ? N.ON_MAIN : N.OFF_MAIN);
    case 'exposes-lifecycle':
      return atOnce(world, op, N.LIFECYCLE_OF_ENDPOINT, X.true);
    case 'self-gateway-of-foreign-type':
      return atOnce(world, op, N.FOREIGN_SELF_GATEWAY);
    default:
      return unknownQuery(world, op);
  }
}

function askGateway(world: World, op: OpRecord, gateway: HandleRecord, property: QueryProperty): boolean {
  const endpoint = world.endpoints[gateway.endpoint] as EndpointRecord;
  switch (property) {
    case 'address':
      return text(world, op, N.ADDRESS_OF_GATEWAY, endpoint.address);
    case 'host-name':
      if (gateway.service === endpoint.service) return text(world, op, N.HOST_NEARBY, 'localhost');
      return text(world, op, N.HOST_FAR, hostIn(endpoint.address));
    case 'token':
      if (gateway.envelope === Envelope.bare) return atOnce(world, op, N.TOKEN_OF_BARE_GATEWAY);
      return text(world, op, N.TOKEN_OF_GATEWAY, world.tokenText(gateway.token));
    case 'exposes-lifecycle':
      return atOnce(world, op, N.LIFECYCLE_OF_GATEWAY, X.false);
    default:
      return unknownQuery(world, op);
  }
}

function askService(world: World, op: OpRecord, service: ServiceRecord, property: QueryProperty): boolean {
  switch (property) {
    case 'address':
      return ofTransport(world, op, service, N.ADDRESS_OF_SERVICE, '');
    case 'host-name':
      return ofTransport(world, op, service, N.HOST_OF_SERVICE, 'localhost');
    case 'port':
      if (!service.remote) return atOnce(world, op, N.PORT_OF_SERVICE, X.number, -1);
      if (service.prefix === '') return atOnce(world, op, N.PORT_OF_SERVICE, X.anyValue);
      return atOnce(world, op, N.PORT_OF_SERVICE, X.number, portIn(service.prefix));
    case 'maximum-message-bytes':
      return atOnce(world, op, N.MESSAGE_LIMIT, X.number, service.frameBytes);
    default:
      return unknownQuery(world, op);
  }
}

/** The host of a service: known once an endpoint of it told its address; without transport it is fixed (ADDR-09). */
function ofTransport(
  world: World,
  op: OpRecord,
  service: ServiceRecord,
  symbol: number,
  local: string,
): boolean {
  if (!service.remote) return text(world, op, symbol, local);
  return service.prefix === ''
    ? atOnce(world, op, symbol, X.anyValue)
    : text(world, op, symbol, hostIn(service.prefix));
}

/** A plain endpoint has no token: implementations say so, or do not offer the question. */
function tokenOfPlain(world: World, op: OpRecord): boolean {
  op.alternate = throwing('unsupported-operation');
  return text(world, op, N.TOKEN_OF_PLAIN_ENDPOINT, formatToken(null));
}

const unknownQuery = (world: World, op: OpRecord) =>
  world.refuse(R.invention, 'nobody answers the query %', op.id);

/** The last part of an address. */
function nameIn(address: string): string {
  return address.slice(address.lastIndexOf('/') + 1);
}

/** The host of an address. */
function hostIn(address: string): string {
  return /@(\[[^\]]*\]|[^:/]*)/.exec(address)?.[1] ?? '';
}

/** The port of an address; -1 where the transport has none. */
function portIn(address: string): number {
  return Number(/:(\d+)\//.exec(address)?.[1] ?? -1);
}
