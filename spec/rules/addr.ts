/**
 * Rules of the family ADDR. Addresses, ids, generated names, and patterns in the address of a connect.
 *
 * What each field of a rule says stands in `rule.ts`.
 */
import type { Rule } from './rule.js';

/** The rules ADDR-01 to ADDR-20. */
export const addrRules: readonly Rule[] = [
  {
    id: 'ADDR-01',
    level: 'MUST',
    sentence:
      'The address of an endpoint of a service with a transport MUST be `<scheme>://<system>@<host>:<port>/user/rpc/<endpoint id>`, with the external host and port of the service and one scheme for plain and another for encrypted links.',
    antecedent: 'When the address of an endpoint of a service with a transport is read.',
    error: null,
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: ['remote-service'],
    source: {
      facts: ['FB-001'],
      pointers: ['PekkoRpcServiceUtils#internalRpcUrl', 'PekkoUtils#getRpcURL'],
    },
    accepts: [
      { outcome: "the scheme and the system have names of the implementation's own", by: 'reference' },
      {
        outcome:
          'where links have no ports (a scheme that ends in `.nats`, `.unix` or `.worker`), a name or an encoded path stands in the place of host and port, and the port of the service is -1',
        by: 'reference',
      },
      {
        outcome: 'the scheme is `pekko.tcp` or, encrypted, `pekko.ssl.tcp`, and the system is `flink`',
        by: 'original',
      },
    ],
  },
  {
    id: 'ADDR-02',
    level: 'MUST',
    sentence:
      'The address of an endpoint of a service without a transport MUST be `<scheme>://<system>/user/rpc/<endpoint id>`, without host and port.',
    antecedent: 'When the address of an endpoint of a service without a transport is read.',
    error: null,
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: [],
    source: {
      facts: ['FB-002'],
      pointers: ['PekkoRpcServiceUtils#getLocalRpcUrl'],
    },
    accepts: [
      { outcome: "the scheme and the system have names of the implementation's own", by: 'reference' },
      { outcome: 'the scheme is `pekko` and the system is `flink`', by: 'original' },
    ],
  },
  {
    id: 'ADDR-03',
    level: 'MUST',
    sentence:
      'Building the address of a remote endpoint MUST accept the ports 1 to 65535 and raise `illegal-argument` for every other number.',
    antecedent: 'When an address is built from host, port and endpoint id.',
    error: 'illegal-argument',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['queries'],
    source: {
      facts: ['FB-005'],
      pointers: ['PekkoRpcServiceUtils#getRpcUrl'],
    },
    accepts: [],
  },
  {
    id: 'ADDR-04',
    level: 'MUST',
    sentence:
      'Host text MUST be trimmed and put in lower case, an IPv6 literal written in its canonical form within brackets, and a name that begins or ends with a dot, or holds a colon without being an address literal, refused with `illegal-argument`.',
    antecedent: 'When a host name is normalised.',
    error: 'illegal-argument',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['queries'],
    source: {
      facts: ['FB-007'],
      pointers: ['NetUtils#unresolvedHostToNormalizedString', 'PekkoUtilsTest'],
    },
    accepts: [],
  },
  {
    id: 'ADDR-05',
    level: 'MUST',
    sentence:
      'Host and port MUST be readable from an address of any scheme, IPv6 hosts included, while an address that has none makes the reading fail with `illegal-argument`.',
    antecedent: 'When host and port are extracted from an address.',
    error: 'illegal-argument',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['queries'],
    source: {
      facts: ['FB-009'],
      pointers: ['PekkoUtils#getInetSocketAddressFromRpcURL', 'PekkoUtilsTest'],
    },
    accepts: [],
  },
  {
    id: 'ADDR-06',
    level: 'MUST',
    sentence:
      'A gateway obtained by connecting MUST report exactly the address that the endpoint reports of itself.',
    antecedent: 'When a connected gateway is asked for its address.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['queries'],
    source: {
      facts: ['FB-010'],
      pointers: ['PekkoRpcActorTest#testAddressResolution'],
    },
    accepts: [],
  },
  {
    id: 'ADDR-07',
    level: 'MUST',
    sentence:
      'An address MUST NOT tell incarnations apart: an endpoint that takes over the id of a terminated one has the identical address.',
    antecedent: 'When an endpoint is created under the id of a terminated endpoint of the same service.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: [],
    source: {
      facts: ['FB-011'],
      pointers: ['PekkoRpcActorTest#canReuseEndpointNameAfterTermination'],
    },
    accepts: [],
  },
  {
    id: 'ADDR-08',
    level: 'MUST',
    sentence:
      'The host name that an endpoint, its self gateway, or a gateway to an endpoint of the same service reports MUST be `localhost`, and a gateway to another service reports the real host of that service.',
    antecedent: 'When an endpoint or a gateway is asked for its host name.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['queries'],
    source: {
      facts: ['FB-012'],
      pointers: ['PekkoRpcService#startServer', 'PekkoRpcService#extractAddressHostname'],
    },
    accepts: [],
  },
  {
    id: 'ADDR-09',
    level: 'MUST',
    sentence:
      'A service without a transport MUST report the empty text as its address, -1 as its port and `localhost` as its host name, and one with a transport its external host and port.',
    antecedent: 'When a service is asked for address, port or host name.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['queries'],
    source: {
      facts: ['FB-013'],
      pointers: ['PekkoRpcService#constructor', 'RpcUtils#getHostname', 'PekkoRpcServiceTest#testGetAddress'],
    },
    accepts: [],
  },
  {
    id: 'ADDR-10',
    level: 'SHOULD',
    sentence: 'An endpoint that is created without an id SHOULD get the text of a random UUID as its id.',
    antecedent: 'When an endpoint is created without an id.',
    error: null,
    era: 'current',
    versions: { from: '1.3', to: null },
    requires: ['generated-names'],
    source: {
      facts: ['FB-014'],
      pointers: ['RpcEndpoint#constructor'],
    },
    accepts: [],
  },
  {
    id: 'ADDR-11',
    level: 'MUST',
    sentence:
      "An endpoint id MUST be usable when it is not empty, does not begin with `$` and consists of ASCII letters, digits, the signs `-_.*$+:@&=,!~';` and percent-escapes, any other text makes the constructor fail with `invalid-endpoint-id`, and an explicit null with `null-argument`.",
    antecedent: 'When an endpoint is created with an id.',
    error: 'invalid-endpoint-id',
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: [],
    source: {
      facts: ['FB-015'],
      pointers: ['SupervisorActor#createStartRpcActorMessage', 'PekkoRpcService#registerRpcActor'],
    },
    accepts: [
      { outcome: 'exactly this set of characters', by: 'reference' },
      {
        outcome:
          'further characters are usable, as long as empty, blank and slashed ids and a leading `$` are refused',
        by: 'either',
      },
    ],
  },
  {
    id: 'ADDR-12',
    level: 'MUST',
    sentence:
      'Creating an endpoint under an id that a live endpoint of the same service holds MUST fail in the constructor with `endpoint-id-in-use` and leave the other endpoint undisturbed.',
    antecedent: 'When an endpoint is created under an id in use.',
    error: 'endpoint-id-in-use',
    era: 'current',
    versions: { from: '1.11', to: null },
    requires: [],
    source: {
      facts: ['FB-016'],
      pointers: ['PekkoRpcService#registerRpcActor'],
    },
    accepts: [],
  },
  {
    id: 'ADDR-13',
    level: 'MUST',
    sentence:
      'Endpoint ids MUST be unique within one service only, so that two services can each hold an endpoint of the same id.',
    antecedent: 'When two services of one process hold endpoints of the same id.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['remote-service'],
    source: {
      facts: ['FB-017'],
      pointers: ['SupervisorActor#createStartRpcActorMessage'],
    },
    accepts: [],
  },
  {
    id: 'ADDR-14',
    level: 'MUST',
    sentence:
      'An asterisk MUST be legal in an endpoint id and act as a pattern in the address of a connect, which may thus reach another endpoint.',
    antecedent: 'When a connect names the address of an endpoint whose id holds an asterisk.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['generated-names', 'wildcard-address'],
    source: {
      facts: ['FB-018'],
      pointers: ['pekko:ActorSelection'],
    },
    accepts: [],
  },
  {
    id: 'ADDR-15',
    level: 'MUST',
    sentence:
      'A generated name MUST be `<prefix>_<n>`, where n comes from one counter of the process that all prefixes share, begins at 0 and grows by one a name, and a null prefix is refused with `null-argument`.',
    antecedent: 'When names are generated.',
    error: 'null-argument',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['queries', 'generated-names'],
    source: {
      facts: ['FB-019'],
      pointers: ['RpcServiceUtils#createRandomName'],
    },
    accepts: [],
  },
  {
    id: 'ADDR-16',
    level: 'MUST',
    sentence: 'The pattern for the generated names of a prefix MUST be `<prefix>_*`.',
    antecedent: 'When the wildcard name of a prefix is built.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['queries', 'generated-names'],
    source: {
      facts: ['FB-020'],
      pointers: ['RpcServiceUtils#createWildcardName'],
    },
    accepts: [],
  },
  {
    id: 'ADDR-17',
    level: 'MUST',
    sentence:
      'A connect to a pattern that exactly one live endpoint matches MUST yield a gateway that is bound to that endpoint and reports its concrete address.',
    antecedent: 'When exactly one live endpoint matches the pattern of a connect.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['wildcard-address'],
    source: {
      facts: ['FB-022'],
      pointers: ['PekkoRpcActorTest#resolvesRunningRpcActor'],
    },
    accepts: [],
  },
  {
    id: 'ADDR-18',
    level: 'MUST',
    sentence:
      'A connect to a pattern that several live endpoints match MUST bind the gateway to exactly one of them.',
    antecedent: 'When several live endpoints match the pattern of a connect.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['wildcard-address'],
    source: {
      facts: ['FB-023'],
      pointers: ['pekko:ActorSelection#resolveOne'],
    },
    accepts: [
      { outcome: 'the match that answers the identification first', by: 'reference' },
      { outcome: 'any one of the matches', by: 'either' },
    ],
  },
  {
    id: 'ADDR-19',
    level: 'MUST',
    sentence:
      'A connect to a pattern that nothing matches MUST fail with `connection` at once, without waiting for a limit.',
    antecedent: 'When nothing matches the pattern of a connect.',
    error: 'connection',
    era: 'all',
    versions: { from: null, to: null },
    requires: ['wildcard-address'],
    source: {
      facts: ['FB-024'],
      pointers: ['pekko:ActorSelection#deliverSelection'],
    },
    accepts: [],
  },
  {
    id: 'ADDR-20',
    level: 'MUST',
    sentence:
      'A connect to a pattern MUST end in a gateway to a live match or in `connection` when another match is just terminating.',
    antecedent: 'When a live and a terminating endpoint match the pattern of a connect.',
    error: null,
    era: 'all',
    versions: { from: null, to: null },
    requires: ['scripted-work', 'scripted-hooks', 'timeouts', 'blocking-handler', 'wildcard-address'],
    source: {
      facts: ['FB-025'],
      pointers: ['pekko:ActorSelection#resolveOne', 'pekko:DeadLetterActorRef#specialHandle'],
    },
    accepts: [
      { outcome: 'the gateway to the live match', by: 'reference' },
      { outcome: '`connection`, when the refusal of the dying match comes first', by: 'original' },
    ],
  },
];
