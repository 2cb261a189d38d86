/** Why versions of Flink lack a capability, in words: a rule that does not apply is explained as one that is broken is. */
import type { Capability } from '../../spec/index.js';

/** The reason by capability. */
export const missingCapabilities: { readonly [Name in Capability]?: string } = {
  'asynchronous-hooks': 'onStart has no result in Java: nothing can come back by mistake.',
  'close-timeout': 'Closing a service takes no limit.',
  'forced-serialization':
    'The option that forces calls within a service through serialization came with 1.16.',
  'immutable-token':
    'Up to 1.15 the token of a fenced endpoint can be replaced; the rules of that era are applied.',
  'link-faults': "A connection cannot be cut or slowed down without replacing parts of Flink's transport.",
  'mutable-token': 'Since 1.16 the token is set once, by the constructor; the rules of that era are applied.',
  'null-from-hooks': 'Up to 1.15 a null from onStop takes the endpoint and its whole service down.',
  resources: 'Endpoints have closed resources for their subclasses since 1.16.',
  'schedule-control':
    'Which message is processed next is decided by the threads of Flink, and nobody outside can.',
  'scheduled-tasks':
    'Up to 1.15 a scheduled task is a delayed message to the endpoint. The timer of its own, which the rules are about, came with 1.16.',
};
