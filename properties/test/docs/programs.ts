/**
 * Programs: the TypeScript of a document, compiled against the published types with the project's own options and run
 * in a process of its own. The blocks of a document are read from top to bottom: one that begins with an import begins
 * a program, every other goes on with the program above it. The package is imported by its name, as users do.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Document } from './document.js';
import { instrument } from './expectations.js';

/** TypeScript of a document, or a whole file. */
export interface Program {
  /** Where it stands, for people: `docs/index.md:12`. */
  readonly name: string;
  /** The path of its document. */
  readonly path: string;
  /** Its code; every line has the number that it has in its document. */
  readonly text: string;
}

/** The limit of one run, in milliseconds. */
const RUN_MS_MAX = 60_000;

/** The programs of a document. */
export function programsOf({ path, blocks }: Document): readonly Program[] {
  const programs: { name: string; path: string; lines: string[] }[] = [];
  for (const block of blocks.filter(({ language }) => language === 'ts')) {
    if (programs.length === 0 || (block.lines[0] ?? '').startsWith('import ')) {
      programs.push({ name: `${path}:${block.line}`, path, lines: [] });
    }
    const { lines } = programs.at(-1) as { lines: string[] };
    while (lines.length < block.line - 1) lines.push('');
    lines.push(...block.lines);
  }
  return programs.map((program) => ({ name: program.name, path, text: `${program.lines.join('\n')}\n` }));
}

/** A source file as a program. */
export function programOfFile(path: string): Program {
  return { name: path, path, text: readFileSync(path, 'utf8') };
}

/** The folder of this file's compiled form, and that of the whole compilation, in which programs find the package. */
const here = dirname(fileURLToPath(import.meta.url));
const workshop = join(resolve(here, '..', '..', '..'), `docs-programs-${process.pid}`);

/**
 * Type-checks programs, all at once, with the compiler and the options of the project.
 *
 * @returns for each program what is wrong with it, line by line; nothing when it compiles
 * @throws Error when the compiler says what belongs to no program
 */
export function compile(programs: readonly Program[]): readonly (readonly string[])[] {
  const folder = mkdtempSync(join(made(workshop), 'types-'));
  const files = programs.map((_, position) => `${position}.ts`);
  for (const [position, { text }] of programs.entries()) writeFileSync(join(folder, `${position}.ts`), text);
  const compilerOptions = {
    rootDir: '.',
    outDir: 'out',
    noEmit: true,
    incremental: false,
    tsBuildInfoFile: null,
  };
  const config = { extends: resolve('tsconfig.json'), compilerOptions, files, include: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiler = join('node_modules', 'typescript-7', 'bin', 'tsc');
  const args = [compiler, '--project', folder, '--pretty', 'false'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const reports: string[][] = programs.map(() => []);
  for (const line of `${stdout}${stderr}`.split('\n')) {
    if (line === '' || line.startsWith(' ')) continue; // the second and later lines of a report
    const [, position = '', at, message] = /(\d+)\.ts\((\d+),\d+\): (.*)$/.exec(line) ?? [];
    const report = reports[Number(position)];
    if (position === '' || report === undefined) throw new Error(`the compiler said: ${line}`);
    report.push(`${programs[Number(position)]?.path}:${at} ${message}`);
  }
  return reports;
}

function made(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** How a run ended. */
export interface Run {
  /** The exit code; `null` when the run was cut off by its limit. */
  readonly code: number | null;
  readonly output: string;
}

const prelude = new URL('./prelude.js', import.meta.url).href;

/**
 * Runs a program: with Node, or with the test runner when it imports that.
 *
 * @returns exit code and output; a program that does not end by itself is cut off
 */
export async function run(program: Program): Promise<Run> {
  const { text, lines } = instrument(program.path, program.text);
  const folder = mkdtempSync(join(made(join(workshop, 'test')), 'run-'));
  const file = join(folder, `${program.name.replace(/[^\w.-]/g, '-')}.test.js`);
  writeFileSync(file, emit(program, `expect_.all(${JSON.stringify(lines)}); ${text}`));
  const isTest = /from '(?:@fast-check\/)?ava'/.test(text);
  const ava = join('node_modules', 'ava', 'entrypoints', 'cli.mjs');
  const command = isTest
    ? [ava, relative(process.cwd(), file)]
    : ['--enable-source-maps', '--import', prelude, file];
  try {
    return await execute(command, isTest ? { NODE_OPTIONS: `--import=${prelude}` } : {});
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes what runs have left. */
export function cleanUp(): void {
  rmSync(workshop, { recursive: true, force: true });
}

function emit(program: Program, text: string): string {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    inlineSourceMap: true,
  };
  return ts.transpileModule(text, { compilerOptions, fileName: program.path.replace(/\.md$/, '.ts') })
    .outputText;
}

function execute(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Run> {
  return new Promise((resolveRun, reject) => {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, FORCE_COLOR: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: RUN_MS_MAX,
    });
    let output = '';
    const collect = (chunk: string): void => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => resolveRun({ code, output }));
  });
}
