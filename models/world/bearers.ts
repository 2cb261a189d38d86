/**
 * Who bears an id in a service: the endpoint that took it last, and apart from it the one whose constructor threw, which
 * stands behind all others (rules ADDR-07, ADDR-13, LIFE-19). It is found at once, however many endpoints there were.
 */
import type { EndpointRecord } from './records.js';
import type { World } from './world.js';

/** See the head of this file. Ids are those of {@link World.nameNumber}. */
export class Bearers {
  private readonly world: World;
  /** The last endpoint of each service and id, and the last one of those whose constructor threw. */
  private readonly proper = new Map<number, number>();
  private readonly ghosts = new Map<number, number>();

  constructor(world: World) {
    this.world = world;
  }

  /** Makes the beginning of a trace. */
  clear(): void {
    this.proper.clear();
    this.ghosts.clear();
  }

  /** An endpoint took its id. */
  add(endpoint: EndpointRecord): void {
    const key = this.keyOf(endpoint.service, endpoint.name);
    if (endpoint.ghost === 1) {
      if (this.lastOf(this.ghosts, key) === undefined) this.put(this.ghosts, key, endpoint);
    } else this.put(this.proper, key, endpoint);
  }

  /** Takes an endpoint out that is not there any more, because the world goes back to an earlier state. */
  remove(endpoint: EndpointRecord): void {
    const bearers = endpoint.ghost === 1 ? this.ghosts : this.proper;
    const key = this.keyOf(endpoint.service, endpoint.name);
    if (bearers.get(key) === endpoint.id) bearers.set(key, endpoint.earlier);
  }

  /** The endpoint that took an id last, whatever has become of it; else one whose constructor threw. */
  last(service: number, name: number): EndpointRecord | undefined {
    const key = this.keyOf(service, name);
    return this.lastOf(this.proper, key) ?? this.lastOf(this.ghosts, key);
  }

  /**
   * The endpoint that bears an id now: an id is taken again only when its last bearer was removed.
   *
   * @param isThere whether an endpoint still counts
   */
  find(
    service: number,
    name: number,
    isThere: (endpoint: EndpointRecord) => boolean,
  ): EndpointRecord | undefined {
    const key = this.keyOf(service, name);
    const proper = this.lastOf(this.proper, key);
    if (proper !== undefined && isThere(proper)) return proper;
    const ghost = this.lastOf(this.ghosts, key);
    return ghost !== undefined && isThere(ghost) ? ghost : undefined;
  }

  private keyOf(service: number, name: number): number {
    return name * this.world.numberOfServices + service;
  }

  private put(bearers: Map<number, number>, key: number, endpoint: EndpointRecord): void {
    endpoint.earlier = bearers.get(key) ?? -1;
    bearers.set(key, endpoint.id);
  }

  /** Those whose creation was refused after all are passed over. */
  private lastOf(bearers: ReadonlyMap<number, number>, key: number): EndpointRecord | undefined {
    let endpoint = this.world.endpoint(bearers.get(key) ?? -1);
    while (endpoint?.exists === 0) endpoint = this.world.endpoint(endpoint.earlier);
    return endpoint;
  }
}
