/**
 * `npm run docs:flink`: writes `docs/flink.md` from the reports that `npm run verify:flink` has left, one for each
 * version of Flink, or from those that are named.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeOrThrow, type SuiteReport, SuiteReportCodec } from '../../spec/index.js';
import { renderFlinkReport } from './render-report.js';

const TARGET = join('adapters', 'flink', 'target');
const DOCUMENT = join('docs', 'flink.md');
const FAILED = 1;
const USAGE = 64;

interface Options {
  readonly paths: readonly string[];
  readonly output: string;
}

/** The options of the command line, or null after it was explained what is wrong with them. */
function optionsOf(args: readonly string[]): Options | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { output: { type: 'string', default: DOCUMENT } },
      allowPositionals: true,
    });
    return { paths: positionals.length === 0 ? reportsOfVerify() : positionals, output: values.output };
  } catch (error) {
    console.error((error as Error).message);
    console.error('usage: npm run docs:flink -- [--output FILE] [REPORT]...');
    return null;
  }
}

/** What `npm run verify:flink` has written. */
function reportsOfVerify(): readonly string[] {
  if (!existsSync(TARGET)) return [];
  return readdirSync(TARGET)
    .filter((name) => name.startsWith('flink-'))
    .map((name) => join(TARGET, name, 'report.json'))
    .filter((path) => existsSync(path));
}

function read(path: string): SuiteReport {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return decodeOrThrow(SuiteReportCodec, value, path);
}

function main(): number {
  const options = optionsOf(process.argv.slice(2));
  if (options === null) return USAGE;
  const { paths, output } = options;
  if (paths.length === 0) {
    console.error(`There is no report below ${TARGET}: run 'npm run verify:flink' first, or name reports.`);
    return USAGE;
  }
  try {
    writeFileSync(output, renderFlinkReport(paths.map(read)));
  } catch (error) {
    console.error((error as Error).message);
    return FAILED;
  }
  console.log(`wrote ${output} from ${paths.join(', ')}`);
  return 0;
}

process.exitCode = main();
