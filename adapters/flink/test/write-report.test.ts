/**
 * Goal: `docs/flink.md` tells what the reports say, and nothing that they do not. Method: two small made-up reports that
 * hold one of everything, and the cells of the tables made from them.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import {
  capabilityMeanings,
  decodeOrThrow,
  type FailureReport,
  type RuleReport,
  rules,
  type SuiteReport,
  SuiteReportCodec,
} from '../../../spec/index.js';
import { missingCapabilities } from '../missing-capabilities.js';
import { renderFlinkReport } from '../render-report.js';

const program = fileURLToPath(new URL('../write-report.js', import.meta.url));
const difference = {
  rule: 'SIZE-14',
  target: 'Apache Flink',
  from: null,
  upTo: null,
  kind: 'deliberate',
  reason: 'Flink reads 1.5 bytes | as 1.',
  fingerprint: 'comes out otherwise',
} as const;

/** A report in which every rule passed, but for those that are given. */
function reportOf(version: string, changed: Readonly<Record<string, Partial<RuleReport>>>): SuiteReport {
  const verdicts = rules.map(({ id, level }) => {
    const passed = { id, level, verdict: 'passed', exercised: 10, runs: 10, missing: [] } as const;
    return { ...passed, ...changed[id] };
  });
  const count = (verdict: RuleReport['verdict']) =>
    verdicts.filter((rule) => rule.verdict === verdict).length;
  return decodeOrThrow(
    SuiteReportCodec,
    {
      format: 'fencepost-report',
      version: 1,
      verdict: 'conformant',
      profile: 'quick',
      seed: 7,
      target: 'Apache Flink',
      targetVersion: version,
      capabilities: [],
      tier: 2,
      rules: verdicts,
      totals: {
        rules: verdicts.length,
        passed: count('passed'),
        violated: count('violated'),
        differs: count('differs'),
        notExercised: count('not-exercised'),
        notApplicable: count('not-applicable'),
        runs: 100,
        apiRuns: 100,
        inconclusive: 0,
        unrepeated: 0,
        steps: 1000,
        seconds: 1.5,
        stepsPerSecond: 667,
      },
      failures: [],
      differences: [],
      fault: null,
    },
    `report of ${version}`,
  );
}

/** A failure as the suite reports it, with the reason that it gives. */
function failureOf(rule: string, reason: string): FailureReport {
  return {
    rule,
    rules: [rule],
    reason,
    token: 'fp1-api-made-up',
    theme: 'made up',
    lane: 'api',
    scenario: { services: [], steps: [], tape: [] },
    trace: {
      header: {
        format: 'fencepost-trace',
        version: 1,
        target: 'Apache Flink',
        capabilities: [],
        services: [],
        complete: false,
      },
      events: [],
    },
    index: 0,
    accepted: [],
    state: '',
  };
}

const older: SuiteReport = {
  ...reportOf('1.15.1', {
    'SIZE-14': { verdict: 'differs' },
    'DEAD-03': { verdict: 'violated' },
    'ORD-02': { verdict: 'not-exercised', exercised: 1 },
  }),
  verdict: 'violated',
  failures: [
    failureOf('DEAD-03', 'The ask failed\n  by its limit.'),
    failureOf('SIZE-14', 'It comes out otherwise.'),
  ],
  differences: [{ ...difference, outcome: 'as-expected' }],
};
const newer: SuiteReport = {
  ...reportOf('1.20.0', {
    'FENCE-15': { verdict: 'not-applicable', missing: ['mutable-token'] },
    'FENCE-16': { verdict: 'not-applicable', missing: ['mutable-token', 'resources'] },
  }),
  differences: [{ ...difference, outcome: 'passed' }],
};

/** The cells of the rows of a chapter's table, without its head. */
function rowsOf(document: string, heading: string): readonly (readonly string[])[] {
  const chapter = document.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = chapter.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}

const document = renderFlinkReport([older, newer]);

