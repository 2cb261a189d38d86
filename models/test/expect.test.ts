/**
 * Goal: an expectation accepts what it stands for, and nothing else. Method: every expectation beside every error code,
 * returned and thrown, and beside values of every kind.
 */
import test from 'ava';
import type { ErrorCode, Outcome } from '../../spec/index.js';
import { errorClasses } from '../../spec/index.js';
import { describeExpectation, failing, matches, throwing, X } from '../world/expect.js';

const codes = Object.keys(errorClasses) as ErrorCode[];
const error = (code: ErrorCode, more: object = {}): Outcome => ({ kind: 'error', code, ...more }) as Outcome;
const value = (given: unknown): Outcome => ({ kind: 'value', value: given }) as Outcome;

/** The codes that an expectation accepts, of errors that come out or are thrown. */
const accepted = (expected: number, thrown: boolean): readonly ErrorCode[] =>
  codes.filter((code) => matches(error(code, { thrown }), expected, 7, 'text'));

const returned: readonly [keyof typeof X, readonly ErrorCode[]][] = [
  ['failure', ['application']],
  ['nonError', ['application']],
  ['connectionOrTimeout', ['connection', 'ask-timeout']],
  ['unreachableOrConnection', ['recipient-unreachable', 'connection']],
  ['unreachableOrTimeout', ['recipient-unreachable', 'ask-timeout']],
  ['emptyAddress', ['connection', 'ask-timeout', 'illegal-argument']],
  ['ownTimeout', ['ask-timeout', 'application']],
  ['nothingOrSiblingFailed', ['sibling-failed']],
  ['cancelledOrClosed', ['task-cancelled', 'illegal-state']],
  ['notProperlyStopped', ['not-properly-stopped']],
  ['unreachableOrRefused', ['recipient-unreachable']],
  ['anyError', codes],
  ['nothingOrAnyError', codes],
];

for (const [name, expected] of returned)
  test(`the expectation ${name} accepts these errors and no others: ${expected === codes ? 'all' : expected.join(', ')}`, (t) => {
    t.deepEqual([...accepted(X[name], false)].sort(), [...expected].sort());
    t.deepEqual(accepted(X[name], true), name === 'unreachableOrRefused' ? ['illegal-state'] : []);
  });

test('the words for an expectation name every error that it stands for', (t) => {
  const named = returned.filter(([, expected]) => expected !== codes && expected[0] !== 'application');
  for (const [name, expected] of named) {
    const words = describeExpectation(X[name], 7, 'text');
    for (const code of expected) if (name !== 'ownTimeout') t.true(words.includes(code), `${words}: ${code}`);
  }
  t.deepEqual(
    (['failure', 'nonError', 'ownTimeout', 'anyError', 'nothingOrAnyError'] as const).map((name) =>
      describeExpectation(X[name], 7, 'text'),
    ),
    ['the failure of 7', 'the non-error of 7', 'the expired ask of 7', 'an error', 'null or an error'],
  );
});

const ofValues = ['nothing', 'own', 'number', 'text', 'true', 'false', 'anyValue', 'address'] as const;

for (const name of ofValues)
  test(`the expectation ${name}, which is a value, accepts no error`, (t) => {
    t.deepEqual([accepted(X[name], false), accepted(X[name], true)], [[], []]);
  });

test('an error of a code is one that came out, or one that the call threw, and no other', (t) => {
  for (const code of codes) {
    t.deepEqual([accepted(failing(code), false), accepted(failing(code), true)], [[code], []]);
    t.deepEqual([accepted(throwing(code), false), accepted(throwing(code), true)], [[], [code]]);
  }
});

test('a failure that says whose it is has to be that of the operation', (t) => {
  const said = (expected: number, failure: string) =>
    matches(error('application', { failure }), expected, 7, '');
  t.true(said(X.failure, 'ScriptedError: failure of 7'));
  t.false(said(X.failure, 'ScriptedError: failure of 8'));
  t.false(said(X.failure, 'non-error: failure of 7'));
  t.true(said(X.nonError, 'non-error: failure of 7'));
  t.false(said(X.nonError, 'non-error: failure of 8'));
  t.true(said(X.ownTimeout, 'AskTimeoutException: failure of 7'));
  t.false(said(X.ownTimeout, 'AskTimeoutException: failure of 8'));
});

const values: readonly [keyof typeof X, readonly unknown[], readonly unknown[]][] = [
  ['nothing', [null], [0, '', false, 7]],
  ['nothingOrSiblingFailed', [null], [0, '', 7]],
  ['nothingOrAnyError', [null], [0, '', 7]],
  ['own', [7], [null, 8, '7']],
  ['number', [7], [null, 8, '7']],
  ['text', ['text'], [null, 'other', 'text ', 7]],
  ['true', [true], [false, null, 1]],
  ['false', [false], [true, null, 0]],
  ['address', ['akka://somewhere'], [null, 7]],
  ['hostAndPort', ['text', '[text]'], ['text:1', null]],
  ['ending', ['text', 'a text'], ['text.', null, 7]],
  ['generatedName', ['text_1', 'text_42'], ['text', 'text_', 'text_x', 'other_1', null]],
  ['anyValue', [null, 7, 'text', false], []],
  ['anyError', [], [null, 7]],
  ['notProperlyStopped', [], [null, 7]],
];

for (const [name, right, wrong] of values)
  test(`the expectation ${name} accepts its values and no others`, (t) => {
    for (const given of right) t.true(matches(value(given), X[name], 7, 'text'), JSON.stringify(given));
    for (const given of wrong) t.false(matches(value(given), X[name], 7, 'text'), JSON.stringify(given));
  });
