/** The address that a new endpoint reports: its shape, its service, its id (rules ADDR-01, ADDR-02, ADDR-10). */
import { ruleIndex } from '../rule-ids.js';
import type { EndpointRecord, ServiceRecord } from './records.js';
import type { World } from './world.js';

const remoteShape = ruleIndex('ADDR-01');
const localShape = ruleIndex('ADDR-02');
const randomId = ruleIndex('ADDR-10');

const remote = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/@:]+@(?:\[[^\]]+\]|[^/@:]+):\d+\/user\/rpc\/$/;
/** Transports whose links have no ports: a name, or an encoded path, stands in the place of host and port. */
const portless = /^[A-Za-z][A-Za-z0-9+.-]*\.(?:nats|unix|worker):\/\/[^/@:]+@[^/@:[\]]+\/user\/rpc\/$/;
const local = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/@:]+\/user\/rpc\/$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const hasShape = (prefix: string, isRemote: boolean): boolean =>
  isRemote ? remote.test(prefix) || portless.test(prefix) : local.test(prefix);

/**
 * Judges and remembers the address of a new endpoint.
 *
 * @returns false, with the rule in the world, when the address cannot be
 */
export function learnAddress(world: World, endpoint: EndpointRecord, address: string): boolean {
  const service = world.services[endpoint.service] as ServiceRecord;
  const cut = address.lastIndexOf('/') + 1;
  const prefix = address.slice(0, cut);
  const id = address.slice(cut);
  const shapeRule = service.remote ? remoteShape : localShape;
  const known = service.prefix === '' ? hasShape(prefix, service.remote) : prefix === service.prefix;
  if (!known) return world.refuse(shapeRule, `the address of endpoint % is ${address}`, endpoint.id);
  if (endpoint.name < 0) {
    if (!uuid.test(id)) return world.refuse(randomId, `the id of endpoint % is ${id}`, endpoint.id);
    endpoint.name = world.nameNumber(id);
    world.bearers.add(endpoint);
  } else if (world.nameOf(endpoint.name) !== id) {
    return world.refuse(shapeRule, `the address of endpoint % is ${address}`, endpoint.id);
  }
  service.prefix = prefix;
  endpoint.address = address;
  if (!world.addresses.has(address)) world.addresses.set(address, endpoint);
  return true;
}

/** An endpoint that has reported this address: all that did have the same service and id. */
export function endpointAt(world: World, address: string): EndpointRecord | undefined {
  const endpoint = world.addresses.get(address);
  return endpoint?.address === address ? endpoint : undefined;
}
