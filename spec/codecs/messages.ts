/**
 * Codecs of the messages of the protocol.
 *
 * | message | goes to | may leave the service |
 * |---|---|---|
 * | identify | an address | yes |
 * | identity | the caller of a connect | yes |
 * | handshake | an endpoint | yes |
 * | invocation | an endpoint | yes |
 * | local-invocation | an endpoint | no: its arguments are handed over as they are |
 * | run-async, call-async | an endpoint | no: they carry the number of work that only the service itself knows |
 * | control | an endpoint | no |
 * | fenced | an endpoint | yes, around an invocation |
 * | unfenced | an endpoint | no |
 * | success, failure | whoever asked | yes |
 *
 * Who sends to whom, and which ask an answer belongs to, is the business of the transport that carries a message.
 * Unknown fields are dropped by decoding, so that a later version can add some.
 */
import * as t from 'io-ts';
import { NullableToken } from '../tokens.js';
import { ErrorReport } from './error-report.js';
import { Finite, JsonValue, Natural } from './primitives.js';

/** The protocol version that a handshake carries (rule HAND-07). */
export const PROTOCOL_VERSION = 2;

/** First step of a connect: who lives under this id, or matches this pattern? */
export const IdentifyMessage = t.readonly(
  t.strict({ message: t.literal('identify'), endpointId: t.string }),
  'IdentifyMessage',
);
export type IdentifyMessage = t.TypeOf<typeof IdentifyMessage>;

/** The incarnation that a gateway will be bound to (rule HAND-15). */
export const EndpointIdentity = t.readonly(
  t.strict({ address: t.string, endpointId: t.string, incarnation: Natural }),
  'EndpointIdentity',
);
export type EndpointIdentity = t.TypeOf<typeof EndpointIdentity>;

/** Answer to an identification; `null` when nothing lives there. */
export const IdentityMessage = t.readonly(
  t.strict({ message: t.literal('identity'), found: t.union([EndpointIdentity, t.null]) }),
  'IdentityMessage',
);
export type IdentityMessage = t.TypeOf<typeof IdentityMessage>;

/** Second step of a connect: version first, then gateway type (rule HAND-09). Success carries `null`. */
export const HandshakeMessage = t.readonly(
  t.strict({ message: t.literal('handshake'), version: Finite, gatewayType: t.string }),
  'HandshakeMessage',
);
export type HandshakeMessage = t.TypeOf<typeof HandshakeMessage>;

const signature = { method: t.string, parameterTypes: t.readonlyArray(t.string) };

/** An invocation for another service: its arguments have been encoded by the codecs of the parameters. */
export const RemoteInvocation = t.readonly(
  t.strict({ message: t.literal('invocation'), ...signature, arguments: t.readonlyArray(JsonValue) }),
  'RemoteInvocation',
);
export type RemoteInvocation = t.TypeOf<typeof RemoteInvocation>;

/** An invocation within the service: its arguments are handed over by reference (rule CALL-18). */
export const LocalInvocation = t.readonly(
  t.strict({ message: t.literal('local-invocation'), ...signature, arguments: t.readonlyArray(t.unknown) }),
  'LocalInvocation',
);
export type LocalInvocation = t.TypeOf<typeof LocalInvocation>;

/** Run-async: the number of a runnable, and the moment on the service's clock before which it does not run. */
export const RunAsync = t.readonly(
  t.strict({ message: t.literal('run-async'), work: Natural, dueAtMs: Finite }),
  'RunAsync',
);
export type RunAsync = t.TypeOf<typeof RunAsync>;

/** Call-async: the number of a callable. */
export const CallAsync = t.readonly(
  t.strict({ message: t.literal('call-async'), work: Natural }),
  'CallAsync',
);
export type CallAsync = t.TypeOf<typeof CallAsync>;

/** START, STOP and TERMINATE: never answered, never fenced (rule LIFE-14). */
export const ControlMessage = t.readonly(
  t.strict({
    message: t.literal('control'),
    control: t.keyof({ start: null, stop: null, terminate: null }),
  }),
  'ControlMessage',
);
export type ControlMessage = t.TypeOf<typeof ControlMessage>;

/** What an envelope can hold. */
export const EnvelopeContent = t.union(
  [RemoteInvocation, LocalInvocation, RunAsync, CallAsync],
  'EnvelopeContent',
);
export type EnvelopeContent = t.TypeOf<typeof EnvelopeContent>;

/** An envelope with a token, which may be null (rule FENCE-04). */
export const FencedEnvelope = t.readonly(
  t.strict({ message: t.literal('fenced'), token: NullableToken, content: EnvelopeContent }),
  'FencedEnvelope',
);
export type FencedEnvelope = t.TypeOf<typeof FencedEnvelope>;

/** An envelope that says: whatever the token (rule FENCE-19). */
export const UnfencedEnvelope = t.readonly(
  t.strict({ message: t.literal('unfenced'), content: EnvelopeContent }),
  'UnfencedEnvelope',
);
export type UnfencedEnvelope = t.TypeOf<typeof UnfencedEnvelope>;

/** The answer to an ask that went well. */
export const SuccessAnswer = t.readonly(
  t.strict({ message: t.literal('success'), value: JsonValue }),
  'SuccessAnswer',
);
export type SuccessAnswer = t.TypeOf<typeof SuccessAnswer>;

/** The answer to an ask that failed. */
export const FailureAnswer = t.readonly(
  t.strict({ message: t.literal('failure'), error: ErrorReport }),
  'FailureAnswer',
);
export type FailureAnswer = t.TypeOf<typeof FailureAnswer>;

/** Every message. The field `message` decides. */
export const Message = t.union(
  [
    IdentifyMessage,
    IdentityMessage,
    HandshakeMessage,
    RemoteInvocation,
    LocalInvocation,
    RunAsync,
    CallAsync,
    ControlMessage,
    FencedEnvelope,
    UnfencedEnvelope,
    SuccessAnswer,
    FailureAnswer,
  ],
  'Message',
);
export type Message = t.TypeOf<typeof Message>;

/** A fenced envelope that may leave the service. */
export const RemoteFencedEnvelope = t.readonly(
  t.strict({ message: t.literal('fenced'), token: NullableToken, content: RemoteInvocation }),
  'RemoteFencedEnvelope',
);
export type RemoteFencedEnvelope = t.TypeOf<typeof RemoteFencedEnvelope>;

/** The messages that may leave their service; nothing else is ever decoded from a wire (rule SELF-01). */
export const RemoteMessage = t.union(
  [
    IdentifyMessage,
    IdentityMessage,
    HandshakeMessage,
    RemoteInvocation,
    RemoteFencedEnvelope,
    SuccessAnswer,
    FailureAnswer,
  ],
  'RemoteMessage',
);
export type RemoteMessage = t.TypeOf<typeof RemoteMessage>;
