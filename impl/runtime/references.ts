/**
 * A reference: what a gateway is bound to, one incarnation of one endpoint (HAND-15). Local ones hand messages over,
 * remote ones send them as bytes.
 */
import type { Cell } from './cell.js';
import type { Message } from './message.js';
import type { PeerLink } from './peer-link.js';
import type { ServiceRuntime } from './service-runtime.js';

/** A local cell, or an endpoint behind a link. */
export type Reference = LocalReference | RemoteReference;

/** An endpoint of the same service. */
export class LocalReference {
  readonly remote = false;
  readonly cell: Cell;

  constructor(cell: Cell) {
    this.cell = cell;
  }

  get address(): string {
    return this.cell.address;
  }

  /** Within a service every host is called so (ADDR-08). */
  get hostName(): string {
    return 'localhost';
  }

  send(service: ServiceRuntime, message: Message): void {
    service.scheduler.post(message);
  }
}

/** An endpoint of another service. */
export class RemoteReference {
  readonly remote = true;
  readonly link: PeerLink;
  readonly incarnation: number;
  readonly address: string;
  readonly hostName: string;

  constructor(link: PeerLink, incarnation: number, address: string, hostName: string) {
    this.link = link;
    this.incarnation = incarnation;
    this.address = address;
    this.hostName = hostName;
  }

  send(_service: ServiceRuntime, message: Message): void {
    this.link.sendMessage(message, this.incarnation);
  }
}
