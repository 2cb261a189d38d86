/** What `npm run verify:flink` does before any version of Flink is built. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { decodeOrThrow, ExpectedDifferencesCodec, rules } from '../../../spec/index.js';

const program = fileURLToPath(new URL('../verify.js', import.meta.url));
/** Tests run in the root of the package. */
const differencesFile = 'adapters/flink/expected-differences.json';

test('without a JDK and Maven it says so, and how to get them, and is skipped', (t) => {
  const { status, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8', env: { PATH: '' } });
  t.is(status, 77);
  t.regex(stderr, /Flink was not judged: no 'java' was found; no 'mvn' was found\./);
  t.regex(stderr, /apt-get install openjdk-17-jdk-headless maven/);
});

test('a line of Flink without a build is a mistake of the user', (t) => {
  const { status, stderr } = spawnSync(process.execPath, [program, '--flink', '1.3'], { encoding: 'utf8' });
  t.is(status, 64);
  t.regex(stderr, /There is no build for Flink '1\.3': there are 2\.3, 1\.20, 1\.15/);
});

test('every expected difference is about a rule of the book', (t) => {
  const { differences } = decodeOrThrow(
    ExpectedDifferencesCodec,
    JSON.parse(readFileSync(differencesFile, 'utf8')),
    differencesFile,
  );
  const known = new Set(rules.map(({ id }) => id));
  t.deepEqual(
    differences.filter(({ rule }) => !known.has(rule)),
    [],
  );
});
