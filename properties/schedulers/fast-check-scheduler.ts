/**
 * The scheduler of fast-check behind the runtime's interface: `fc.scheduler` decides which action runs next. It proves
 * that the seeded scheduler and fast-check's agree on the same orders. It does not shrink and is slow, so it is not what
 * the suite runs on.
 */
import type fc from 'fast-check';
import type { Action } from '../../impl/index.js';
import { SeededScheduler } from '../../impl/index.js';
import type { ActionName } from '../../spec/index.js';

/**
 * Runs the actions of a run in the order in which fast-check releases them, as far as they are enabled.
 *
 * Every posted action becomes a task of fast-check. A task that is released before its action is enabled (its link or
 * its recipient is not ready) waits, and goes first as soon as it is.
 */
export class FastCheckScheduler extends SeededScheduler {
  /** The order in which actions ran. */
  readonly order: ActionName[] = [];
  private readonly tasks: fc.Scheduler;
  private released: Action[] = [];

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

  /** Releases tasks until one of them is enabled, and runs it. */
  async stepReleased(): Promise<boolean> {
    for (;;) {
      const next = this.released.find((action) => this.isEnabled(action));
      if (next !== undefined) {
        this.released = this.released.filter((action) => action !== next);
        this.order.push({ leg: next.leg, id: next.id });
        this.runNow(next);
        return true;
      }
      if (this.tasks.count() === 0) return false;
      await this.tasks.waitOne();
    }
  }
}
