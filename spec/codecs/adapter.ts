/** Codecs of the adapter protocol: requests and answers (see `adapter.ts` of the room for what each means). */
import * as t from 'io-ts';
import type {
  AdapterEvent,
  AdapterInvokeEvent,
  AdapterRequest,
  DoneAnswer,
  ErrorAnswer,
  HelloAnswer,
  HistoryAnswer,
  Kills,
  RunAnswer,
  SettleAnswer,
} from '../adapter.js';
import { Milliseconds, Natural, objectOf } from './primitives.js';
import { codecOf } from './proof.js';
import { DeviationCodec, ServiceSpecificationCodec, StepCodec } from './scenario.js';
import {
  BeginEventCodec,
  ClosedEventCodec,
  EndEventCodec,
  LaneCodec,
  LoseEventCodec,
  OutcomeEventCodec,
  RunEventCodec,
} from './trace.js';

/** What a scenario may bring down. */
export const KillsCodec = codecOf<Kills>()(t.keyof({ none: null, service: null, process: null }, 'Kills'));

const id = { id: Natural };
const texts = t.readonlyArray(t.string);

/** A request of the suite. */
export const AdapterRequestCodec = codecOf<AdapterRequest>()(
  t.union(
    [
      t.readonly(t.strict({ ...id, verb: t.literal('hello'), protocol: Natural, suite: t.string })),
      t.readonly(
        t.strict({
          ...id,
          verb: t.literal('reset'),
          scenario: t.string,
          rules: texts,
          kills: KillsCodec,
          services: t.readonlyArray(ServiceSpecificationCodec),
        }),
      ),
      t.readonly(
        t.strict({
          ...id,
          verb: t.literal('run'),
          steps: t.readonlyArray(StepCodec),
          tape: t.readonlyArray(DeviationCodec),
          patienceMs: Milliseconds,
        }),
      ),
      t.readonly(t.strict({ ...id, verb: t.literal('perform'), step: StepCodec })),
      t.readonly(t.strict({ ...id, verb: t.literal('settle'), op: Natural, patienceMs: Milliseconds })),
      t.readonly(
        t.strict({
          ...id,
          verb: t.literal('advance'),
          op: Natural,
          milliseconds: Milliseconds,
          patienceMs: Milliseconds,
        }),
      ),
      t.readonly(t.strict({ ...id, verb: t.literal('history') })),
      t.readonly(t.strict({ ...id, verb: t.literal('bye') })),
    ],
    'AdapterRequest',
  ),
);

/** An operation begins. */
export const AdapterInvokeEventCodec = codecOf<AdapterInvokeEvent>()(
  objectOf(
    { event: t.literal('invoke'), at: Milliseconds, op: Natural },
    { by: LaneCodec },
    'AdapterInvokeEvent',
  ),
);

/** One event of a history. */
export const AdapterEventCodec = codecOf<AdapterEvent>()(
  t.union(
    [
      AdapterInvokeEventCodec,
      OutcomeEventCodec,
      BeginEventCodec,
      EndEventCodec,
      ClosedEventCodec,
      RunEventCodec,
      LoseEventCodec,
    ],
    'AdapterEvent',
  ),
);

const events = { events: t.readonlyArray(AdapterEventCodec), complete: t.boolean };

/** The answer to `hello`. */
export const HelloAnswerCodec = codecOf<HelloAnswer>()(
  t.readonly(
    t.strict({ ...id, protocol: Natural, name: t.string, version: t.string, capabilities: texts }),
    'HelloAnswer',
  ),
);

/** The answer to `run`. */
export const RunAnswerCodec = codecOf<RunAnswer>()(
  t.readonly(t.strict({ ...id, ...events, unsettled: texts }), 'RunAnswer'),
);

/** The answer to `history`. */
export const HistoryAnswerCodec = codecOf<HistoryAnswer>()(
  t.readonly(t.strict({ ...id, ...events }), 'HistoryAnswer'),
);

/** The answer to `settle` and `advance`. */
export const SettleAnswerCodec = codecOf<SettleAnswer>()(
  t.readonly(t.strict({ ...id, unsettled: texts }), 'SettleAnswer'),
);

/** The answer to `reset`, `perform` and `bye`. */
export const DoneAnswerCodec = codecOf<DoneAnswer>()(t.readonly(t.strict({ ...id }), 'DoneAnswer'));

/** The answer to a request that cannot be carried out. */
export const ErrorAnswerCodec = codecOf<ErrorAnswer>()(
  t.readonly(t.strict({ ...id, error: t.string }), 'ErrorAnswer'),
);

/** Any line of either side, for the published schema. */
export const AdapterLineCodec = t.union(
  [
    AdapterRequestCodec,
    ErrorAnswerCodec,
    HelloAnswerCodec,
    RunAnswerCodec,
    HistoryAnswerCodec,
    SettleAnswerCodec,
    DoneAnswerCodec,
  ],
  'AdapterLine',
);
