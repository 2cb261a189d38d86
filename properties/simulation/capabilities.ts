/** What the reference can do, in this process. */
import { type Capability, capabilityMeanings } from '../../spec/index.js';

/** What the reference cannot do: a token either may be replaced or not, and nothing blocks in JavaScript. */
const missing: ReadonlySet<string> = new Set<Capability>(['immutable-token', 'blocking-call']);

/** The capabilities of the reference. */
export const referenceCapabilities: readonly Capability[] = (
  Object.keys(capabilityMeanings) as Capability[]
).filter((capability) => !missing.has(capability));
