/** The return of a handler that held the main thread across actions (MAIN-05), as an action. */
import { type Action, NO_LINK, type Recipient } from '../scheduling/scheduler.js';
import type { Cell } from './cell.js';
import type { Hold } from './futures.js';
import type { Message } from './message.js';

/** See the head of this file. */
export class HeldReturn implements Action {
  readonly leg = 'return';
  readonly id: number;
  readonly recipient: Recipient | null = null;
  readonly sender = NO_LINK;
  private readonly cell: Cell;
  private readonly message: Message;
  private readonly hold: Hold;

  constructor(cell: Cell, message: Message, hold: Hold) {
    this.cell = cell;
    this.message = message;
    this.id = message.id;
    this.hold = hold;
  }

  run(): void {
    this.cell.resumed(this.message, this.hold);
  }
}
