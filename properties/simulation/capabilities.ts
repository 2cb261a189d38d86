/** What the reference can do, in this process. */
import { type Capability, capabilityMeanings } from '../../spec/index.js';

/**
 * What the reference cannot do, or the suite cannot see: a token either may be replaced or not, nothing blocks in
 * JavaScript, and stacks are no part of a trace (the runtime captures them on request; its own tests judge that).
 */
const missing: ReadonlySet<string> = new Set<Capability>([
  'immutable-token',
  'blocking-call',
  'call-stack-capture',
]);

/** The capabilities of the reference. */
export const referenceCapabilities: readonly Capability[] = (
  Object.keys(capabilityMeanings) as Capability[]
).filter((capability) => !missing.has(capability));
