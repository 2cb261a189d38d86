/**
 * The scheduler of a service on a real clock: that of production, which takes the numbers of operations and endpoints from
 * the scenario. The services of a run have one each, and share who acts.
 */
import { EventLoopScheduler } from '../../impl/index.js';
import type { Acting } from '../simulation/surroundings.js';

/** See the head of this file. */
export class ActingScheduler extends EventLoopScheduler {
  private readonly acting: Acting;

  constructor(acting: Acting) {
    super();
    this.acting = acting;
  }

  override sender(): number {
    return this.acting.currentSender;
  }

  override nextOperation(): number {
    return this.acting.currentOperation;
  }

  override nextEndpoint(): number {
    return this.acting.currentEndpoint;
  }

  override enter(sender: number): number {
    const outer = this.acting.currentSender;
    this.acting.currentSender = sender;
    return outer;
  }

  override leave(outer: number): void {
    this.acting.currentSender = outer;
  }
}
