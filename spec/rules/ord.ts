/**
 * Rules of the family ORD. Order, delivery at most once, and what makes a trace well-formed.
 *
 * What each field of a rule says stands in `rule.ts`.
 */
import type { Rule } from './rule.js';

/** The rules ORD-01 to ORD-08. */
export const ordRules: readonly Rule[] = [
  {
    id: 'ORD-01',
    level: 'MUST',
    sentence:
      'Messages that one thread sends through gateways of one service to one endpoint MUST arrive in the order of sending, whatever their kind, apart from those that are lost.',
    antecedent: 'When one thread sends several messages to one endpoint.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-281'],
      pointers: ['FencedRpcEndpointTest#testMainThreadExecutorUnderChangingFencingToken'],
    },
    accepts: [],
  },
  {
    id: 'ORD-02',
    level: 'MUST',
    sentence:
      'Messages between two services MUST keep the order of sending for each pair of sender and receiver.',
    antecedent: 'When one sender sends several messages to an endpoint of another service.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['remote-service'],
    source: {
      facts: ['FB-282'],
      pointers: ['pekko:delivery guarantees'],
    },
    accepts: [
      { outcome: 'asks of one sender keep their order too', by: 'reference' },
      { outcome: 'asks of one sender arrive in any order among themselves', by: 'either' },
    ],
  },
  {
    id: 'ORD-03',
    level: 'MAY',
    sentence:
      'Messages of different senders, to different endpoints or by different ways MAY arrive in any order.',
    antecedent: 'When messages have different senders, receivers or ways.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-283'],
      pointers: ['pekko:delivery guarantees'],
    },
    accepts: [
      { outcome: 'the order that the scheduler chooses', by: 'reference' },
      { outcome: 'any order', by: 'either' },
    ],
  },
  {
    id: 'ORD-04',
    level: 'MAY',
    sentence: 'Answers MAY arrive in another order than the calls, as their results become available.',
    antecedent: 'When several asks of one caller are open.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work', 'timeouts'],
    source: {
      facts: ['FB-284'],
      pointers: ['PekkoRpcActor#sendAsyncResponse'],
    },
    accepts: [
      { outcome: 'in the order in which the results become available', by: 'reference' },
      { outcome: 'any order', by: 'either' },
    ],
  },
  {
    id: 'ORD-05',
    level: 'MUST',
    sentence: 'Every message MUST be delivered at most once, and the framework never repeats a call.',
    antecedent: 'Always.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-285'],
      pointers: ['PekkoInvocationHandler'],
    },
    accepts: [],
  },
  {
    id: 'ORD-06',
    level: 'MUST',
    sentence:
      'A message that is lost MUST leave later messages undisturbed: gaps are possible, and reordering is not.',
    antecedent: 'When a message is lost between others of the same sender.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['remote-service', 'link-faults'],
    source: {
      facts: ['FB-287'],
      pointers: ['pekko:EndpointWriter#writeSend'],
    },
    accepts: [],
  },
  {
    id: 'ORD-07',
    level: 'MUST',
    sentence:
      'Every claim of an internal event in a trace (what ran, what was decided, by which rule) MUST be what the models derive at that point.',
    antecedent: 'When a trace has internal events.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['schedule-control'],
    source: {
      facts: [],
      pointers: ['project decision'],
    },
    accepts: [],
  },
  {
    id: 'ORD-08',
    level: 'MUST',
    sentence: 'Every event of a trace MUST have a cause earlier in the trace: nothing is invented.',
    antecedent: 'Always.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: [],
      pointers: ['project decision'],
    },
    accepts: [],
  },
];
