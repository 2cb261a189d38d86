/**
 * Rules of the family SELF. Run-async, scheduled run-async and call-async on the own endpoint.
 *
 * What each field of a rule says stands in `rule.ts`.
 */
import type { Rule } from './rule.js';

/** The rules SELF-01 to SELF-14. */
export const selfRules: readonly Rule[] = [
  {
    id: 'SELF-01',
    level: 'MUST',
    sentence:
      'Run-async, scheduled run-async and call-async MUST work within the service of the endpoint only and raise `not-local` at the call on a gateway to another service.',
    antecedent: 'When run-async or call-async is tried on a gateway to another service.',
    error: 'not-local',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['main-thread', 'remote-service'],
    source: {
      facts: ['FB-185'],
      pointers: ['PekkoInvocationHandler#scheduleRunAsync', 'PekkoInvocationHandler#callAsync'],
    },
    accepts: [],
  },
  {
    id: 'SELF-02',
    level: 'MUST',
    sentence:
      'A null runnable MUST raise `null-argument` at the call itself, and a negative delay `illegal-argument`.',
    antecedent: 'When run-async is given a null runnable or a negative delay.',
    error: 'null-argument',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['main-thread'],
    source: {
      facts: ['FB-186'],
      pointers: ['PekkoInvocationHandler#scheduleRunAsync', 'PekkoInvocationHandler#callAsync'],
    },
    accepts: [],
  },
  {
    id: 'SELF-03',
    level: 'MUST',
    sentence:
      'Run-async, calls and call-async that one thread issues to the same endpoint MUST be executed in the order of issue.',
    antecedent: 'When one thread issues several kinds of work to one endpoint.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['main-thread'],
    source: {
      facts: ['FB-187'],
      pointers: ['AsyncCallsTest#testScheduleWithNoDelay'],
    },
    accepts: [],
  },
  {
    id: 'SELF-04',
    level: 'MUST',
    sentence: 'A delayed run-async MUST NOT be executed before its delay has passed, counted from the call.',
    antecedent: 'When a delayed run-async is executed.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['main-thread'],
    source: {
      facts: ['FB-188'],
      pointers: ['AsyncCallsTest#testScheduleWithDelay', 'AsyncCallsTest#testFencedScheduleWithDelay'],
    },
    accepts: [
      { outcome: 'it is executed as soon as it is due and the main thread is free', by: 'reference' },
      { outcome: 'it is executed any time later', by: 'either' },
    ],
  },
  {
    id: 'SELF-05',
    level: 'MUST',
    sentence:
      'A delayed run-async whose delay has passed when it is processed MUST run immediately, and otherwise a timer sends it again when it is due and the same rule holds.',
    antecedent: 'When a delayed run-async reaches its endpoint.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['main-thread'],
    source: {
      facts: ['FB-189'],
      pointers: ['PekkoRpcActor#handleRunAsync'],
    },
    accepts: [],
  },
  {
    id: 'SELF-06',
    level: 'MUST',
    sentence: 'Delays MUST be cut to whole milliseconds, and less than one is none.',
    antecedent: 'When a delay is not a whole number of milliseconds.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['main-thread'],
    source: {
      facts: ['FB-190'],
      pointers: ['RpcEndpoint#scheduleRunAsync'],
    },
    accepts: [],
  },
  {
    id: 'SELF-07',
    level: 'MAY',
    sentence: 'Delayed runs with equal or close deadlines MAY be executed in any order.',
    antecedent: 'When two delayed runs of one endpoint have equal or close deadlines.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['main-thread'],
    source: {
      facts: ['FB-191'],
      pointers: ['RpcEndpoint#scheduleRunAsync'],
    },
    accepts: [
      { outcome: 'in the order of their deadlines, equal ones as the scheduler chooses', by: 'reference' },
      { outcome: 'any order', by: 'either' },
    ],
  },
  {
    id: 'SELF-08',
    level: 'MUST',
    sentence: 'A delay beyond what timers can arm MUST NOT be accepted without consequence.',
    antecedent: 'When run-async is given a delay beyond what timers can arm.',
    error: 'illegal-argument',
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['main-thread'],
    source: {
      facts: ['FB-192'],
      pointers: ['PekkoRpcActor#handleRunAsync'],
    },
    accepts: [
      { outcome: 'the caller is refused with `illegal-argument`', by: 'reference' },
      { outcome: 'the endpoint fails while arming the timer and takes its service down', by: 'original' },
      { outcome: 'the timers reach further: nobody is told, and the run does not come', by: 'original' },
    ],
  },
  {
    id: 'SELF-09',
    level: 'MUST',
    sentence: 'What a runnable throws MUST be swallowed, and the endpoint goes on.',
    antecedent: 'When a runnable throws.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work', 'main-thread'],
    source: {
      facts: ['FB-194'],
      pointers: ['PekkoRpcActor#handleRunAsync'],
    },
    accepts: [],
  },
  {
    id: 'SELF-10',
    level: 'MUST',
    sentence: 'A delayed run-async that becomes due while the endpoint is stopped MUST be dropped for good.',
    antecedent: 'When a delayed run-async becomes due at a stopped endpoint.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['main-thread'],
    source: {
      facts: ['FB-196'],
      pointers: ['PekkoRpcActor#handleMessage'],
    },
    accepts: [],
  },
  {
    id: 'SELF-11',
    level: 'MUST',
    sentence:
      'A delayed run-async that becomes due while the endpoint is terminating MUST be executed, and one that becomes due after the end is lost.',
    antecedent: 'When a delayed run-async becomes due at a terminating or terminated endpoint.',
    error: null,
    era: 'current',
    versions: { from: '1.8', to: null },
    requires: ['scripted-hooks', 'main-thread'],
    source: {
      facts: ['FB-197'],
      pointers: ['PekkoRpcActor.TerminatingState#isRunning'],
    },
    accepts: [],
  },
  {
    id: 'SELF-12',
    level: 'MUST',
    sentence:
      'Call-async MUST execute the callable on the main thread and complete its future with the result.',
    antecedent: 'When call-async reaches a running endpoint.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['main-thread'],
    source: {
      facts: ['FB-198'],
      pointers: ['RpcEndpointTest#testCallAsync'],
    },
    accepts: [],
  },
  {
    id: 'SELF-13',
    level: 'MUST',
    sentence:
      'What a callable throws MUST fail the future of call-async as `application` and MUST NOT harm the endpoint.',
    antecedent: 'When a callable throws.',
    error: 'application',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work', 'main-thread'],
    source: {
      facts: ['FB-199'],
      pointers: ['PekkoRpcActor#handleCallAsync'],
    },
    accepts: [],
  },
  {
    id: 'SELF-14',
    level: 'MUST',
    sentence:
      'Call-async whose callable has not finished within the limit MUST fail with `ask-timeout`, while the callable is not stopped.',
    antecedent: 'When the limit of a call-async expires before its callable has finished.',
    error: 'ask-timeout',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work', 'main-thread', 'timeouts'],
    source: {
      facts: ['FB-200'],
      pointers: ['RpcEndpointTest#testCallAsyncTimeout'],
    },
    accepts: [],
  },
];
