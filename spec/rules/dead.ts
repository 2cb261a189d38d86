/**
 * Rules of the family DEAD. What becomes of messages whose recipient no longer exists.
 *
 * What each field of a rule says stands in `rule.ts`.
 */
import type { Rule } from './rule.js';

/** The rules DEAD-01 to DEAD-06. */
export const deadRules: readonly Rule[] = [
  {
    id: 'DEAD-01',
    level: 'MUST',
    sentence:
      'An ask to a terminated endpoint of the same service MUST fail at once with `recipient-unreachable`.',
    antecedent: 'When an ask is made to a terminated endpoint of the same service.',
    error: 'recipient-unreachable',
    era: 'current',
    versions: { from: '1.14', to: null },
    requires: [],
    source: {
      facts: ['FB-152'],
      pointers: ['PekkoRpcServiceTest#failsRpcResultImmediatelyIfEndpointIsStopped'],
    },
    accepts: [
      { outcome: 'by the table of the caller, as soon as the message is sent', by: 'reference' },
      { outcome: 'by way of the dead letters, with another text', by: 'either' },
    ],
  },
  {
    id: 'DEAD-02',
    level: 'MUST',
    sentence:
      'Asks and call-async that are still queued when the endpoint terminates MUST fail with `recipient-unreachable`.',
    antecedent: 'When an endpoint terminates while asks or call-async are queued.',
    error: 'recipient-unreachable',
    era: 'current',
    versions: { from: '1.14', to: null },
    requires: ['queued-messages'],
    source: {
      facts: ['FB-153'],
      pointers: ['PekkoRpcActorTest#testOnStopFutureCompletionDirectlyTerminatesRpcActor'],
    },
    accepts: [
      { outcome: 'when the endpoint is removed', by: 'reference' },
      { outcome: 'by way of the dead letters, with another text', by: 'either' },
      { outcome: 'a call-async fails with `ask-timeout` at once', by: 'original' },
    ],
  },
  {
    id: 'DEAD-03',
    level: 'MUST',
    sentence:
      'An ask to a terminated endpoint of another service, or to a service that is gone, MUST fail promptly with `recipient-unreachable` and not by its limit.',
    antecedent:
      'When an ask is made to a terminated endpoint of another service or to a service that is gone.',
    error: 'recipient-unreachable',
    era: 'current',
    versions: { from: '1.14', to: null },
    requires: ['remote-service'],
    source: {
      facts: ['FB-154'],
      pointers: [
        'RemotePekkoRpcActorTest#failsRpcResultImmediatelyIfEndpointIsStopped',
        'RemotePekkoRpcActorTest#failsRpcResultImmediatelyIfRemoteRpcServiceIsNotAvailable',
      ],
    },
    accepts: [],
  },
  {
    id: 'DEAD-04',
    level: 'MUST',
    sentence: 'One-way calls and run-async to a terminated endpoint MUST vanish without error.',
    antecedent: 'When a one-way call or run-async is sent to a terminated endpoint.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-155'],
      pointers: ['DeadLettersActor#handleDeadLetter'],
    },
    accepts: [],
  },
  {
    id: 'DEAD-05',
    level: 'MUST',
    sentence: 'Call-async on a terminated endpoint MUST fail without being executed.',
    antecedent: 'When call-async is made on a terminated endpoint.',
    error: 'recipient-unreachable',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['main-thread'],
    source: {
      facts: ['FB-156'],
      pointers: ['PekkoInvocationHandler#callAsync'],
    },
    accepts: [
      { outcome: '`recipient-unreachable`', by: 'reference' },
      { outcome: '`ask-timeout`', by: 'original' },
    ],
  },
  {
    id: 'DEAD-06',
    level: 'MUST',
    sentence:
      "An ask that is open when the caller's own service closes MUST NOT come out with a value once that service has closed.",
    antecedent: 'When a service closes while an ask made through it is open.',
    error: 'illegal-state',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['service-closing'],
    source: {
      facts: ['FB-158'],
      pointers: ['pekko:LightArrayRevolverScheduler#close'],
    },
    accepts: [
      { outcome: 'it fails with `illegal-state`', by: 'reference' },
      { outcome: 'it fails with `recipient-unreachable`', by: 'either' },
      { outcome: 'it fails early with `ask-timeout`, or never settles', by: 'original' },
      { outcome: 'an answer that is given later within the same service arrives', by: 'original' },
      {
        outcome: 'messages to other services that had not left when the service closed are lost',
        by: 'either',
      },
    ],
  },
];
