/**
 * `npm run verify:flink`: builds the adapter for each version of Apache Flink and runs the suite against it. The newest
 * version is judged by the profile `default`, the others by `quick`. Without a JDK and Maven it says so and how to get
 * them, and ends with the exit code 77: skipped, which is neither good nor bad.
 *
 * The report of each version is written to `adapters/flink/target/flink-<line>/report.json`.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** The lines of Flink with a Maven profile `flink-<line>`, the newest first. */
const LINES = ['2.3', '1.20', '1.15'] as const;
type Line = (typeof LINES)[number];

const JDK_MIN = 17;
const SKIPPED = 77;
const USAGE = 64;

/** The root of the package: this file is run from `dist/adapters/flink`. */
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const home = join('adapters', 'flink');

/** A scenario mostly waits: so many copies of the adapter run at the same time. */
const COPIES = 3;

/** Short-lived processes: start quickly, stay small. */
const JVM_OPTIONS = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx1g'];

interface Options {
  readonly lines: readonly Line[];
  readonly profile: string | undefined;
  readonly seed: string;
}

/** The options of the command line, or null after it was explained what is wrong with them. */
function optionsOf(args: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        flink: { type: 'string', multiple: true },
        profile: { type: 'string' },
        seed: { type: 'string', default: '1' },
      },
    });
    const asked = values.flink ?? LINES;
    const unknown = asked.find((line) => !LINES.some((known) => known === line));
    if (unknown !== undefined)
      throw new Error(`There is no build for Flink '${unknown}': there are ${LINES.join(', ')}`);
    return {
      lines: LINES.filter((line) => asked.includes(line)),
      profile: values.profile,
      seed: values.seed,
    };
  } catch (error) {
    console.error((error as Error).message);
    console.error('usage: npm run verify:flink -- [--flink LINE]... [--profile NAME] [--seed NUMBER]');
    return null;
  }
}

// --- what must be there -----------------------------------------------------------------------------------------------

/** What a tool says when it is asked for its version; null when there is no such tool. */
function versionText(tool: string): string | null {
  const { status, stdout, stderr } = spawnSync(tool, ['-version'], { encoding: 'utf8' });
  return status === 0 ? `${stdout}${stderr}` : null;
}

/** The major version of the Java that Maven and the adapter would run on; null when there is none. */
function javaVersion(): number | null {
  const match = /version "(\d+)/.exec(versionText('java') ?? '');
  return match === null ? null : Number(match[1]);
}

/** What is missing, and how to get it; empty when everything is there. */
function missingTools(): readonly string[] {
  const java = javaVersion();
  const missing: string[] = [];
  if (java === null) missing.push(`no 'java' was found`);
  else if (java < JDK_MIN) missing.push(`'java' is version ${java}`);
  else if (versionText('javac') === null) missing.push(`there is a Java ${java}, but no compiler ('javac')`);
  if (versionText('mvn') === null) missing.push(`no 'mvn' was found`);
  return missing;
}

function explainMissing(missing: readonly string[]): void {
  console.error(`Flink was not judged: ${missing.join('; ')}.`);
  console.error(
    `The adapter for Apache Flink needs a JDK of version ${JDK_MIN} or later, and Maven 3.6 or later:`,
  );
  console.error('  Debian, Ubuntu   apt-get install openjdk-17-jdk-headless maven');
  console.error('  Fedora           dnf install java-17-openjdk-devel maven');
  console.error('  macOS            brew install openjdk@17 maven');
  console.error(
    '  Windows          winget install EclipseAdoptium.Temurin.17.JDK, and https://maven.apache.org/install.html',
  );
}

// --- one version --------------------------------------------------------------------------------------------------------

/** Runs a command in the package and shows what it writes. */
function run(command: string, args: readonly string[]): number {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

function build(line: Line): number {
  return run('mvn', ['-q', '-B', '-f', join(home, 'pom.xml'), `-Pflink-${line}`, 'package']);
}

function judge(line: Line, { profile, seed }: Options): number {
  const folder = join(home, 'target', `flink-${line}`);
  const adapter = ['exec java', ...JVM_OPTIONS, '-jar', join(folder, 'adapter.jar')].join(' ');
  return run(process.execPath, [
    join('dist', 'properties', 'cli', 'main.js'),
    'verify',
    ...['--adapter', adapter],
    ...['--profile', profile ?? (line === LINES[0] ? 'default' : 'quick')],
    ...['--seed', seed],
    ...['--parallel', String(COPIES)],
    ...['--expected', join(home, 'expected-differences.json')],
    ...['--json', join(folder, 'report.json')],
  ]);
}

/** Builds and judges each version; the first exit code that is not 0 counts. */
function verifyFlink(options: Options): number {
  let worst = 0;
  for (const line of options.lines) {
    console.log(`\n--- Apache Flink ${line}`);
    const code = build(line) || judge(line, options);
    if (worst === 0) worst = code;
  }
  return worst;
}

function main(): number {
  const options = optionsOf(process.argv.slice(2));
  if (options === null) return USAGE;
  const missing = missingTools();
  if (missing.length === 0) return verifyFlink(options);
  explainMissing(missing);
  return SKIPPED;
}

process.exitCode = main();
