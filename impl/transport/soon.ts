/**
 * Work at the end of the turn: after the microtasks that are due, so that what they send leaves together. Node has a queue
 * for that; elsewhere a microtask behind those that are due has to do.
 */
export const soon: (work: () => void) => void =
  typeof process === 'object' && typeof process.nextTick === 'function'
    ? (work) => process.nextTick(work)
    : (work) => queueMicrotask(() => queueMicrotask(work));
