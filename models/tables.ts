/** The tables of a profile: every compiled chart as integer arrays, with one book of alternatives. */
import type { Profile } from './profile.js';
import { allowedBy, eraOf } from './profile.js';
import { Book, Table } from './table.js';
import { askTables } from './tables/generated/ask.js';
import { fencingTables } from './tables/generated/fencing.js';
import { handshakeCallerTables } from './tables/generated/handshake-caller.js';
import { handshakeTargetTables } from './tables/generated/handshake-target.js';
import { immediateTables } from './tables/generated/immediate.js';
import { invocationTables } from './tables/generated/invocation.js';
import { lifecycleTables } from './tables/generated/lifecycle.js';
import { serviceTables } from './tables/generated/service.js';
import { taskTables } from './tables/generated/task.js';

/** All tables of one profile. */
export class Tables {
  readonly book = new Book();
  readonly lifecycle: Table;
  readonly fencing: Table;
  readonly invocation: Table;
  readonly target: Table;
  readonly caller: Table;
  readonly ask: Table;
  readonly service: Table;
  readonly task: Table;
  readonly immediate: Table;

  /** @param profile decides the era and which alternatives are legal */
  constructor(profile: Profile) {
    const era = eraOf(profile);
    const allows = allowedBy(profile);
    const { book } = this;
    this.lifecycle = new Table(lifecycleTables[era], book, allows);
    this.fencing = new Table(fencingTables[era], book, allows);
    this.invocation = new Table(invocationTables[era], book, allows);
    this.target = new Table(handshakeTargetTables[era], book, allows);
    this.caller = new Table(handshakeCallerTables[era], book, allows);
    this.ask = new Table(askTables[era], book, allows);
    this.service = new Table(serviceTables[era], book, allows);
    this.task = new Table(taskTables[era], book, allows);
    this.immediate = new Table(immediateTables[era], book, allows);
  }
}
