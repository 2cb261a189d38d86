// Which mutants compile: a "checker" of Stryker. Its own plugin compiles the project anew for every mutant, which takes a
// second each. Here all mutants of a file are compiled at once: each is a copy of the file, and one run of the compiler
// sees all copies, beside the files that they import.
//
// That is exact where a mutant changes nothing that other files see: where the declarations of its copy are those of the
// file. The few others, and those of a file whose copies do not compile even without a mutant, are left to the plugin.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { CheckStatus } from '@stryker-mutator/api/check';
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import { createTypescriptChecker } from '@stryker-mutator/typescript-checker';

/** So many copies at once: more take more memory than a small machine has. */
const COPIES_MAX = 500;

const compiles = { status: CheckStatus.Passed };

class Compiling {
  /** @param root the top folder @param plugin makes Stryker's own checker */
  constructor(root, plugin) {
    this.root = root;
    this.plugin = plugin;
  }

  async init() {}

  /** The mutants of each file together. */
  async group(mutants) {
    const groups = new Map();
    for (const { id, fileName } of mutants) {
      const group = groups.get(fileName)?.at(-1);
      if (group !== undefined && group.length < COPIES_MAX) group.push(id);
      else groups.set(fileName, [...(groups.get(fileName) ?? []), [id]]);
    }
    return [...groups.values()].flat();
  }

  async check(mutants) {
    const found = compileCopies(this.root, relative(this.root, mutants[0].fileName), mutants);
    const results = {};
    for (const [index, mutant] of mutants.entries()) {
      const reason = found[index];
      if (reason === null) results[mutant.id] = compiles;
      else if (reason !== undefined) results[mutant.id] = { status: CheckStatus.CompileError, reason };
      else Object.assign(results, await (await this.ready()).check([mutant]));
    }
    return results;
  }

  /** The plugin, which takes seconds to begin. */
  async ready() {
    this.began ??= (async () => {
      const checker = this.plugin();
      await checker.init();
      return checker;
    })();
    return this.began;
  }
}

/**
 * Compiles a file with each of the mutants.
 *
 * @param {string} root the top folder
 * @param {string} file relative to it
 * @param mutants of that file, as Stryker describes them: lines and columns count from 0
 * @returns {(string | null | undefined)[]} for each what the compiler says of it, `null` when it compiles, `undefined`
 *   when it has to be asked alone
 */
export function compileCopies(root, file, mutants) {
  const original = readFileSync(join(root, file), 'utf8');
  mkdirSync(join(root, 'dist-mutation'), { recursive: true });
  const folder = mkdtempSync(join(root, 'dist-mutation', 'copies-'));
  try {
    const names = [original, ...mutants.map((mutant) => withMutant(original, mutant))].map((text, index) => {
      const name = file.replace(/\.ts$/, `.${index}.ts`);
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
      return name;
    });
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings(names)));
    const errors = errorsOf(root, folder);
    const out = join(folder, 'out', relative(root, folder));
    const declarations = names.map((name) => readFileSync(join(out, name.replace(/ts$/, 'd.ts')), 'utf8'));
    if (errors.has(names[0])) return mutants.map(() => undefined);
    return mutants.map((_, index) => {
      const error = errors.get(names[index + 1]);
      if (error !== undefined) return error;
      return declarations[index + 1] === declarations[0] ? null : undefined;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the compiler is told: copies find what they import as if they stood beside the file. */
const settings = (names) => ({
  extends: '../../.ci/mutation/tsconfig.json',
  compilerOptions: {
    rootDirs: ['../..', '.'],
    rootDir: '../..',
    outDir: 'out',
    emitDeclarationOnly: true,
    declarationMap: false,
    incremental: false,
    // A mutant makes code that nobody reaches or needs. That is no mistake.
    noUnusedLocals: false,
    noUnusedParameters: false,
    allowUnreachableCode: true,
  },
  files: names,
  include: [],
});

/** The first thing that the compiler says of each copy. @returns {Map<string, string>} by name */
function errorsOf(root, folder) {
  const compiler = join(root, 'node_modules', 'typescript-7', 'bin', 'tsc');
  const { stdout, status } = spawnSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const errors = new Map();
  for (const [, name, words] of stdout.matchAll(/^(\S+?)\(\d+,\d+\): (error .*)$/gm))
    if (!errors.has(name)) errors.set(name, words);
  if (status !== 0 && errors.size === 0) throw new Error(`the compiler failed: ${stdout.slice(0, 1000)}`);
  return errors;
}

/** The text of a file with a mutant in it. */
function withMutant(text, { location: { start, end }, replacement }) {
  const lines = text.split('\n');
  const before = [...lines.slice(0, start.line), lines[start.line].slice(0, start.column)].join('\n');
  const after = [lines[end.line].slice(end.column), ...lines.slice(end.line + 1)].join('\n');
  return before + replacement + after;
}

function compiling(injector) {
  const options = injector.resolve(commonTokens.options);
  return new Compiling(options.fencepost.root, () => injector.injectFunction(createTypescriptChecker));
}
compiling.inject = tokens(commonTokens.injector);

export const strykerPlugins = [declareFactoryPlugin(PluginKind.Checker, 'compiling', compiling)];
