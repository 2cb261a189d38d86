/**
 * Rules of the family HAND. Connecting: identification, handshake, the gateway, and everything that can go wrong on the way.
 *
 * What each field of a rule says stands in `rule.ts`.
 */
import type { Rule } from './rule.js';

/** The rules HAND-01 to HAND-19. */
export const handRules: readonly Rule[] = [
  {
    id: 'HAND-01',
    level: 'MUST',
    sentence:
      'A connect MUST identify the endpoint at the address, then shake hands, then build the gateway, and each of the first two steps has a limit of one default ask timeout of its own.',
    antecedent: 'When a connect succeeds or runs into a limit.',
    error: null,
    era: 'current',
    versions: { from: '1.6', to: null },
    requires: [],
    source: {
      facts: ['FB-073'],
      pointers: ['PekkoRpcService#connectInternal', 'PekkoRpcService#resolveActorAddress'],
    },
    accepts: [],
  },
  {
    id: 'HAND-02',
    level: 'MUST',
    sentence:
      'A connect to an address at which nothing lives MUST fail promptly with `connection`, whose text contains the address.',
    antecedent: 'When nothing lives at the address of a connect.',
    error: 'connection',
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-074'],
      pointers: ['PekkoRpcActorTest#testFailingAddressResolution'],
    },
    accepts: [
      { outcome: '`connection`, whatever else has failed', by: 'reference' },
      { outcome: '`illegal-state`, thrown, when the service of the caller has failed', by: 'original' },
      {
        outcome: '`recipient-unreachable` or `ask-timeout`, when a service on its way has failed',
        by: 'original',
      },
    ],
  },
  {
    id: 'HAND-03',
    level: 'MUST',
    sentence:
      'An address that cannot be parsed MUST make the future of the connect fail with `connection` and MUST NOT be raised by the call itself.',
    antecedent: 'When the address of a connect is not well-formed.',
    error: 'connection',
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-075'],
      pointers: ['PekkoRpcActorTest#testFailingAddressResolution'],
    },
    accepts: [],
  },
  {
    id: 'HAND-04',
    level: 'MUST',
    sentence: 'A connect to the empty address MUST fail, with `connection` or by its limit.',
    antecedent: 'When the address of a connect is empty.',
    error: 'connection',
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-076'],
      pointers: ['PekkoRpcService#connectInternal'],
    },
    accepts: [
      { outcome: '`connection`', by: 'reference' },
      { outcome: '`ask-timeout`', by: 'original' },
    ],
  },
  {
    id: 'HAND-05',
    level: 'MUST',
    sentence:
      'A connect to a host that cannot be resolved or refuses MUST fail with `connection` well before a long ask timeout.',
    antecedent: 'When the host of the address cannot be resolved or refuses.',
    error: 'connection',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['remote-service'],
    source: {
      facts: ['FB-077'],
      pointers: ['RpcConnectionTest#testConnectFailure'],
    },
    accepts: [],
  },
  {
    id: 'HAND-06',
    level: 'MUST',
    sentence:
      'Identification MUST be queued like any other message, so that a main thread that is occupied for longer than the limit makes a connect fail with `connection` although the endpoint lives.',
    antecedent: 'When the main thread of the target is occupied throughout the limit of the identification.',
    error: 'connection',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work', 'timeouts', 'blocking-handler'],
    source: {
      facts: ['FB-078'],
      pointers: ['pekko:Identify'],
    },
    accepts: [],
  },
  {
    id: 'HAND-07',
    level: 'MUST',
    sentence:
      'A handshake MUST be refused with `handshake`, naming both versions, unless its protocol version equals that of the endpoint.',
    antecedent: 'When a handshake carries another version.',
    error: 'handshake',
    era: 'current',
    versions: { from: '1.6', to: null },
    requires: [],
    source: {
      facts: ['FB-079'],
      pointers: [
        'PekkoRpcActor#handleHandshakeMessage',
        'PekkoRpcActorHandshakeTest#testVersionMismatchBetweenRpcComponents',
      ],
    },
    accepts: [],
  },
  {
    id: 'HAND-08',
    level: 'MUST',
    sentence:
      'A handshake MUST be refused with `handshake`, naming the gateway type, unless the endpoint serves the requested type.',
    antecedent: 'When a handshake requests a gateway type that the endpoint does not serve.',
    error: 'handshake',
    era: 'current',
    versions: { from: '1.6', to: null },
    requires: [],
    source: {
      facts: ['FB-080'],
      pointers: ['PekkoRpcActorHandshakeTest#testWrongGatewayEndpointConnection'],
    },
    accepts: [],
  },
  {
    id: 'HAND-09',
    level: 'MUST',
    sentence:
      'The version MUST be checked before the gateway type, so that a handshake wrong in both is refused with the `handshake` error about the version.',
    antecedent: 'When a handshake carries another version and a gateway type that is not served.',
    error: 'handshake',
    era: 'current',
    versions: { from: '1.6', to: null },
    requires: [],
    source: {
      facts: ['FB-081'],
      pointers: ['PekkoRpcActor#handleHandshakeMessage'],
    },
    accepts: [],
  },
  {
    id: 'HAND-10',
    level: 'MUST',
    sentence: 'The error `handshake` MUST be a kind of `connection`, and that a kind of `rpc`.',
    antecedent: 'When a handshake is refused.',
    error: 'handshake',
    era: 'current',
    versions: { from: '1.6', to: null },
    requires: [],
    source: {
      facts: ['FB-082'],
      pointers: ['HandshakeException'],
    },
    accepts: [],
  },
  {
    id: 'HAND-11',
    level: 'MUST',
    sentence:
      'Every gateway type that the endpoint implements MUST be served, the types it extends and the bare root gateway included.',
    antecedent: 'When a connect requests a super-gateway or the root gateway.',
    error: null,
    era: 'current',
    versions: { from: '1.6', to: null },
    requires: [],
    source: {
      facts: ['FB-083'],
      pointers: ['PekkoRpcActor#isGatewaySupported'],
    },
    accepts: [],
  },
  {
    id: 'HAND-12',
    level: 'MUST',
    sentence:
      'A connect MUST NOT check the token: a gateway with a wrong token, a null token or none is created, and only its calls fail.',
    antecedent: 'When a connect to a fenced endpoint carries a wrong token, a null one, or none.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['fencing'],
    source: {
      facts: ['FB-084'],
      pointers: ['FencedRpcEndpointTest#testFencing'],
    },
    accepts: [],
  },
  {
    id: 'HAND-13',
    level: 'MUST',
    sentence:
      'A connect whose handshake is not answered in time MUST fail, with `connection` or by its limit.',
    antecedent: 'When a handshake is not answered within its limit.',
    error: 'connection',
    era: 'current',
    versions: { from: '1.6', to: null },
    requires: ['scripted-work', 'timeouts', 'schedule-control', 'blocking-handler'],
    source: {
      facts: ['FB-085', 'FB-093'],
      pointers: ['PekkoRpcService#connectInternal'],
    },
    accepts: [
      { outcome: '`connection`', by: 'reference' },
      { outcome: '`ask-timeout`', by: 'original' },
    ],
  },
  {
    id: 'HAND-14',
    level: 'MUST',
    sentence:
      'A connect whose endpoint dies between identification and handshake MUST fail with `recipient-unreachable` or `connection`.',
    antecedent: 'When the endpoint terminates between identification and handshake.',
    error: 'recipient-unreachable',
    era: 'current',
    versions: { from: '1.14', to: null },
    requires: ['queued-messages'],
    source: {
      facts: ['FB-087'],
      pointers: ['DeadLettersActor'],
    },
    accepts: [
      { outcome: '`recipient-unreachable`', by: 'reference' },
      { outcome: '`connection`', by: 'either' },
      { outcome: '`ask-timeout` at once, when the endpoint is of the same service', by: 'original' },
    ],
  },
  {
    id: 'HAND-15',
    level: 'MUST',
    sentence:
      'A gateway MUST stay bound to the incarnation that it was connected to, so that its asks fail with `recipient-unreachable` for ever after that one terminated, even when another endpoint lives at the same address.',
    antecedent: 'When a gateway is used after its endpoint terminated.',
    error: 'recipient-unreachable',
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-088'],
      pointers: ['PekkoRpcService#resolveActorAddress'],
    },
    accepts: [],
  },
  {
    id: 'HAND-16',
    level: 'MUST',
    sentence:
      'A connected gateway MUST offer nothing but the requested gateway type: no start, stop, run-async, call-async or termination future.',
    antecedent: 'When a connected gateway is examined.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-089'],
      pointers: ['PekkoRpcService#connectInternal'],
    },
    accepts: [],
  },
  {
    id: 'HAND-17',
    level: 'MUST',
    sentence: 'A connect through a closed or closing service MUST raise `illegal-state` at the call itself.',
    antecedent: 'When a connect goes through a closed or closing service.',
    error: 'illegal-state',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['service-closing'],
    source: {
      facts: ['FB-090'],
      pointers: ['PekkoRpcService#connectInternal'],
    },
    accepts: [],
  },
  {
    id: 'HAND-18',
    level: 'MUST',
    sentence:
      'An address that names the host and port of the connecting service itself MUST resolve to local delivery, without serialization and without a size limit.',
    antecedent: 'When a service with a transport connects to an address of its own.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['remote-service'],
    source: {
      facts: ['FB-091'],
      pointers: ['PekkoRpcActorOversizedResponseMessageTest#testLocalOverSizedResponseMsgSync'],
    },
    accepts: [],
  },
  {
    id: 'HAND-19',
    level: 'MUST',
    sentence:
      "A connect to the supervisor's own path MUST fail, with `connection` or with `unknown-message`.",
    antecedent: 'When a connect names the path above all endpoints.',
    error: 'connection',
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: [],
    source: {
      facts: ['FB-092', 'FB-235'],
      pointers: ['SupervisorActor#handleUnknownMessage'],
    },
    accepts: [
      { outcome: '`connection`, and the service lives on', by: 'reference' },
      { outcome: '`unknown-message`, and the service of the target goes down', by: 'original' },
      {
        outcome: '`recipient-unreachable` or `ask-timeout`, when the service of the target has failed',
        by: 'original',
      },
    ],
  },
];
