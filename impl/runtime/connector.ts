/**
 * Connecting: identification, handshake, reference (HAND-01). Each of the two steps has a limit of its own; whatever
 * goes wrong in either is a connection error.
 */
import type { Pending } from '../core/caller.js';
import { BARE } from '../core/message.js';
import { rule } from '../core/ruling.js';
import { parseAddress } from '../rpc/addresses.js';
import { RpcConnectionError } from '../rpc/errors.js';
import type { UnreachablePeer } from '../transport/transport.js';
import { Identification, IdentityArrival } from './identification.js';
import { Message } from './message.js';
import { LocalReference, type Reference } from './references.js';
import type { ServiceRuntime } from './service-runtime.js';

const lateIdentity = rule('CALL-21', 'late');
const dyingMatch = rule('ADDR-20', 'late');

/** See the head of this file. */
export class Connector {
  private readonly service: ServiceRuntime;

  constructor(service: ServiceRuntime) {
    this.service = service;
  }

  /**
   * Connects to the endpoint at an address. The pending entry resolves to the {@link Reference}.
   *
   * @throws IllegalStateError when the service is closed (HAND-17)
   */
  connect(address: string, pending: Pending, version: number, gateway: string): void {
    const { service } = this;
    service.assertOpen('connect');
    pending.demand = { version, gateway };
    pending.sender = service.scheduler.sender();
    pending.address = address;
    const parts = parseAddress(address);
    const name = parts?.name ?? null;
    if (parts === null || name === null || name === '')
      this.refuse(pending); // HAND-03, HAND-04, HAND-19
    else if (parts.authority === null || this.isOwn(parts.scheme, parts.authority))
      this.identifyLocally(pending, name);
    else this.identifyRemotely(pending, parts.scheme, parts.authority, name);
  }

  /** No message is sent: nobody can live there. */
  private refuse(pending: Pending, error = noEndpoint(pending.address)): void {
    pending.open = false;
    pending.reject(error);
  }

  private isOwn(scheme: string, authority: string): boolean {
    return this.service.transportOf(scheme)?.authority === authority; // HAND-18
  }

  private expectAnswer(pending: Pending, step: 'identity' | 'greeting'): void {
    pending.awaited = step;
    pending.limitMs = this.service.askTimeoutMs;
    this.service.scheduler.setTimer(pending, pending.limitMs);
  }

  private identifyLocally(pending: Pending, name: string): void {
    const { service } = this;
    service.table.add(pending);
    this.expectAnswer(pending, 'identity');
    Identification.start(service, pending.id, name, ({ found, match, others }) => {
      const reference = found === null ? null : new LocalReference(found);
      service.scheduler.post(new IdentityArrival(service, pending, reference, others, match?.number));
    });
  }

  private identifyRemotely(pending: Pending, scheme: string, authority: string, name: string): void {
    const peer = this.service.peers.to(scheme, authority);
    if (peer === null) return this.refuse(pending, this.nobodyAt(pending.address, scheme, authority)); // HAND-05
    this.service.table.add(pending);
    this.expectAnswer(pending, 'identity');
    peer.sendIdentify(pending, pending.sender, name);
  }

  /** Why nobody is dialled: a peer that could not be reached a moment ago is left alone for a while. */
  private nobodyAt(address: string, scheme: string, authority: string): RpcConnectionError {
    const peer = this.service.transportOf(scheme)?.whyLeftAlone?.(authority) ?? null;
    return peer === null ? noEndpoint(address) : leftAlone(address, peer);
  }

  /**
   * The identification was answered.
   *
   * @param reference what was found, or `null`
   * @param others further answers to the same question may come (ADDR-20)
   * @param endpoint the endpoint that a pattern was put to, for observers
   */
  identified(
    pending: Pending,
    reference: Reference | null,
    others: boolean,
    endpoint: number | undefined,
  ): void {
    if (reference === null) return this.notFound(pending, others, endpoint);
    const { service } = this;
    const ruling = service.rules.caller['HAND-01'](pending);
    service.observer?.ran('identity', pending.id, ruling, endpoint);
    if (ruling.decision === 'shake') this.shakeHands(pending, reference);
  }

  private notFound(pending: Pending, others: boolean, endpoint: number | undefined): void {
    const { service } = this;
    const waits = pending.open && pending.awaited === 'identity';
    const ruling = !waits ? lateIdentity : others ? dyingMatch : service.rules.caller['CALL-25'](pending);
    service.observer?.ran('identity', pending.id, ruling, endpoint);
    if (ruling.decision !== 'settle') return;
    service.close(pending);
    pending.reject(noEndpoint(pending.address));
  }

  private shakeHands(pending: Pending, reference: Reference): void {
    const { service } = this;
    service.scheduler.cancelTimer(pending);
    this.expectAnswer(pending, 'greeting');
    pending.found = reference;
    const cell = reference.remote ? null : reference.cell;
    const message = new Message(pending.id, 'handshake', cell, pending.sender, BARE);
    message.leg = 'handshake';
    message.handshake = pending.demand;
    message.asked = true;
    message.pending = pending;
    reference.send(service, message);
  }
}

/** The peer at the address could not be reached a moment ago (HAND-05). */
function leftAlone(address: string, { reason, times, forMs }: UnreachablePeer): RpcConnectionError {
  const often = times === 1 ? 'once' : `${times} times in a row`;
  return new RpcConnectionError(
    `The peer could not be reached ${often}, and is left alone for another ${Math.ceil(forMs)} ms: ${reason}`,
    { states: { address } },
  );
}

/** Nothing lives at the address (HAND-02). */
function noEndpoint(address: string): RpcConnectionError {
  return new RpcConnectionError('No endpoint lives at the address', { states: { address } });
}
