/**
 * Goal: CI servers take the JUnit form of every report. Method: the schema of Jenkins, junit-10, as the package pytest
 * carries it, and a library of Python that validates; the golden reports, and whatever reports the codec allows.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc } from '@fast-check/ava';
import test from 'ava';
import { type SuiteReport, SuiteReportCodec } from '../../../spec/index.js';
import { arbitraryOf } from '../../../spec/test/arbitrary-of.js';
import { renderJunit } from '../../report/junit.js';

/** `.ci/tools` puts both there. */
const PYTHON = '.venv/bin/python3';
const SCHEMA = '.venv/share/junit-10.xsd';

const GOLDEN = 'properties/test/report/golden';
const REPORTS = 100;
/** Runs are shorter than that; the form has no exponents. */
const SECONDS_MAX = 1e6;
const SEED = 20_261_122;

/** Prints what is wrong with each file. */
const VALIDATE = `
import sys
from lxml import etree
schema = etree.XMLSchema(etree.parse(sys.argv[1]))
for name in sys.argv[2:]:
    if not schema.validate(etree.parse(name)):
        print(name, schema.error_log.last_error)
`;

const hasValidator = existsSync(SCHEMA) && spawnSync(PYTHON, ['-c', 'import lxml']).status === 0;
const validating = hasValidator ? test : test.skip;

function complaints(files: readonly string[]): string {
  const { stdout, stderr } = spawnSync(PYTHON, ['-c', VALIDATE, SCHEMA, ...files], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return `${stdout}${stderr}`;
}

/** Validates texts as files. */
function complaintsAbout(texts: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'fencepost-junit-'));
  try {
    const files = texts.map((text, position) => {
      const file = join(folder, `${position}.xml`);
      writeFileSync(file, text);
      return file;
    });
    return complaints(files);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

validating('the golden reports are valid', (assert) => {
  const files = readdirSync(GOLDEN).filter((name) => name.endsWith('.junit.xml'));
  assert.true(files.length > 1);
  assert.is(complaints(files.map((name) => join(GOLDEN, name))), '');
});

validating('every report that can be is valid', (assert) => {
  const reports = fc.sample(arbitraryOf(SuiteReportCodec) as fc.Arbitrary<SuiteReport>, {
    seed: SEED,
    numRuns: REPORTS,
  });
  const texts = reports.map(({ totals, ...report }) =>
    renderJunit({ ...report, totals: { ...totals, seconds: Math.abs(totals.seconds) % SECONDS_MAX } }),
  );
  assert.is(complaintsAbout(texts), '');
});

validating('what is no JUnit would be noticed', (assert) => {
  assert.regex(complaintsAbout(['<testsuites><testcase/></testsuites>']), /testcase/);
});
