/** Where asks and connects go, as far as anybody knows. */
import type { AddressReference } from '../../spec/operations.js';
import { endpointAt } from './addresses.js';
import type { EndpointRecord, OpRecord } from './records.js';
import type { World } from './world.js';

/** The service that an ask or a connect goes to, -1 when nobody knows. */
export function destinationOf(world: World, op: OpRecord): number {
  if (op.endpoint >= 0) return (world.endpoints[op.endpoint] as EndpointRecord).service;
  return op.operation?.type === 'connect' ? serviceOfAddress(world, op.operation.address) : -1;
}

/** The service that an address is of, -1 when it is of none. */
export function serviceOfAddress(world: World, address: AddressReference): number {
  switch (address.kind) {
    case 'name':
    case 'wildcard':
    case 'supervisor':
      return address.service;
    case 'endpoint':
      return world.endpoints[address.endpoint]?.service ?? -1;
    case 'literal':
      return endpointAt(world, address.text)?.service ?? -1;
    case 'unknown-host':
      return -1;
  }
}
