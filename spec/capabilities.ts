/**
 * What a target can do beyond the least that can be judged at all: endpoints of one service, their START, STOP and
 * TERMINATE, connects, asks and tells. Rules name the capabilities that they need; a rule whose capability is missing is
 * `not-applicable`, and the report names the capability. Capabilities change what is legal; they never filter a report.
 * Which of them are expected of a small, a middling and a complete implementation stands in `tiers.ts`.
 */
import * as t from 'io-ts';

/** Every capability with the sentence that a report prints. */
export const capabilityMeanings = {
  fencing: 'endpoints and gateways can have fencing tokens',
  'scripted-work': 'a method can throw, return null or carry out operations of its own',
  'scripted-hooks':
    'constructor, onStart and onStop can fail, end later or carry out operations of their own',
  'main-thread':
    'code reaches the main thread of an endpoint by self gateway, run-async, call-async and executor',
  'scheduled-tasks':
    'the main-thread executor runs tasks after a delay, on a timer that ends with the endpoint, and hands out handles (Flink since 1.16)',
  timeouts:
    'a result can stay open, an ask without an answer expires, and a call can have a limit of its own',
  'service-closing': 'the suite can close a service, or ask it to stop one endpoint',
  queries:
    'endpoints, gateways and services tell what they know, and the functions of addresses can be called',
  resources: 'resources can be registered with an endpoint, which closes them',
  'generated-names': 'an endpoint can be created without a name, and an unusable name is refused',
  'overloaded-methods': 'a gateway can have several methods of one name',
  serialization:
    'a call can have arguments and results that are large or cannot be serialized, and be marked local',
  'service-executor': 'a service has a scheduled executor of its own',
  'remote-service': 'endpoints of two services talk to each other with every message serialized',
  'mutable-token': 'the fencing token of an endpoint can be replaced on its main thread (Flink up to 1.15)',
  'immutable-token': 'the fencing token is set once by the constructor (Flink since 1.16)',
  'virtual-clock': 'the target runs on a clock that the suite advances',
  'schedule-control': 'the suite decides which enabled action runs next',
  'queued-messages': 'a message can wait in the queue of its endpoint while its sender goes on',
  'blocking-call': 'a gateway method can block the calling thread until its answer',
  'blocking-handler': 'a handler can occupy the main thread while the rest of the world goes on',
  'forced-serialization': 'calls within one service can be forced through serialization',
  'fault-injection': 'the suite can make the message handler of an endpoint fail',
  'link-faults': 'the suite can lose, delay and partition messages between services',
  'raw-messages': 'the suite can send messages that no gateway would send',
  'wildcard-address': 'a connect address can be a pattern',
  'asynchronous-hooks': 'onStart can return a promise by mistake',
  'null-from-hooks':
    'onStop can return null by mistake, and the endpoint lives through it (Flink since 1.16)',
  'call-stack-capture': 'an expired ask can carry the call stack of the caller',
  'close-timeout': 'closing a service can be given a limit',
} as const;

/** The name of a capability. */
export type Capability = keyof typeof capabilityMeanings;

/** Whether a text is the name of a capability. */
export const isCapability = (name: string): name is Capability => Object.hasOwn(capabilityMeanings, name);

/** Codec of {@link Capability}. */
export const Capability = t.keyof(capabilityMeanings, 'Capability');
