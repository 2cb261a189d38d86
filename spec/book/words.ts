/** The words of the rule book, with the names that they have in the original where the two differ. */

/** One word. */
export interface Word {
  readonly word: string;
  /** What the original's sources call it, or `null` when it has no name of its own there. */
  readonly original: string | null;
  readonly meaning: string;
}

/** The words in the order in which a reader needs them. */
export const words: readonly Word[] = [
  {
    word: 'service',
    original: 'RpcService',
    meaning: 'owns endpoints and their transport; the unit of failure',
  },
  {
    word: 'endpoint',
    original: 'RpcEndpoint',
    meaning: 'an object with methods that others call, identified by an id within its service',
  },
  {
    word: 'fenced endpoint',
    original: 'FencedRpcEndpoint',
    meaning: 'an endpoint that serves only messages that carry its token',
  },
  {
    word: 'actor',
    original: 'AkkaRpcActor, now PekkoRpcActor',
    meaning: 'what stands behind an endpoint: a mailbox and the decision about each message at its head',
  },
  {
    word: 'incarnation',
    original: null,
    meaning: 'one life of an endpoint id, from creation to termination',
  },
  {
    word: 'gateway',
    original: 'RpcGateway',
    meaning: 'what a caller holds: typed by its methods, bound to one incarnation',
  },
  {
    word: 'server',
    original: 'RpcServer',
    meaning: 'the gateway of an endpoint to itself, which also starts and stops it',
  },
  { word: 'ask', original: null, meaning: 'a call with an answer: its future settles exactly once' },
  {
    word: 'one-way call',
    original: null,
    meaning: 'a call without an answer, also called a tell; run-async is another one-way message',
  },
  {
    word: 'run-async, call-async',
    original: 'runAsync, callAsync',
    meaning: 'a runnable or a callable executed on the main thread of an endpoint of the same service',
  },
  {
    word: 'main thread',
    original: null,
    meaning: 'the role of executing the handlers of an endpoint, one at a time',
  },
  {
    word: 'main-thread executor',
    original: 'MainThreadExecutor',
    meaning: 'sends work to the main thread, at once or after a delay',
  },
  {
    word: 'control message',
    original: 'ControlMessages',
    meaning: 'START, STOP or TERMINATE, queued like a call',
  },
  {
    word: 'stopped, started, terminating, terminated',
    original: 'STOPPED, STARTED, TERMINATING',
    meaning: 'the states of an endpoint; stopped is both the first one and a pause',
  },
  {
    word: 'token',
    original: 'fencing token',
    meaning: 'says for whom a fenced endpoint speaks; compared for equality',
  },
  {
    word: 'handshake',
    original: 'RemoteHandshakeMessage',
    meaning: 'the check of version and gateway type during a connect',
  },
  {
    word: 'termination future',
    original: 'getTerminationFuture',
    meaning: 'settles when an endpoint, or a service, is gone',
  },
  {
    word: 'fails',
    original: null,
    meaning: 'said of an endpoint: an error left its handling of a message and takes the service down',
  },
];
