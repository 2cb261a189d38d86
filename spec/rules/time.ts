/**
 * Rules of the family TIME. Limits of asks: defaults, parameters, illegal values, expiry.
 *
 * What each field of a rule says stands in `rule.ts`.
 */
import type { Rule } from './rule.js';

/** The rules TIME-01 to TIME-09. */
export const timeRules: readonly Rule[] = [
  {
    id: 'TIME-01',
    level: 'MUST',
    sentence:
      'An ask without a limit of its own MUST expire with `ask-timeout` after the limit that the service is configured with, 10 seconds by default.',
    antecedent: 'When an ask without a limit of its own stays unanswered.',
    error: 'ask-timeout',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work', 'timeouts'],
    source: {
      facts: ['FB-143'],
      pointers: ['RpcOptions#ASK_TIMEOUT_DURATION'],
    },
    accepts: [],
  },
  {
    id: 'TIME-02',
    level: 'MUST',
    sentence:
      'A parameter declared as the timeout MUST set the limit after which its call expires with `ask-timeout`, the first one if several are declared, and its value is passed on to the endpoint like any other argument.',
    antecedent: 'When a method with a timeout parameter is called.',
    error: 'ask-timeout',
    era: 'current',
    versions: { from: '1.4', to: null },
    requires: ['timeouts'],
    source: {
      facts: ['FB-144'],
      pointers: ['RpcGatewayUtils#extractRpcTimeout', 'TimeoutCallStackTest'],
    },
    accepts: [],
  },
  {
    id: 'TIME-03',
    level: 'MUST',
    sentence:
      'A timeout argument that is not a duration MUST raise `illegal-argument` at the call itself, and a null one `null-argument`.',
    antecedent: 'When the timeout argument of a call is null or not a duration.',
    error: 'illegal-argument',
    era: 'current',
    versions: { from: '2.0', to: null },
    requires: ['timeouts'],
    source: {
      facts: ['FB-145'],
      pointers: ['RpcGatewayUtils#extractRpcTimeout', 'TimeoutCallStackTest'],
    },
    accepts: [],
  },
  {
    id: 'TIME-04',
    level: 'MUST',
    sentence:
      'A limit that is zero, negative or below one millisecond MUST fail the future at once with `illegal-argument`, and the call is not sent.',
    antecedent: 'When the limit of an ask is below one millisecond.',
    error: 'illegal-argument',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['timeouts'],
    source: {
      facts: ['FB-146'],
      pointers: ['PekkoInvocationHandler#ask', 'pekko:AskSupport'],
    },
    accepts: [],
  },
  {
    id: 'TIME-05',
    level: 'MUST',
    sentence: 'A limit beyond what timers can arm MUST raise `illegal-argument` at the call itself.',
    antecedent: 'When the limit of an ask is beyond what timers can arm.',
    error: 'illegal-argument',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['timeouts'],
    source: {
      facts: ['FB-147'],
      pointers: ['RpcUtils#INF_TIMEOUT', 'pekko:LightArrayRevolverScheduler#checkMaxDelay'],
    },
    accepts: [
      { outcome: 'the largest limit is 2147483647 milliseconds', by: 'reference' },
      { outcome: 'the largest limit is 21474835 seconds', by: 'original' },
      { outcome: 'the largest limit is another one of the platform, or there is none', by: 'either' },
    ],
  },
  {
    id: 'TIME-06',
    level: 'MUST',
    sentence:
      'An expired ask MUST fail with `ask-timeout`, whose text holds the method with its parameter types and the address of the target.',
    antecedent: 'When the limit of an ask expires.',
    error: 'ask-timeout',
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['scripted-work', 'timeouts'],
    source: {
      facts: ['FB-148'],
      pointers: ['PekkoInvocationHandler#resolveTimeoutException', 'TimeoutCallStackTest'],
    },
    accepts: [],
  },
  {
    id: 'TIME-07',
    level: 'MUST',
    sentence:
      'With call-stack capture on, the `ask-timeout` of an expired ask MUST carry the stack of the code that made the call, without the frames of the gateway.',
    antecedent: 'When an ask expires while call-stack capture is on.',
    error: 'ask-timeout',
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['scripted-work', 'timeouts', 'call-stack-capture'],
    source: {
      facts: ['FB-149', 'FB-150'],
      pointers: ['TimeoutCallStackTest', 'PekkoInvocationHandler#resolveTimeoutException'],
    },
    accepts: [
      { outcome: 'the error of an ask to a dead endpoint carries it too', by: 'reference' },
      { outcome: 'the error of an ask to a dead endpoint keeps a stack of its own', by: 'either' },
    ],
  },
  {
    id: 'TIME-08',
    level: 'MUST',
    sentence: 'An expired call-async MUST fail with `ask-timeout`.',
    antecedent: 'When the limit of a call-async expires.',
    error: 'ask-timeout',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work', 'main-thread', 'timeouts'],
    source: {
      facts: ['FB-151'],
      pointers: ['PekkoInvocationHandler#callAsync'],
    },
    accepts: [
      { outcome: 'the same descriptive text as for calls', by: 'reference' },
      { outcome: 'an error without the descriptive text', by: 'original' },
    ],
  },
  {
    id: 'TIME-09',
    level: 'MUST',
    sentence: 'An ask or call-async MUST NOT fail with `ask-timeout` before its whole limit has passed.',
    antecedent: 'When the limit of an ask or call-async expires.',
    error: 'ask-timeout',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work', 'timeouts'],
    source: {
      facts: ['FB-148', 'FB-200'],
      pointers: [
        'PekkoInvocationHandler#resolveTimeoutException',
        'TimeoutCallStackTest',
        'RpcEndpointTest#testCallAsyncTimeout',
      ],
    },
    accepts: [],
  },
];
