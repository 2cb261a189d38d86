/**
 * What the models say of known histories, word for word. Goal: a change of what a search tries, of the rules that count
 * as exercised, or of what a rejection tells is seen, although every verdict stays the same. Method: files of before,
 * compared line by line; `FENCEPOST_UPDATE_GOLDEN=1` writes them anew, and whoever does that reads the difference.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import test from 'ava';
import type { Capability, RuleVectors, Trace } from '../../spec/index.js';
import { Oracle, observable, type Profile, ruleIds, type Verdict } from '../index.js';
import { mutable, recorded } from './support.js';

const PINNED = 'models/test/fixtures/pinned';
const VECTORS = 'spec/vectors/v1';
const FOREIGN = ['flink-2.3.0', 'flink-quirks', 'go'].map((name) => `models/test/fixtures/${name}`);

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const jsonFiles = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => `${folder}/${name}`);

const vectors = jsonFiles(VECTORS).map((path) => readJson(path) as RuleVectors);

const profileOf = ({ header }: Trace, quirks: 'accepted' | 'refused'): Profile => ({
  capabilities: new Set(header.capabilities as Capability[]),
  quirks,
});

interface Judged {
  readonly verdict: Verdict;
  readonly effort: number;
  readonly exercised: string;
}

function judged(history: Trace, profile: Profile): Judged {
  const oracle = new Oracle(profile);
  const verdict = oracle.judge(history);
  const counts = Array.from(oracle.exercised, (count, rule) =>
    count > 0 ? `${ruleIds[rule]} ${count}` : '',
  );
  return { verdict, effort: oracle.effort, exercised: counts.filter((text) => text !== '').join(', ') };
}

/** The lines of the file of this name. */
function pinned(name: string, lines: readonly string[]): readonly string[] {
  const path = `${PINNED}/${name}`;
  if (process.env['FENCEPOST_UPDATE_GOLDEN'] === '1') {
    mkdirSync(PINNED, { recursive: true });
    writeFileSync(path, `${lines.join('\n')}\n`);
  }
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
}

test('ORD-08 a search tries what it has always tried', (t) => {
  const lines = [
    ...recorded().map((trace) => `${trace.title}: ${judged(observable(trace), mutable).effort}`),
    ...FOREIGN.flatMap(jsonFiles).map((path) => {
      const history = readJson(path) as Trace;
      return `${path}: ${judged(history, profileOf(history, 'accepted')).effort}`;
    }),
    ...vectors.map(({ rule, accepted, rejected }) => {
      const efforts = [
        ...accepted.map(({ history }) => judged(observable(history), profileOf(history, 'accepted'))),
        ...rejected.map(({ history, quirks }) => judged(history, profileOf(history, quirks))),
      ];
      return `${rule}: ${efforts.map(({ effort }) => effort).join(' ')}`;
    }),
  ];
  t.deepEqual(lines, pinned('efforts.txt', lines));
});

test('every rule is exercised as often as it has always been', (t) => {
  const lines = [
    ...recorded().map((trace) => `${trace.title}: ${judged(trace, mutable).exercised}`),
    ...vectors.flatMap(({ rule, accepted }) =>
      accepted.map(({ history }) => `${rule}: ${judged(history, profileOf(history, 'accepted')).exercised}`),
    ),
  ];
  t.deepEqual(lines, pinned('exercised.txt', lines));
});

test('a rejection says what its vector says, and knows the situation and the states that it has always known', (t) => {
  const lines: string[] = [];
  for (const { rule, rejected } of vectors)
    for (const { history, quirks, index, rules, reason, possible } of rejected) {
      const { verdict } = judged(history, profileOf(history, quirks));
      if (verdict.verdict !== 'rejected') return t.fail(`${rule}: ${verdict.verdict}`);
      const { situation, state } = verdict;
      const said = { index: verdict.index, reason: verdict.reason, possible: verdict.accepted };
      t.deepEqual(
        { ...said, rules: [...verdict.rules, ...situation] },
        { index, reason, possible, rules },
        rule,
      );
      lines.push(`${rule}: ${situation.join(' ')} | ${state}`);
    }
  t.deepEqual(lines, pinned('states.txt', lines));
});

/** The rules that may be claimed for an action of a trace, so that it and everything before it is accepted. */
function claimable({ header, events }: Trace, index: number): readonly string[] {
  const oracle = new Oracle(mutable);
  return ruleIds.filter((rule) => {
    oracle.reset(header);
    const told = events
      .slice(0, index + 1)
      .map((event, position) => (position === index ? { ...event, rule } : event));
    return told.every((event) => oracle.accept(event));
  });
}

test('ORD-07 for the first action of each leg, the rules that may be claimed are those of always', (t) => {
  const first = new Map<string, string>();
  for (const trace of recorded())
    trace.events.forEach((event, index) => {
      if (event.event !== 'run' || first.has(event.leg)) return;
      first.set(event.leg, `${event.leg} ${event.decision}: ${claimable(trace, index).join(' ')}`);
    });
  const lines = [...first.values()].sort();
  t.deepEqual(lines, pinned('claims.txt', lines));
});
