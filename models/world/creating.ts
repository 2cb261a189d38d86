/** Carries out create-endpoint: ids, fencing tokens, and what a constructor that fails leaves behind (ADDR, LIFE-19). */
import type { Operation } from '../../spec/operations.js';
import { hearers } from '../kinds.js';
import { offerToPatterns } from './connecting.js';
import type { FencingEvent } from './envelopes.js';
import { throwing, X } from './expect.js';
import { type EndpointRecord, empty, type OpRecord, type ServiceRecord } from './records.js';
import { R } from './rules.js';
import { atOnce, decideAtOnce, isDecision } from './settle.js';
import { H, L, N, S } from './symbols.js';
import { noteCreation } from './witness.js';
import type { World } from './world.js';

type Create = Extract<Operation, { type: 'create-endpoint' }>;

/** Ids that every implementation takes; the character set beyond is open (ADDR-11). */
const usable = /^[A-Za-z0-9\-_.*+:@&=,!~';]([A-Za-z0-9\-_.*$+:@&=,!~';]|%[0-9A-Fa-f]{2})*$/;

/** Ids that no implementation takes: empty, blank, slashed, with a leading `$`. */
const unusable = /^$|^\$|[\s/]/;

/** Constructs an endpoint. */
export function createEndpoint(world: World, op: OpRecord, operation: Create): boolean {
  const service = world.service(operation.service);
  if (service === undefined) return world.refuse(R.invention, 'there is no service %', operation.service);
  if (world.endpoints[operation.endpoint] !== undefined)
    return world.refuse(R.invention, 'endpoint % was created before', operation.endpoint);
  world.look(world.tables.service, service.state, S.CREATE);
  if (isDecision(world, world.first, 'throw')) return decideAtOnce(world, op, world.first, service);
  world.count(world.first, service);
  // Histories from before constructors were scripted have no such field.
  for (const { op: inner } of operation.constructing ?? []) world.constructing.add(inner);
  const { name } = operation;
  if (name !== null && !usable.test(name)) {
    if (unusable.test(name) || world.profile.quirks === 'refused') return atOnce(world, op, N.ID_INVALID);
    op.alternate = throwing('invalid-endpoint-id');
  }
  const number = name === null ? -1 : world.nameNumber(name);
  const holder = number < 0 ? undefined : holderOf(world, service, number);
  if (holder !== undefined && holder.ghost === 0) return atOnce(world, op, N.ID_IN_USE);
  if (holder !== undefined) op.alternate = throwing('endpoint-id-in-use');
  return construct(world, op, operation, service, number);
}

/** The endpoint that holds a name: it is free again once the endpoint was removed (START-07, TERM-06). */
const holderOf = (world: World, service: ServiceRecord, name: number): EndpointRecord | undefined =>
  world.bearers.find(service.id, name, (endpoint) => !world.isGone(endpoint));

/** The symbol of the fencing chart for the constructor. */
function fencingEvent(operation: Create): FencingEvent {
  switch (operation.kind) {
    case 'plain':
      return 'CREATE_PLAIN';
    case 'fenced':
      return operation.token === null ? 'CREATE_FENCED_NULL' : 'CREATE_FENCED';
    case 'permanently-fenced':
      return operation.token === null ? 'CREATE_PERMANENT_NULL' : 'CREATE_PERMANENT';
  }
}

function construct(
  world: World,
  op: OpRecord,
  operation: Create,
  service: ServiceRecord,
  name: number,
): boolean {
  const { fencing, lifecycle, target } = world.tables;
  const symbol = world.fencingEvents[fencingEvent(operation)];
  const endpoint = world.addEndpoint(operation.endpoint);
  endpoint.exists = 1;
  endpoint.op = op.id;
  endpoint.service = service.id;
  endpoint.name = name;
  endpoint.kind = hearers.indexOf(operation.kind);
  endpoint.onStart = operation.onStart;
  endpoint.onStop = operation.onStop;
  endpoint.gateways = operation.gateways ?? null;
  endpoint.resourceThatThrows = operation.resourceThatThrows ?? -1;
  endpoint.token = world.tokenNumber(operation.token);
  for (let resource = 0; resource < operation.resources; resource++) endpoint.resources.push(resource);
  world.look(fencing, 0, symbol);
  const { first } = world;
  endpoint.fencing = world.step(fencing, 0, symbol);
  if (operation.kind !== 'plain') endpoint.target = world.pass(target, endpoint.target, H.FENCE, endpoint);
  const throws = operation.constructorThrows || isDecision(world, first, 'throw');
  if (throws && !world.outliving) {
    endpoint.ghost = 1;
    endpoint.target = world.pass(target, endpoint.target, H.ABANDON, endpoint);
    endpoint.lifecycle = world.pass(lifecycle, endpoint.lifecycle, L.ABANDON, endpoint);
    empty(endpoint.resources);
    if (name >= 0) world.bearers.add(endpoint);
    return operation.constructorThrows
      ? atOnce(world, op, N.CONSTRUCTOR_THROWS)
      : decideAtOnce(world, op, first, endpoint);
  }
  world.count(first, endpoint);
  noteCreation(world, op, endpoint);
  if (name >= 0) world.bearers.add(endpoint);
  offerToPatterns(world, endpoint);
  if (throws) return atOnce(world, op, N.CONSTRUCTOR_THROWS);
  return atOnce(world, op, service.remote ? N.CREATED_REMOTE : N.CREATED_LOCAL, X.address, endpoint.id);
}
