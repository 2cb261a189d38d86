/** What ends endpoints and services from above: TERMINATE of a closing service, the supervisor's kill, the shut-down. */
import { BARE } from '../core/message.js';
import { type Action, NO_LINK, type Recipient, Timer } from '../scheduling/scheduler.js';
import type { Cell } from './cell.js';
import { Message } from './message.js';
import type { ServiceRuntime } from './service-runtime.js';

/** TERMINATE from the closing service (SERV-03). */
export function terminateByService(cell: Cell): Message {
  const message = new Message(cell.number, 'terminate', cell, NO_LINK, BARE);
  message.leg = 'close';
  return message;
}

/** The supervisor stops every sibling of a failed endpoint, without their hooks (SUPER-02, SUPER-05). */
export function killSiblings(service: ServiceRuntime, failed: Cell): void {
  for (const sibling of service.supervisor.members.values()) {
    if (sibling === failed || sibling.killed || sibling.actor.lifecycle === 'TERMINATED') continue;
    sibling.killed = true;
    const message = new Message(sibling.number, 'kill', sibling, NO_LINK, BARE);
    message.leg = 'kill';
    service.scheduler.post(message);
  }
}

/** The last endpoint of a closing service is gone. */
export class ShutDown implements Action {
  readonly leg = 'down';
  readonly id: number;
  readonly recipient: Recipient | null = null;
  readonly sender = NO_LINK;
  private readonly service: ServiceRuntime;

  constructor(service: ServiceRuntime) {
    this.service = service;
    this.id = service.number;
  }

  run(): void {
    this.service.shutDown();
  }
}

/** The limit that the caller of close has set (SERV-14). */
export class CloseLimit extends Timer {
  readonly leg = 'close-timeout';
  readonly id: number;
  private readonly service: ServiceRuntime;

  constructor(service: ServiceRuntime) {
    super();
    this.service = service;
    this.id = service.number;
  }

  fire(): void {
    this.service.closeExpired();
  }
}
