/** Barriers: the steps behind which the steps of all lanes wait for each other. */
import type { Step } from '../../spec/index.js';

/** Whether a step is a barrier. */
export function isBarrier({ operation: { type } }: Step): boolean {
  return type === 'settle' || type === 'advance';
}
