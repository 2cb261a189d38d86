/**
 * Programs: the TypeScript of a document, compiled against the published types with the project's own options and run
 * in a process of its own. The blocks of a document are read from top to bottom: one that begins with an import begins
 * a program, every other goes on with the program above it. The package is imported by its name, as users do.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** The file name under which the compiler sees a program: it decides how `fencepost` resolves, and nothing is written. */
function virtualPath(program: Program, position: number): string {
  return resolve(dirname(program.path), `${position}-program.ts`);
}

function strictOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, include: [], files: [] },
    ts.sys,
    process.cwd(),
  );
  const { outDir: _, tsBuildInfoFile: __, ...rest } = options; // without them, the shipped types are what is read
  return { ...rest, noEmit: true, incremental: false, declaration: false, declarationMap: false };
}

/**
 * Type-checks programs, all at once.
 *
 * @returns for each program what is wrong with it, line by line; nothing when it compiles
 */
export function compile(programs: readonly Program[]): readonly (readonly string[])[] {
  const options = strictOptions();
  const host = ts.createCompilerHost(options);
  const sources = new Map(programs.map((program, position) => [virtualPath(program, position), program]));
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  host.readFile = (path) => sources.get(path)?.text ?? readFile(path);
  host.getSourceFile = (path, languageVersion, ...more) => {
    const program = sources.get(path);
    if (program === undefined) return getSourceFile(path, languageVersion, ...more);
    return ts.createSourceFile(path, program.text, languageVersion);
  };
  const compiled = ts.createProgram([...sources.keys()], options, host);
  return [...sources].map(([path, program]) => {
    const source = compiled.getSourceFile(path);
    return ts.getPreEmitDiagnostics(compiled, source).map((diagnostic) => {
      const { line } = source?.getLineAndCharacterOfPosition(diagnostic.start ?? 0) ?? { line: 0 };
      return `${program.path}:${line + 1} ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`;
    });
  });
}

/** How a run ended. */
export interface Run {
  /** The exit code; `null` when the run was cut off by its limit. */
  readonly code: number | null;
  readonly output: string;
}

/** The folder of this file's compiled form, and the one of the whole compilation. */
const here = dirname(fileURLToPath(import.meta.url));
const prelude = new URL('./prelude.js', import.meta.url).href;
const compiledTop = resolve(here, '..', '..', '..');

/**
 * Runs a program: with Node, or with the test runner when it imports that.
 *
 * @returns exit code and output; a program that does not end by itself is cut off
 */
export async function run(program: Program): Promise<Run> {
  const { text, lines } = instrument(program.path, program.text);
  const folder = join(compiledTop, `docs-programs-${process.pid}`, 'test');
  const file = join(folder, `${program.name.replace(/[^\w.-]/g, '-')}.test.js`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, emit(program, `expect_.all(${JSON.stringify(lines)}); ${text}`));
  const isTest = /from 'ava'/.test(text);
  const ava = join('node_modules', 'ava', 'entrypoints', 'cli.mjs');
  const command = isTest
    ? [ava, relative(process.cwd(), file)]
    : ['--enable-source-maps', '--import', prelude, file];
  try {
    return await execute(command, isTest ? { NODE_OPTIONS: `--import=${prelude}` } : {});
  } finally {
    rmSync(file, { force: true });
  }
}

/** Removes what runs have left. */
export function cleanUp(): void {
  rmSync(join(compiledTop, `docs-programs-${process.pid}`), { recursive: true, force: true });
}

function emit(program: Program, text: string): string {
  const compilerOptions = { ...strictOptions(), noEmit: false, sourceMap: false, inlineSourceMap: true };
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
