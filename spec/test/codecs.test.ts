/** Goal: a value survives the way through JSON, whatever it is. Method: values generated from the codecs themselves. */
import test from 'ava';
import fc from 'fast-check';
import * as t from 'io-ts';
import {
  ActionNameCodec,
  DecisionCodec,
  decodeOrThrow,
  ErrorReport,
  LegCodec,
  Message,
  NestedOperationCodec,
  OperationCodec,
  OutcomeCodec,
  objectOf,
  RemoteMessage,
  RunEventCodec,
  ScenarioCodec,
  StartHookCodec,
  StopHookCodec,
  TraceCodec,
  TraceEndCodec,
  TraceEventCodec,
  TraceHeaderCodec,
  WorkScriptCodec,
} from '../codecs/index.js';
import { arbitraryOf } from './arbitrary-of.js';

const RUNS = { seed: 20_010_101, numRuns: 300 };

const roundTrips: Readonly<Record<string, t.Mixed>> = {
  ActionName: ActionNameCodec,
  Decision: DecisionCodec,
  ErrorReport,
  Leg: LegCodec,
  Message,
  NestedOperation: NestedOperationCodec,
  Operation: OperationCodec,
  Outcome: OutcomeCodec,
  RemoteMessage,
  RunEvent: RunEventCodec,
  Scenario: ScenarioCodec,
  StartHook: StartHookCodec,
  StopHook: StopHookCodec,
  Trace: TraceCodec,
  TraceEnd: TraceEndCodec,
  TraceEvent: TraceEventCodec,
  TraceHeader: TraceHeaderCodec,
  WorkScript: WorkScriptCodec,
};

for (const [name, codec] of Object.entries(roundTrips)) {
  test(`${name} survives encoding, JSON and decoding`, (assertions) => {
    fc.assert(
      fc.property(arbitraryOf(codec), (value: unknown) => {
        const text = JSON.stringify(codec.encode(value));
        const decoded: unknown = decodeOrThrow(codec, JSON.parse(text), name);
        return codec.is(value) && fc.stringify(decoded) === fc.stringify(value);
      }),
      RUNS,
    );
    assertions.pass();
  });
}

test('unknown fields are dropped', (assertions) => {
  const decoded = decodeOrThrow(
    RunEventCodec,
    { event: 'run', at: 0, leg: 'gone', id: 1, decision: 'release', rule: 'TERM-06', colour: 'red' },
    'event',
  );
  assertions.deepEqual(decoded, {
    event: 'run',
    at: 0,
    leg: 'gone',
    id: 1,
    decision: 'release',
    rule: 'TERM-06',
  });
});

test('an optional field that is undefined counts as absent, and null does not', (assertions) => {
  const codec = objectOf({ a: t.string }, { b: t.number });
  assertions.deepEqual(Object.keys(decodeOrThrow(codec, { a: '', b: undefined }, 'value')), ['a']);
  assertions.throws(() => decodeOrThrow(codec, { a: '', b: null }, 'value'), { message: /^value\.b: / });
  assertions.false(codec.is({ a: '', b: undefined }));
  assertions.deepEqual(codec.encode({ a: '', b: 1 }), { a: '', b: 1 });
  assertions.deepEqual(codec.encode({ a: '' }), { a: '' });
});

test('SELF-01 work of the own service never decodes from a wire', (assertions) => {
  for (const message of [
    { message: 'run-async', work: 1, dueAtMs: 0 },
    { message: 'call-async', work: 1 },
    { message: 'control', control: 'terminate' },
    { message: 'unfenced', content: { message: 'call-async', work: 1 } },
    { message: 'fenced', token: null, content: { message: 'run-async', work: 1, dueAtMs: 0 } },
  ]) {
    assertions.true(Message.is(message));
    assertions.false(RemoteMessage.is(message));
  }
});
