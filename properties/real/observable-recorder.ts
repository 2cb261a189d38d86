/**
 * The recorder of a run on a real clock: it writes what can be seen from outside, when it is seen. What the runtimes tell
 * of their actions is left out, so that the oracle has to find an order by itself.
 */
import type { Outcome } from '../../spec/index.js';
import { Recorder } from '../simulation/recorder.js';

/** See the head of this file. */
export class ObservableRecorder extends Recorder {
  override lateOutcome(op: number, outcome: Outcome, callback: (() => void) | null = null): void {
    this.outcome(op, outcome);
    callback?.();
  }

  override ran(): void {}
  override lost(): void {}
}
