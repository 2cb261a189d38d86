/**
 * The scheduler of fast-check behind the runtime's interface: `fc.scheduler` decides which action runs next. It proves
 * that the seeded scheduler and fast-check's agree on the same orders. It does not shrink and is slow, so it is not what
 * the suite runs on.
 */
import type fc from 'fast-check';
import { type Action, SeededScheduler } from '../../impl/index.js';
import type { ActionName } from '../../spec/index.js';

/**
 * Runs actions in the order in which fast-check releases them, as far as they are enabled.
 *
 * Every posted action becomes a task of fast-check. A task that is released before its action is enabled (an older
 * message of its link, or its recipient, is not ready) waits, and goes first as soon as it is.
 */
export class FastCheckScheduler extends SeededScheduler {
  /** The order in which actions ran. */
  readonly order: ActionName[] = [];
  private readonly tasks: fc.Scheduler;
  private released: Action[] = [];

  /** @param tasks a value of `fc.scheduler()` */
  constructor(tasks: fc.Scheduler) {
    super();
    this.tasks = tasks;
  }

  override post(action: Action): void {
    super.post(action);
    void this.tasks
      .schedule(Promise.resolve(), `${action.leg} ${action.id}`)
      .then(() => this.released.push(action));
  }

  /** Lets fast-check release tasks until one of them can run, or none is left. To be awaited before each step. */
  async release(): Promise<void> {
    while (this.next() === undefined && this.tasks.count() > 0) await this.tasks.waitOne();
  }

  /** Runs the action that was released first among those that can run. */
  override step(): boolean {
    const action = this.next();
    if (action === undefined) return false;
    this.released = this.released.filter((other) => other !== action);
    this.order.push({ leg: action.leg, id: action.id });
    this.runNow(action);
    return true;
  }

  private next(): Action | undefined {
    return this.released.find((action) => this.isEnabled(action));
  }
}
