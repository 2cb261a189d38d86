/**
 * Rules of the family MSG. Which messages an endpoint accepts in which state, and what it answers to the others.
 *
 * What each field of a rule says stands in `rule.ts`.
 */
import type { Rule } from './rule.js';

/** The rules MSG-01 to MSG-08. */
export const msgRules: readonly Rule[] = [
  {
    id: 'MSG-01',
    level: 'MUST',
    sentence:
      'An ask that reaches a stopped endpoint MUST fail with `endpoint-not-started`, whose text names the message and the endpoint.',
    antecedent: 'When an ask reaches a stopped endpoint.',
    error: 'endpoint-not-started',
    era: 'current',
    versions: { from: '1.16', to: null },
    requires: [],
    source: {
      facts: ['FB-064'],
      pointers: ['PekkoRpcActor#handleMessage', 'PekkoRpcActorTest#testMessageDiscarding'],
    },
    accepts: [],
  },
  {
    id: 'MSG-02',
    level: 'MUST',
    sentence:
      'A one-way call or run-async that reaches a stopped endpoint MUST be dropped without telling anybody.',
    antecedent: 'When a one-way call or run-async reaches a stopped endpoint.',
    error: null,
    era: 'current',
    versions: { from: '1.3', to: null },
    requires: [],
    source: {
      facts: ['FB-065'],
      pointers: ['PekkoRpcActor#handleMessage', 'PekkoRpcActorTest#testMessageDiscarding'],
    },
    accepts: [],
  },
  {
    id: 'MSG-03',
    level: 'MUST',
    sentence: 'Call-async that reaches a stopped endpoint MUST fail with `endpoint-not-started`.',
    antecedent: 'When call-async reaches a stopped endpoint.',
    error: 'endpoint-not-started',
    era: 'current',
    versions: { from: '1.16', to: null },
    requires: ['main-thread'],
    source: {
      facts: ['FB-066'],
      pointers: ['PekkoRpcActor#handleMessage', 'PekkoRpcActorTest#testMessageDiscarding'],
    },
    accepts: [],
  },
  {
    id: 'MSG-04',
    level: 'MUST',
    sentence: 'A message that a stopped endpoint refused MUST NOT be executed later, not even after START.',
    antecedent: 'When an endpoint is started after it refused messages.',
    error: null,
    era: 'current',
    versions: { from: '1.3', to: null },
    requires: [],
    source: {
      facts: ['FB-067'],
      pointers: ['PekkoRpcActorTest#testMessageDiscarding', 'FLINK-4954'],
    },
    accepts: [],
  },
  {
    id: 'MSG-05',
    level: 'MUST',
    sentence: 'The handshake MUST be answered in every live state, fenced or not.',
    antecedent: 'When a handshake reaches a stopped, started or terminating endpoint.',
    error: null,
    era: 'current',
    versions: { from: '1.6', to: null },
    requires: [],
    source: {
      facts: ['FB-068'],
      pointers: ['PekkoRpcActor#createReceive'],
    },
    accepts: [],
  },
  {
    id: 'MSG-06',
    level: 'MUST',
    sentence: 'A terminating endpoint MUST accept exactly the messages that a started one accepts.',
    antecedent: 'When a message other than a control message reaches a terminating endpoint.',
    error: null,
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-069'],
      pointers: ['PekkoRpcActor.TerminatingState#isRunning'],
    },
    accepts: [],
  },
  {
    id: 'MSG-07',
    level: 'MUST',
    sentence:
      'The state MUST be checked before the token: a stopped fenced endpoint answers `endpoint-not-started` even to a wrong token.',
    antecedent: 'When a fenced message with a wrong token reaches a stopped endpoint.',
    error: 'endpoint-not-started',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['fencing'],
    source: {
      facts: ['FB-070'],
      pointers: ['PekkoRpcActor#handleMessage', 'FencedPekkoRpcActor#handleRpcMessage'],
    },
    accepts: [],
  },
  {
    id: 'MSG-08',
    level: 'MUST',
    sentence:
      'A message of an unknown type at a running endpoint MUST be dropped and an asker answered with `unknown-message`, while the endpoint goes on.',
    antecedent: 'When a message of an unknown type reaches a started or terminating endpoint.',
    error: 'unknown-message',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['raw-messages'],
    source: {
      facts: ['FB-071'],
      pointers: ['PekkoRpcActor#handleRpcMessage'],
    },
    accepts: [],
  },
];
