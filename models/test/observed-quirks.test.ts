/**
 * Histories that Apache Flink and the implementation in Go gave under the suite, minimal, each for one thing that is
 * easily taken for a fault: what only the original does is accepted of everybody but of a target that refuses its
 * quirks, and a race is accepted of everybody.
 */
import { readFileSync } from 'node:fs';
import test from 'ava';
import {
  decodeOrThrow,
  type OutcomeEvent,
  type Trace,
  TraceCodec,
  type TraceEvent,
} from '../../spec/index.js';
import { checkTrace, type Profile } from '../index.js';

const quirks: readonly (readonly [file: string, story: string])[] = [
  [
    'flink-quirks/registered-after-an-end-without-stop',
    'STOP-08 resources stay open when an endpoint ends without onStop',
  ],
  ['flink-quirks/answered-after-the-close', 'DEAD-06 an answer within a closed service arrives'],
  ['flink-quirks/local-result-serialized', 'SIZE-12 the result of a method marked local is serialized'],
  [
    'flink-quirks/late-sibling-failure-after-throwing-stop',
    'SUPER-06 an endpoint whose onStop threw counts as killed by the sibling that fails before it is removed',
  ],
  [
    'flink-quirks/killed-after-its-stop-was-heard',
    'SUPER-06 who asks after its end hears as well that a sibling killed an endpoint which had just ended',
  ],
  [
    'flink-quirks/lost-behind-an-undecodable-message',
    'DEAD-03 a message behind one that cannot be decoded finds its link broken, even if it cannot be decoded either',
  ],
  ['flink-quirks/connected-through-a-failed-service', 'HAND-02 a connect of a failed service fails at once'],
  [
    'flink-quirks/answer-of-the-supervisor-lost',
    'HAND-19 the answer of a supervisor is lost with its service',
  ],
  [
    'flink-quirks/ending-lost-with-its-service',
    'TERM-04 nobody hears how an endpoint ended whose service went down early',
  ],
  [
    'flink-quirks/watched-late-and-never-heard',
    'TERM-04 nor does anybody who asks when the endpoint has ended',
  ],
  [
    'flink-quirks/lost-with-the-supervisor',
    'HAND-19 a connect to the supervisor of a failed service expires',
  ],
  [
    'flink-quirks/started-although-its-constructor-threw',
    'LIFE-19 an endpoint whose constructor throws handles the START and the call that it had sent to itself',
  ],
  [
    'flink-quirks/failed-although-its-constructor-threw',
    'LIFE-19, SUPER-02 an endpoint whose constructor throws takes its service down by a message of its own',
  ],
  [
    'flink-quirks/scheduled-in-a-failed-service-that-closes',
    'SERV-13, SERV-10 a service that has failed and is closing runs a task that it has just taken',
  ],
  [
    'go/task-cancelled-with-its-failed-service',
    'SUPER-09, SERV-10 a task of a service is cancelled when its service fails',
  ],
  [
    'go/ask-lost-with-its-failed-service',
    'SUPER-09, DEAD-06 an ask that is open when its service fails comes out at once',
  ],
];

const races: readonly (readonly [file: string, story: string])[] = [
  [
    'flink-quirks/greeting-of-a-pattern-before-terminate',
    'HAND-14 a handshake that was sent before TERMINATE is answered before it, for a pattern too',
  ],
  ['go/ask-made-while-its-service-closes', 'DEAD-06 an ask that is made while its service closes'],
  [
    'go/ask-of-one-endpoint-fails-when-the-other-is-gone-too',
    'DEAD-06 an ask fails with the end of its service, for which another endpoint had to end first',
  ],
  [
    'go/link-lost-between-identification-and-handshake',
    'HAND-14 a connect whose link is lost between its two steps',
  ],
  [
    'flink-quirks/cancelled-as-it-ended',
    'MAIN-10 a cancel comes between the end of a task and that of its handle',
  ],
];

function history(file: string): Trace {
  const path = new URL(`../../../models/test/fixtures/${file}.json`, import.meta.url);
  return decodeOrThrow(TraceCodec, JSON.parse(readFileSync(path, 'utf8')), 'trace');
}

function verdictOf(trace: Trace, profile: Pick<Profile, 'quirks'>): string {
  return checkTrace(trace, { capabilities: new Set(trace.header.capabilities as never[]), ...profile })
    .verdict;
}

for (const [file, story] of quirks) {
  test(`${story}: accepted of the original, and of nobody who refuses its quirks`, (t) => {
    t.is(verdictOf(history(file), { quirks: 'accepted' }), 'accepted');
    t.is(verdictOf(history(file), { quirks: 'refused' }), 'rejected');
  });
}

for (const [file, story] of races) {
  test(`${story}: accepted of everybody`, (t) => {
    t.is(verdictOf(history(file), { quirks: 'accepted' }), 'accepted');
    t.is(verdictOf(history(file), { quirks: 'refused' }), 'accepted');
  });
}

test('SUPER-06 nobody hears of another end of an endpoint than those who asked before', (t) => {
  const { header, events } = history('flink-quirks/killed-after-its-stop-was-heard');
  const [, second] = events.flatMap((event) =>
    event.event === 'outcome' && isSiblingFailed(event) ? [event] : [],
  );
  const contradicted = events.map(
    (event): TraceEvent =>
      event === second ? { ...second, outcome: { kind: 'value', value: null } } : event,
  );
  t.is(verdictOf({ header, events: contradicted }, { quirks: 'accepted' }), 'rejected');
});

test('SUPER-06 a rejection says that an endpoint may have been killed by a sibling when it had just ended', (t) => {
  const { header, events } = history('flink-quirks/killed-after-its-stop-was-heard');
  const first = events.findIndex((event) => event.event === 'outcome' && isSiblingFailed(event));
  const forged = events.map(
    (event, index): TraceEvent =>
      index === first && event.event === 'outcome'
        ? { ...event, outcome: { kind: 'error', code: 'start-failed' } }
        : event,
  );
  const verdict = checkTrace(
    { header, events: forged },
    { capabilities: new Set(header.capabilities as never[]), quirks: 'accepted' },
  );
  t.true(verdict.verdict === 'rejected' && verdict.index === first);
  t.true(
    verdict.verdict === 'rejected' &&
      verdict.accepted.includes('outcome of 11: null or the error sibling-failed'),
  );
});

const isSiblingFailed = ({ outcome }: OutcomeEvent): boolean =>
  outcome.kind === 'error' && outcome.code === 'sibling-failed';
