/**
 * Rules of the family SERV. Creating endpoints on a service, closing it, and its scheduled executor.
 *
 * What each field of a rule says stands in `rule.ts`.
 */
import type { Rule } from './rule.js';

/** The rules SERV-01 to SERV-14. */
export const servRules: readonly Rule[] = [
  {
    id: 'SERV-01',
    level: 'MUST',
    sentence:
      "The server of an endpoint MUST be started within the endpoint's constructor, also when that runs on the main thread of another endpoint.",
    antecedent: 'When an endpoint is created, by a handler of another endpoint in particular.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-254'],
      pointers: ['PekkoRpcService#registerRpcActor', 'FLINK-15347'],
    },
    accepts: [],
  },
  {
    id: 'SERV-02',
    level: 'MUST',
    sentence: 'Creating an endpoint on a closed or closing service MUST raise `illegal-state`.',
    antecedent: 'When an endpoint is created on a closed or closing service.',
    error: 'illegal-state',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['service-closing'],
    source: {
      facts: ['FB-255'],
      pointers: ['PekkoRpcService#registerRpcActor', 'FLINK-15347'],
    },
    accepts: [],
  },
  {
    id: 'SERV-03',
    level: 'MUST',
    sentence:
      'Closing a service MUST send TERMINATE to every endpoint that it still lists, wait for their termination futures, shut down, and then complete its future.',
    antecedent: 'When a service with endpoints is closed.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['service-closing'],
    source: {
      facts: ['FB-256'],
      pointers: ['PekkoRpcService#closeAsync', 'PekkoRpcServiceTest#testRpcServiceShutDownWithRpcEndpoints'],
    },
    accepts: [
      { outcome: 'TERMINATE is sent in the order of creation', by: 'reference' },
      { outcome: 'TERMINATE is sent in any order', by: 'either' },
    ],
  },
  {
    id: 'SERV-04',
    level: 'MUST',
    sentence: 'A service MUST stay up while the future of an onStop is open and no endpoint has failed.',
    antecedent: 'When a service is closed while the future of an onStop stays open.',
    error: null,
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: ['scripted-hooks', 'service-closing'],
    source: {
      facts: ['FB-257'],
      pointers: ['PekkoRpcService#closeAsync', 'PekkoRpcServiceTest#testRpcServiceShutDownWithRpcEndpoints'],
    },
    accepts: [],
  },
  {
    id: 'SERV-05',
    level: 'MUST',
    sentence:
      'The close of a service MUST fail with the failure of the first endpoint that fails to terminate properly, of those that nobody had closed before.',
    antecedent:
      'When an endpoint that nobody had closed fails to terminate properly while its service closes.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-hooks', 'service-closing'],
    source: {
      facts: ['FB-258'],
      pointers: [
        'FutureUtils#waitForAll',
        'PekkoRpcServiceTest#testRpcServiceShutDownWithFailingRpcEndpoints',
      ],
    },
    accepts: [
      { outcome: 'the onStop of the others is awaited first', by: 'reference' },
      { outcome: 'the service is shut down at once, without waiting for the others', by: 'original' },
      { outcome: 'among several failures, that of any of them', by: 'either' },
    ],
  },
  {
    id: 'SERV-06',
    level: 'MUST',
    sentence:
      'The termination future of an endpoint that its closing service cuts off MUST NOT complete successfully.',
    antecedent: 'When a closing service cuts off an endpoint.',
    error: 'not-properly-stopped',
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['scripted-hooks', 'service-closing', 'close-timeout'],
    source: {
      facts: ['FB-259'],
      pointers: ['SupervisorActor'],
    },
    accepts: [
      {
        outcome:
          'it fails with `not-properly-stopped`, or with `close-timeout` when a limit of the caller was the reason',
        by: 'reference',
      },
      { outcome: 'it never completes', by: 'original' },
    ],
  },
  {
    id: 'SERV-07',
    level: 'MUST',
    sentence:
      'Endpoints that were never started MUST terminate silently and successfully when their service closes.',
    antecedent: 'When a service with endpoints that were never started is closed.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['service-closing'],
    source: {
      facts: ['FB-261'],
      pointers: ['PekkoRpcActor.StoppedState#terminate'],
    },
    accepts: [],
  },
  {
    id: 'SERV-08',
    level: 'MUST',
    sentence: 'Closing a service again MUST return the same future.',
    antecedent: 'When a service is closed again.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['service-closing'],
    source: {
      facts: ['FB-262'],
      pointers: ['PekkoRpcService#closeAsync'],
    },
    accepts: [],
  },
  {
    id: 'SERV-09',
    level: 'MUST',
    sentence:
      'After a service has closed, asks to its endpoints through existing gateways MUST fail with `recipient-unreachable`, and one-way calls vanish.',
    antecedent: 'When a gateway to an endpoint of a closed service is used.',
    error: 'recipient-unreachable',
    era: 'current',
    versions: { from: '1.14', to: null },
    requires: ['service-closing'],
    source: {
      facts: ['FB-264'],
      pointers: [
        'PekkoRpcServiceTest#failsRpcResultImmediatelyIfEndpointIsStopped',
        'DeadLettersActor#handleDeadLetter',
      ],
    },
    accepts: [],
  },
  {
    id: 'SERV-10',
    level: 'MUST',
    sentence:
      'The scheduled executor of a service MUST run tasks once, at a fixed rate and with a fixed delay, and the handle of a single task completes after it ran while that of a periodic one does not complete.',
    antecedent: 'When tasks are scheduled on the executor of a service.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['service-executor'],
    source: {
      facts: ['FB-265'],
      pointers: [
        'ActorSystemScheduledExecutorAdapter',
        'PekkoRpcServiceTest#testScheduledExecutorServicePeriodicSchedule',
      ],
    },
    accepts: [
      { outcome: 'no run comes before its time', by: 'reference' },
      {
        outcome: 'a run at a fixed rate comes up to one tick of the timers (10 ms) before its time',
        by: 'original',
      },
    ],
  },
  {
    id: 'SERV-11',
    level: 'MUST',
    sentence:
      'Cancelling a periodic task MUST prevent further runs, also when it is running, and completes its handle with `task-cancelled`.',
    antecedent: "When a periodic task of a service's executor is cancelled.",
    error: 'task-cancelled',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['service-executor'],
    source: {
      facts: ['FB-266'],
      pointers: ['PekkoRpcServiceTest#testScheduledExecutorServiceCancelWithFixedDelay'],
    },
    accepts: [],
  },
  {
    id: 'SERV-12',
    level: 'MUST',
    sentence: 'A periodic task that throws MUST NOT run again, and its handle fails with `application`.',
    antecedent: 'When a run of a periodic task throws.',
    error: 'application',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['service-executor'],
    source: {
      facts: ['FB-267'],
      pointers: ['ActorSystemScheduledExecutorAdapter'],
    },
    accepts: [],
  },
  {
    id: 'SERV-13',
    level: 'MUST',
    sentence:
      'Scheduling a task on the executor of a closed service, without delay too, MUST raise `illegal-state`.',
    antecedent: 'When a task is scheduled on the executor of a closed service.',
    error: 'illegal-state',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['service-closing', 'service-executor'],
    source: {
      facts: ['FB-269'],
      pointers: ['ActorSystemScheduledExecutorAdapter#schedule'],
    },
    accepts: [
      { outcome: 'a service that is still closing refuses the task as well', by: 'reference' },
      { outcome: 'a service that is still closing takes the task', by: 'either' },
      { outcome: 'a service that has failed and is closing takes the task', by: 'original' },
      {
        outcome: 'the executor only schedules: there is no other way to run something on it',
        by: 'reference',
      },
      { outcome: 'what is executed without scheduling still runs, or does not', by: 'original' },
    ],
  },
  {
    id: 'SERV-14',
    level: 'MUST',
    sentence:
      'A limit given to the close of a service MUST, when it expires, fail every future that is still open with `close-timeout`, that of the close included.',
    antecedent: 'When the limit of a close expires.',
    error: 'close-timeout',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-hooks', 'service-closing', 'close-timeout'],
    source: {
      facts: [],
      pointers: ['project decision'],
    },
    accepts: [],
  },
];
