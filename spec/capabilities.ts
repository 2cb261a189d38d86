/**
 * What a target can do. Rules name the capabilities that they need; a rule whose capability is missing is
 * `not-applicable`, and the report names the capability. Capabilities change what is legal; they never filter a report.
 */
import * as t from 'io-ts';

/** Every capability with the sentence that a report prints. */
export const capabilityMeanings = {
  'remote-service': 'endpoints of two services talk to each other with every message serialized',
  'mutable-token': 'the fencing token of an endpoint can be replaced on its main thread (Flink up to 1.15)',
  'immutable-token': 'the fencing token is set once by the constructor (Flink since 1.16)',
  'virtual-clock': 'the target runs on a clock that the suite advances',
  'schedule-control': 'the suite decides which enabled action runs next',
  'blocking-call': 'a gateway method can block the calling thread until its answer',
  'blocking-handler': 'a handler can occupy the main thread while the rest of the world goes on',
  'forced-serialization': 'calls within one service can be forced through serialization',
  'fault-injection': 'the suite can make the message handler of an endpoint fail',
  'link-faults': 'the suite can lose, delay and partition messages between services',
  'raw-messages': 'the suite can send messages that no gateway would send',
  'wildcard-address': 'a connect address can be a pattern',
  'asynchronous-hooks': 'onStart can return a promise by mistake',
  'call-stack-capture': 'an expired ask can carry the call stack of the caller',
  'close-timeout': 'closing a service can be given a limit',
} as const;

/** The name of a capability. */
export type Capability = keyof typeof capabilityMeanings;

/** Codec of {@link Capability}. */
export const Capability = t.keyof(capabilityMeanings, 'Capability');