test('every rule has a line with how often each version exercised it', (t) => {
  const rows = rowsOf(document, 'Every rule');
  t.is(rows.length, rules.length);
  t.deepEqual(rows.find(([rule]) => rule?.startsWith('[SIZE-14]'))?.slice(1), ['10', '**differs**']);
  t.deepEqual(rows.find(([rule]) => rule?.startsWith('[ORD-02]'))?.slice(1), [
    '10',
    'not exercised enough: 1 time',
  ]);
});

test('STOP-08 what a rule accepts of the original alone stands beside what the reference does', (t) => {
  const rows = rowsOf(document, 'What the original does otherwise');
  const row = rows.find(([rule]) => rule?.startsWith('[STOP-08]'));
  t.regex(row?.[1] ?? '', /are closed too/);
  t.regex(row?.[2] ?? '', /stay open/);
  t.is(rows.length, rules.flatMap(({ accepts }) => accepts.filter(({ by }) => by === 'original')).length);
});

test('the versions stand in a table, the newest first, with what the totals say', (t) => {
  const lines = document.split('\n## ')[0]!.split('\n');
  const rows = lines.filter((line) => /^\| \d/.test(line)).map((line) => line.split('|').slice(1, -1));
  t.deepEqual(
    rows.map((cells) => cells.map((cell) => cell.trim())),
    [
      ['1.20.0', 'conformant', '2', `${rules.length - 2}`, '0', '0', '0', '2', '100', '1000', 'quick', '7'],
      ['1.15.1', 'violated', '2', `${rules.length - 3}`, '1', '1', '1', '0', '100', '1000', 'quick', '7'],
    ],
  );
  t.regex(document, /5 rules did not pass in every version/);
});

test('a family tells how many of its rules came out how', (t) => {
  const rows = rowsOf(document, 'Rules by family');
  const sizes = rules.filter(({ id }) => id.startsWith('SIZE-')).length;
  const fences = rules.filter(({ id }) => id.startsWith('FENCE-')).length;
  t.deepEqual(
    rows.find(([family]) => family === 'SIZE'),
    ['SIZE', `${sizes}`, `${sizes} passed`, `${sizes - 1} passed, 1 differs`],
  );
  t.deepEqual(
    rows.find(([family]) => family === 'FENCE'),
    ['FENCE', `${fences}`, `${fences - 2} passed, 2 not applicable`, `${fences} passed`],
  );
});

test('each rule that did not pass in some version is listed in full, in the order of the book', (t) => {
  t.deepEqual(
    rowsOf(document, 'Rules that did not pass everywhere').map(([rule, ...cells]) => [
      rule,
      ...cells.slice(0, 2),
    ]),
    [
      ['[SIZE-14](rule-book.md#size-14)', 'passed', '**differs**'],
      ['[DEAD-03](rule-book.md#dead-03)', 'passed', '**violated**'],
      ['[FENCE-15](rule-book.md#fence-15)', 'not applicable: needs `mutable-token`', 'passed'],
      ['[FENCE-16](rule-book.md#fence-16)', 'not applicable: needs `mutable-token`, `resources`', 'passed'],
      ['[ORD-02](rule-book.md#ord-02)', 'passed', 'not exercised enough: 1 time'],
    ],
  );
});

test('what rules need and a version lacks stands once, with the versions and the reason', (t) => {
  const rows = rowsOf(document, 'Why rules do not apply');
  t.deepEqual(
    rows.map(([capability, versions]) => [capability, versions]),
    [
      ['`mutable-token`', '1.20.0'],
      ['`resources`', '1.20.0'],
    ],
  );
  t.regex(rows[0]?.[2] ?? '', /^Since 1.16/);
});

test('a capability that is missing, and nobody says why, is refused', (t) => {
  const report = reportOf('2.3.0', { 'FENCE-15': { verdict: 'not-applicable', missing: ['queries'] } });
  t.throws(() => renderFlinkReport([report]), { instanceOf: RangeError, message: /'queries' is missing/ });
});

