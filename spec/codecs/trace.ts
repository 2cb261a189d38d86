/** Codecs of traces: outcomes, events, header (see `trace.ts` of the room for what each means). */
import * as t from 'io-ts';
import { ErrorCode, errorClasses } from '../errors.js';
import { PlainValue } from '../operations.js';
import type {
  BeginEvent,
  CallStack,
  ClosedEvent,
  Decision,
  EndEvent,
  EndKind,
  InvokeEvent,
  Lane,
  Leg,
  LoseEvent,
  Outcome,
  OutcomeEvent,
  Role,
  RunEvent,
  Trace,
  TraceEnd,
  TraceEvent,
  TraceHeader,
} from '../trace.js';
import { OperationCodec } from './operation.js';
import { Milliseconds, Natural, objectOf } from './primitives.js';
import { codecOf } from './proof.js';

/** What comes first in the call stack of an error. */
export const CallStackCodec = codecOf<CallStack>()(
  t.keyof({ caller: null, gateway: null, none: null }, 'CallStack'),
);

/** How an operation came out. */
export const OutcomeCodec = codecOf<Outcome>()(
  t.union(
    [
      t.readonly(t.strict({ kind: t.literal('value'), value: PlainValue })),
      objectOf(
        { kind: t.literal('error'), code: ErrorCode },
        {
          thrown: t.boolean,
          failure: t.string,
          cause: ErrorCode,
          states: t.readonlyArray(t.string),
          callStack: CallStackCodec,
        },
      ),
    ],
    'Outcome',
  ),
);

/** A client lane, or the main thread of an endpoint. */
export const LaneCodec = codecOf<Lane>()(
  t.union([t.readonly(t.strict({ lane: Natural })), t.readonly(t.strict({ mainOf: Natural }))], 'Lane'),
);

/** What a handler is. */
export const RoleCodec = codecOf<Role>()(
  t.keyof({ call: null, run: null, callable: null, start: null, stop: null, 'service-task': null }, 'Role'),
);

/** How a handler ended. */
export const EndKindCodec = codecOf<EndKind>()(
  t.keyof({ return: null, throw: null, future: null, null: null }, 'EndKind'),
);

/** The kind of an action. */
export const LegCodec = codecOf<Leg>()(
  t.keyof(
    {
      request: null,
      due: null,
      timer: null,
      answer: null,
      timeout: null,
      identify: null,
      identity: null,
      handshake: null,
      greeting: null,
      result: null,
      return: null,
      unreachable: null,
      close: null,
      'stop-future': null,
      kill: null,
      gone: null,
      fault: null,
      down: null,
      'close-timeout': null,
      tick: null,
    },
    'Leg',
  ),
);

type Refusal = `refuse:${ErrorCode}`;

const refusals = Object.fromEntries(
  Object.keys(errorClasses).map((code) => [`refuse:${code}`, null]),
) as Record<Refusal, null>;

/** What the recipient of an action decided. */
export const DecisionCodec = codecOf<Decision>()(
  t.keyof(
    {
      execute: null,
      drop: null,
      arm: null,
      'on-start': null,
      'on-stop': null,
      ignore: null,
      pause: null,
      terminate: null,
      drain: null,
      fail: null,
      found: null,
      none: null,
      accept: null,
      shake: null,
      settle: null,
      late: null,
      resend: null,
      answer: null,
      release: null,
      ...refusals,
    },
    'Decision',
  ),
);

const handler = { at: Milliseconds, endpoint: Natural, role: RoleCodec, work: Natural };

/** An operation was carried out. */
export const InvokeEventCodec = codecOf<InvokeEvent>()(
  t.readonly(
    t.strict({
      event: t.literal('invoke'),
      at: Milliseconds,
      op: Natural,
      by: LaneCodec,
      operation: OperationCodec,
    }),
    'InvokeEvent',
  ),
);

/** An operation came out. */
export const OutcomeEventCodec = codecOf<OutcomeEvent>()(
  t.readonly(
    t.strict({ event: t.literal('outcome'), at: Milliseconds, op: Natural, outcome: OutcomeCodec }),
    'OutcomeEvent',
  ),
);

/** A handler or hook began. */
export const BeginEventCodec = codecOf<BeginEvent>()(
  t.readonly(t.strict({ event: t.literal('begin'), ...handler }), 'BeginEvent'),
);

/** A handler or hook ended. */
export const EndEventCodec = codecOf<EndEvent>()(
  objectOf({ event: t.literal('end'), ...handler, how: EndKindCodec }, { gives: OutcomeCodec }, 'EndEvent'),
);

/** A registered resource was closed. */
export const ClosedEventCodec = codecOf<ClosedEvent>()(
  t.readonly(
    t.strict({ event: t.literal('closed'), at: Milliseconds, endpoint: Natural, resource: Natural }),
    'ClosedEvent',
  ),
);

/** An action ran. */
export const RunEventCodec = codecOf<RunEvent>()(
  objectOf(
    {
      event: t.literal('run'),
      at: Milliseconds,
      leg: LegCodec,
      id: Natural,
      decision: DecisionCodec,
      rule: t.string,
    },
    { endpoint: Natural, gives: OutcomeCodec },
    'RunEvent',
  ),
);

/** A message was lost. */
export const LoseEventCodec = codecOf<LoseEvent>()(
  t.readonly(
    t.strict({
      event: t.literal('lose'),
      at: Milliseconds,
      leg: LegCodec,
      id: Natural,
      reason: t.keyof({
        partition: null,
        'drop-next': null,
        'too-large': null,
        undecodable: null,
        overflow: null,
      }),
    }),
    'LoseEvent',
  ),
);

/** One event of a trace. */
export const TraceEventCodec = codecOf<TraceEvent>()(
  t.union(
    [
      InvokeEventCodec,
      OutcomeEventCodec,
      BeginEventCodec,
      EndEventCodec,
      ClosedEventCodec,
      RunEventCodec,
      LoseEventCodec,
    ],
    'TraceEvent',
  ),
);

/** What is known before the first event. */
export const TraceHeaderCodec = codecOf<TraceHeader>()(
  t.readonly(
    t.strict({
      format: t.literal('fencepost-trace'),
      version: t.literal(1),
      target: t.string,
      capabilities: t.readonlyArray(t.string),
      services: t.readonlyArray(
        objectOf(
          {
            remote: t.boolean,
            frameBytes: Natural,
            askTimeoutMs: Milliseconds,
            forceSerialization: t.boolean,
          },
          { captureCallStacks: t.boolean },
        ),
      ),
      complete: t.boolean,
    }),
    'TraceHeader',
  ),
);

/** A whole trace. */
export const TraceCodec = codecOf<Trace>()(
  t.readonly(t.strict({ header: TraceHeaderCodec, events: t.readonlyArray(TraceEventCodec) }), 'Trace'),
);

/** The last line of a trace in a file. */
export const TraceEndCodec = codecOf<TraceEnd>()(
  t.readonly(
    t.strict({
      end: t.literal('fencepost-trace'),
      events: Natural,
      quiet: t.boolean,
      gap: t.union([t.string, t.null]),
    }),
    'TraceEnd',
  ),
);

/** One line of a trace in a file. */
export const TraceLineCodec = t.union([TraceHeaderCodec, TraceEventCodec, TraceEndCodec], 'TraceLine');
