/**
 * Histories recorded from Apache Flink 2.3.0 itself (its published jars, local and remote delivery, one thread a lane),
 * judged by the same oracle that judges the reference. They hold observable events alone, so the search finds an order
 * that explains them. The fixtures are traces in the format of `spec/trace.ts`; the program that recorded them is not
 * a part of the repository.
 */
import { readFileSync } from 'node:fs';
import test from 'ava';
import { decodeOrThrow, type Outcome, type Trace, TraceCodec, type TraceEvent } from '../../spec/index.js';
import { checkTrace } from '../index.js';

const stories: Readonly<Record<number, string>> = {
  1: 'MSG-01, DEAD-01, HAND-02 asks before START, calls of every kind, terminate, asks to the dead',
  2: 'ORD-03, MSG-01 two lanes race asks with START and TERMINATE',
  3: 'FENCE-01, FENCE-02, FENCE-04, FENCE-06 the right, a wrong, a null and no token',
  4: 'STOP-02, TERM-03, DEAD-02 calls while onStop is pending, and what is queued when it completes',
  5: 'START-02, START-05 a failed start with calls behind it',
  6: 'LIFE-04, LIFE-06, SELF-04, SELF-12 pause and start again, delayed runs, call-async',
  7: 'LIFE-10, SUPER-02, SUPER-04 START while terminating takes the siblings down',
  8: 'SERV-02, SERV-03, HAND-17 closing a service with endpoints',
  9: 'STOP-03, STOP-05, LIFE-19, FENCE-14 failing hooks, throwing constructors, raw messages',
};

function history(number: number): Trace {
  const file = new URL(`../../../models/test/fixtures/flink-2.3.0/${number}.json`, import.meta.url);
  return decodeOrThrow(TraceCodec, JSON.parse(readFileSync(file, 'utf8')), 'trace');
}

const profileOf = (trace: Trace) => ({ capabilities: new Set(trace.header.capabilities as never[]) });

const judge = (trace: Trace) => checkTrace(trace, profileOf(trace));

for (const [number, story] of Object.entries(stories)) {
  test(`${story}: the models accept what the real Flink does`, (t) => {
    const trace = history(Number(number));
    const verdict = judge(trace);
    t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
    t.true(verdict.exercised.size > 20, 'hardly any rule was judged');
  });

  test(`${story}: a handler that begins twice is rejected`, (t) => {
    const trace = history(Number(number));
    const index = trace.events.findIndex(({ event }) => event === 'begin');
    const forged = [
      ...trace.events.slice(0, index + 1),
      trace.events[index] as TraceEvent,
      ...trace.events.slice(index + 1),
    ];
    const verdict = judge({ ...trace, events: forged });
    t.is(verdict.verdict, 'rejected');
    t.true(verdict.verdict === 'rejected' && verdict.rules.length > 0);
  });

  test(`${story}: an answer that nobody gave is rejected`, (t) => {
    const trace = history(Number(number));
    const asked = new Set(
      trace.events.flatMap((event) =>
        event.event === 'invoke' && event.operation.type === 'call' && event.operation.method !== 'tell'
          ? [event.op]
          : [],
      ),
    );
    const forgery: Outcome = { kind: 'value', value: 'forged' };
    const index = trace.events.findIndex((event) => event.event === 'outcome' && asked.has(event.op));
    const events = trace.events.map((event, position) =>
      position === index && event.event === 'outcome' ? { ...event, outcome: forgery } : event,
    );
    t.is(judge({ ...trace, events }).verdict, 'rejected');
  });
}