test('the reasons are about what the adapter of some era does not have, and about nothing else', (t) => {
  const lacking = ['akka', 'pekko'].flatMap((era) => {
    const source = readFileSync(`adapters/flink/src/${era}/java/fencepost/flink/Era.java`, 'utf8');
    const [list = ''] = /CAPABILITIES =[^;]*/.exec(source) ?? [];
    const has = new Set([...list.matchAll(/"([a-z-]+)"/g)].map(([, name]) => name));
    return Object.keys(capabilityMeanings).filter((name) => !has.has(name));
  });
  const needed = new Set<string>(rules.flatMap(({ requires }) => requires));
  t.deepEqual(
    Object.keys(missingCapabilities).sort(),
    [...new Set(lacking)].filter((name) => needed.has(name)).sort(),
  );
});

test('a difference stands once, with the versions in which it was seen and those in which it was not', (t) => {
  t.deepEqual(rowsOf(document, 'Expected differences'), [
    [
      '[SIZE-14](rule-book.md#size-14)',
      '1.20.0 (passed, which was not expected), 1.15.1',
      'deliberate',
      'Flink reads 1.5 bytes \\| as 1.',
    ],
  ]);
});

test('a violation that was not expected stands on one line with its token, an expected one does not', (t) => {
  t.deepEqual(rowsOf(document, 'Violations that were not expected'), [
    ['1.15.1', '[DEAD-03](rule-book.md#dead-03)', 'The ask failed by its limit.', '`fp1-api-made-up`'],
  ]);
});

test('nothing is claimed of a rule that was not asked for', (t) => {
  const narrow = { ...newer, rules: newer.rules.filter(({ id }) => id !== 'ADDR-01') };
  const rows = rowsOf(renderFlinkReport([narrow]), 'Rules that did not pass everywhere');
  t.deepEqual(rows[0]?.slice(0, 2), ['[ADDR-01](rule-book.md#addr-01)', 'not asked']);
});

test('without anything to tell the chapters say so', (t) => {
  const clean = renderFlinkReport([reportOf('2.3.0', {})]);
  t.regex(clean, /Every rule passed in every version\./);
  t.is(clean.split('\nNone.\n').length - 1, 3);
  t.notRegex(clean, /Faults of the adapter/);
});

test('a fault of the adapter is told', (t) => {
  const fault = {
    code: 'adapter-silent',
    message: 'No answer.',
    line: null,
    during: 'hello',
    diagnostics: '',
  };
  const text = renderFlinkReport([{ ...newer, verdict: 'adapter-fault', fault }]);
  t.deepEqual(rowsOf(text, 'Faults of the adapter'), [['1.20.0', '`adapter-silent`', 'No answer.', 'hello']]);
});

test('reports that do not belong together are refused', (t) => {
  t.throws(() => renderFlinkReport([]), { instanceOf: RangeError, message: /no report/ });
  t.throws(() => renderFlinkReport([newer, newer]), { message: /two reports of version 1\.20\.0/ });
  t.throws(() => renderFlinkReport([newer, { ...older, target: 'Other' }]), { message: /several targets/ });
  t.throws(() => renderFlinkReport([{ ...newer, targetVersion: null }]), { message: /names no version/ });
});

test('the program writes the document from the reports that are named', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fencepost-flink-'));
  try {
    const paths = [older, newer].map((report) => {
      const path = join(folder, `${report.targetVersion}.json`);
      writeFileSync(path, JSON.stringify(report));
      return path;
    });
    const output = join(folder, 'flink.md');
    const run = spawnSync(process.execPath, [program, '--output', output, ...paths], { encoding: 'utf8' });
    t.is(run.status, 0, run.stderr);
    t.is(readFileSync(output, 'utf8'), document);
    writeFileSync(paths[0]!, '{"format": "something"}');
    const broken = spawnSync(process.execPath, [program, '--output', output, ...paths], { encoding: 'utf8' });
    t.is(broken.status, 1);
    t.regex(broken.stderr, /1\.15\.1\.json/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
