/**
 * What frames mean: the io-ts codecs are the definition. The reader makes exactly such objects without asking them, which
 * `impl/test/wire/` proves for anything that can be read; they decide nothing while a service runs.
 */
import * as t from 'io-ts';
import { ErrorCode } from '../../spec/errors.js';
import { NullableToken } from '../../spec/tokens.js';

/** A whole number that a frame carries exactly. */
export const WireInteger = t.refinement(
  t.number,
  (value) => Number.isSafeInteger(value) && !Object.is(value, -0),
  'WireInteger',
);

/** An error: its code and text, the facts that it states, class and stack of the other side, and what caused it. */
export interface WireFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly states: Readonly<Record<string, string>>;
  readonly className: string;
  readonly stack: string;
  readonly cause: WireFailure | null;
}

export const WireFailure: t.Type<WireFailure> = t.recursion('WireFailure', (self) =>
  t.strict({
    code: ErrorCode,
    message: t.string,
    states: t.record(t.string, t.string),
    className: t.string,
    stack: t.string,
    cause: t.union([self, t.null]),
  }),
);

/** Which answer it is: to a call, or to a handshake. */
export const AnswerLeg = t.keyof({ answer: null, greeting: null }, 'AnswerLeg');
export type AnswerLeg = t.TypeOf<typeof AnswerLeg>;

/** Who lives under a name, or matches a pattern? */
export const IdentifyFrame = t.strict({
  frame: t.literal('identify'),
  op: WireInteger,
  sender: WireInteger,
  name: t.string,
});

/** Who answered. */
export const IdentityFrame = t.strict({
  frame: t.literal('identity'),
  op: WireInteger,
  found: t.union([t.strict({ incarnation: WireInteger, address: t.string }), t.null]),
  /** Other endpoints that match the pattern have yet to answer. */
  others: t.boolean,
  /** The endpoint that a pattern was put to. */
  match: t.union([WireInteger, t.null]),
});

/** Version and gateway of a caller. */
export const HandshakeFrame = t.strict({
  frame: t.literal('handshake'),
  op: WireInteger,
  sender: WireInteger,
  incarnation: WireInteger,
  version: WireInteger,
  gateway: t.string,
});

/** An ask or a tell. */
export const InvocationFrame = t.strict({
  frame: t.literal('invocation'),
  op: WireInteger,
  sender: WireInteger,
  incarnation: WireInteger,
  /** Whether an answer is awaited. */
  asked: t.boolean,
  /** `unknown` is a message of no known type; only the suite sends it. */
  kind: t.keyof({ call: null, unknown: null }),
  envelope: t.keyof({ bare: null, fenced: null }),
  /** The token in a fenced envelope. */
  token: NullableToken,
  method: t.string,
  arguments: t.array(t.unknown),
  /** The context of tracing, as OpenTelemetry propagates it: texts by name. */
  trace: t.union([t.record(t.string, t.string), t.null]),
});

/** The answer to an ask or a handshake that went well. */
export const SuccessFrame = t.strict({
  frame: t.literal('success'),
  op: WireInteger,
  leg: AnswerLeg,
  value: t.unknown,
});

/** The answer to an ask or a handshake that failed. */
export const FailureFrame = t.strict({
  frame: t.literal('failure'),
  op: WireInteger,
  leg: AnswerLeg,
  error: WireFailure,
});

/** The sender sends no more, and why. */
export const GoodbyeFrame = t.strict({ frame: t.literal('goodbye'), code: t.string, message: t.string });

/** Is anybody there? */
export const PingFrame = t.strict({ frame: t.literal('ping'), number: WireInteger });

/** The answer to a ping, with its number. */
export const PongFrame = t.strict({ frame: t.literal('pong'), number: WireInteger });

/** One frame. */
export const WireFrame = t.union(
  [
    IdentifyFrame,
    IdentityFrame,
    HandshakeFrame,
    InvocationFrame,
    SuccessFrame,
    FailureFrame,
    GoodbyeFrame,
    PingFrame,
    PongFrame,
  ],
  'WireFrame',
);
export type WireFrame = t.TypeOf<typeof WireFrame>;

/** A frame of one kind. */
export type WireFrameOf<Kind extends WireFrame['frame']> = Extract<WireFrame, { readonly frame: Kind }>;

/** The byte that says of which kind a frame is (WIRE-10). Numbers are for ever. */
export const frameKinds = {
  identify: 1,
  identity: 2,
  handshake: 3,
  invocation: 4,
  success: 5,
  failure: 6,
  goodbye: 7,
  ping: 8,
  pong: 9,
} as const satisfies Record<WireFrame['frame'], number>;
