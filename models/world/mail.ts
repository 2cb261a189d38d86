/**
 * Messages on their way: one FIFO link for each sender, service of the gateway, and endpoint incarnation (rules ORD-01,
 * ORD-02). Messages of different links arrive in any order (ORD-03).
 */

import { bit } from './legs.js';
import type { EndpointRecord, OpRecord } from './records.js';
import { Frame, Lossy } from './records.js';
import { LS } from './symbols.js';
import type { World } from './world.js';

/** Legs whose message waits on a link. */
const queued = bit.request | bit.handshake;

/** An endpoint with more links than this finds them by number. */
const LINKS_SEARCHED_MAX = 16;

/** Puts a message of the operation on the link from its sender, through `service`, to the endpoint. */
export function send(
  world: World,
  op: OpRecord,
  endpoint: EndpointRecord,
  service: number,
  leg: number,
): void {
  const { linkHead, linkTail, waiting } = endpoint;
  const link = linkFrom(world, endpoint, op.sender, service);
  op.endpoint = endpoint.id;
  op.link = link;
  op.next = -1;
  op.legs |= leg;
  op.behind = (linkHead[link] as number) < 0 ? 0 : 1;
  if (op.behind === 0) {
    linkHead[link] = op.id;
    waiting.add(link);
  } else (world.ops[linkTail[link] as number] as OpRecord).next = op.id;
  linkTail[link] = op.id;
}

/** The link of a sender and a service to an endpoint; a new one when there is none yet. */
function linkFrom(world: World, endpoint: EndpointRecord, sender: number, service: number): number {
  const { linkSender, linkService, linkHead, linkTail, linkLoss } = endpoint;
  const count = linkSender.length;
  let link = 0;
  if (count <= LINKS_SEARCHED_MAX) {
    while (link < count && (linkSender[link] !== sender || linkService[link] !== service)) link++;
  } else link = numberOfLink(world, endpoint, sender, service);
  if (link < count) return link;
  linkSender.push(sender);
  linkService.push(service);
  linkHead.push(-1);
  linkTail.push(-1);
  linkLoss.push(0);
  return link;
}

/** The link of a sender and a service where there are many; the number of the next one when there is none yet. */
function numberOfLink(world: World, endpoint: EndpointRecord, sender: number, service: number): number {
  const { linkSender, linkNumbers } = endpoint;
  const count = linkSender.length;
  if (linkNumbers.size !== count) numberLinks(world, endpoint);
  const key = keyOf(world, sender, service);
  const known = linkNumbers.get(key);
  if (known !== undefined) return known;
  linkNumbers.set(key, count);
  return count;
}

const keyOf = (world: World, sender: number, service: number) => sender * world.numberOfServices + service;

function numberLinks(world: World, { linkSender, linkService, linkNumbers }: EndpointRecord): void {
  linkNumbers.clear();
  for (const [link, sender] of linkSender.entries())
    linkNumbers.set(keyOf(world, sender, linkService[link] as number), link);
}

/** Whether the message of the operation is the next one of its link. */
export function isHead(endpoint: EndpointRecord, op: OpRecord): boolean {
  return endpoint.linkHead[op.link] === op.id;
}

/**
 * Whether a message may overtake all that stand before it: messages that a fault may have swallowed (ORD-06), and, for
 * an ask to another service, other asks, whose order is not promised (ORD-02).
 */
export function overtakes(world: World, endpoint: EndpointRecord, op: OpRecord): boolean {
  if (op.service === endpoint.service || op.link < 0) return false;
  for (let id = endpoint.linkHead[op.link] as number; id !== op.id; ) {
    const earlier = world.ops[id] as OpRecord;
    if (earlier.lossy !== Lossy.lost && (op.asked === 0 || earlier.asked === 0)) return false;
    id = earlier.next;
  }
  return true;
}

/** Whether a message of the operation is on its way to an endpoint: a request, or a handshake. */
export function isQueued(op: OpRecord): boolean {
  return (op.legs & queued) !== 0;
}

/** Takes a message off its link, wherever it stands there. */
export function takeOff(world: World, endpoint: EndpointRecord, op: OpRecord, leg: number): void {
  op.legs &= ~leg;
  const { linkHead, linkTail } = endpoint;
  const { link } = op;
  if (link < 0) return; // it was never sent: its service was closed
  let before = -1;
  for (let id = linkHead[link] as number; id !== op.id; id = (world.ops[id] as OpRecord).next) before = id;
  if (before < 0) linkHead[link] = op.next;
  else (world.ops[before] as OpRecord).next = op.next;
  if (linkTail[link] === op.id) linkTail[link] = before;
  if ((linkHead[link] as number) < 0) endpoint.waiting.delete(link);
  op.next = -1;
}

/**
 * Whether the endpoint can take a message: its main thread is free and its stop is not yet decided (TERM-03). What reaches
 * an endpoint that is gone need not wait for a handler that was cut off.
 */
export function isReady(world: World, endpoint: EndpointRecord): boolean {
  if (endpoint.frame !== Frame.none && (world.complete || !world.isGone(endpoint))) return false;
  return endpoint.lifecycle !== LS['terminating.finished'];
}
