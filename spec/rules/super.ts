/**
 * Rules of the family SUPER. Failure of an endpoint and what it does to the others of its service.
 *
 * What each field of a rule says stands in `rule.ts`.
 */
import type { Rule } from './rule.js';

/** The rules SUPER-01 to SUPER-10. */
export const superRules: readonly Rule[] = [
  {
    id: 'SUPER-01',
    level: 'MUST',
    sentence:
      "Only an error that leaves the framework's own handling of a message MUST make an endpoint fail, and errors of user code in methods, callables, runnables and hooks do not.",
    antecedent: 'When user code of an endpoint throws.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work'],
    source: {
      facts: ['FB-224'],
      pointers: ['PekkoRpcActor#handleControlMessage', 'PekkoRpcActor#handleRunAsync'],
    },
    accepts: [],
  },
  {
    id: 'SUPER-02',
    level: 'MUST',
    sentence:
      'The failure of one endpoint MUST terminate every endpoint of its service and start none of them again.',
    antecedent: 'When an endpoint fails.',
    error: null,
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-225'],
      pointers: [
        'SupervisorActor#rpcActorFailed',
        'SupervisorActorTest#completesTerminationFutureExceptionallyIfActorFails',
      ],
    },
    accepts: [],
  },
  {
    id: 'SUPER-03',
    level: 'MUST',
    sentence:
      'The termination future of the endpoint that failed MUST fail with `endpoint-failed`, whose cause is the original error.',
    antecedent: 'When an endpoint fails.',
    error: 'endpoint-failed',
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-226'],
      pointers: [
        'SupervisorActor#rpcActorFailed',
        'SupervisorActorTest#completesTerminationFutureExceptionallyIfActorFails',
      ],
    },
    accepts: [],
  },
  {
    id: 'SUPER-04',
    level: 'MUST',
    sentence:
      'The termination future of every other endpoint of the service MUST fail with `sibling-failed`, which names that endpoint and the one that failed.',
    antecedent: 'When an endpoint fails while its service holds others.',
    error: 'sibling-failed',
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-227'],
      pointers: ['SupervisorActorTest#completesTerminationFutureOfSiblingsIfActorFails'],
    },
    accepts: [],
  },
  {
    id: 'SUPER-05',
    level: 'MUST',
    sentence:
      'The hook onStop MUST NOT be called for the endpoint that failed nor for any other endpoint of its service.',
    antecedent: 'When an endpoint fails.',
    error: null,
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-228'],
      pointers: ['SupervisorActorTest#completesTerminationFutureOfSiblingsIfActorFails'],
    },
    accepts: [],
  },
  {
    id: 'SUPER-06',
    level: 'MUST',
    sentence: 'An endpoint that failed MUST NOT handle any further message.',
    antecedent: 'When an endpoint fails while messages are queued.',
    error: null,
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['scripted-work', 'scripted-hooks'],
    source: {
      facts: ['FB-229'],
      pointers: ['pekko:FaultHandling#handleInvokeFailure'],
    },
    accepts: [
      { outcome: 'others of the service handle messages until the supervisor stops them', by: 'reference' },
      { outcome: 'others of the service handle any number of further messages', by: 'either' },
    ],
  },
  {
    id: 'SUPER-07',
    level: 'MUST',
    sentence:
      'An ask that is queued at an endpoint of a failing service and not executed MUST NOT come out with a value.',
    antecedent: 'When an endpoint fails while asks are queued at endpoints of its service.',
    error: 'recipient-unreachable',
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['scripted-work', 'scripted-hooks'],
    source: {
      facts: ['FB-230'],
      pointers: ['DeadLettersActor', 'SupervisorActor#rpcActorFailed'],
    },
    accepts: [
      { outcome: '`recipient-unreachable`', by: 'reference' },
      { outcome: '`ask-timeout`, or it never settles', by: 'original' },
    ],
  },
  {
    id: 'SUPER-08',
    level: 'MAY',
    sentence:
      'The termination futures of the endpoints of a failing service MAY complete before the service is down.',
    antecedent: 'When an endpoint fails.',
    error: null,
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['scripted-hooks'],
    source: {
      facts: ['FB-231'],
      pointers: ['SupervisorActor'],
    },
    accepts: [
      { outcome: 'they complete first', by: 'reference' },
      { outcome: 'in any order', by: 'either' },
    ],
  },
  {
    id: 'SUPER-09',
    level: 'MUST',
    sentence:
      'A service that an endpoint took down MUST NOT count as closed: creating an endpoint on it fails with `service-failed`, and closing it later fails with the recorded failure.',
    antecedent: 'When a service is used after one of its endpoints failed.',
    error: 'service-failed',
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['scripted-hooks', 'service-closing'],
    source: {
      facts: ['FB-232'],
      pointers: ['PekkoRpcService#registerRpcActor', 'PekkoRpcService#closeAsync'],
    },
    accepts: [
      { outcome: 'creating an endpoint fails at once', by: 'reference' },
      { outcome: 'creating an endpoint may block while the service is going down', by: 'original' },
      {
        outcome: 'closing it completes with null, when the endpoint had been closed by itself',
        by: 'original',
      },
      {
        outcome: 'asks that are open in it and tasks of its executor go on until it is closed',
        by: 'reference',
      },
      { outcome: 'they end with its failure as they would with its close, or are lost', by: 'original' },
    ],
  },
  {
    id: 'SUPER-10',
    level: 'MUST',
    sentence:
      'The normal end of an endpoint, successful or with a failure of a hook, MUST NOT affect any other endpoint.',
    antecedent: 'When an endpoint terminates without having failed while its service holds others.',
    error: null,
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: [],
    source: {
      facts: ['FB-236'],
      pointers: [
        'SupervisorActorTest#completesTerminationFutureIfActorStops',
        'SupervisorActorTest#completesTerminationFutureExceptionallyIfActorStopsExceptionally',
      ],
    },
    accepts: [],
  },
];
