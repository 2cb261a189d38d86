/**
 * Command lines of the documents: each names a script, a package, a file or a verb that exists. A line that this file
 * knows nothing about counts as wrong, so that none goes unchecked.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Document } from './document.js';

/** One command of a document. */
export interface Command {
  readonly path: string;
  readonly line: number;
  readonly words: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
}

/** The compiled command line. */
const cli = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', 'cli', 'main.js');

/** The commands of the `sh` blocks and of `npm …` and `fencepost …` in running text. */
export function commandsOf({ path, blocks, prose }: Document): readonly Command[] {
  const lines: (readonly [line: number, text: string])[] = [];
  for (const block of blocks.filter(({ language }) => language === 'sh')) {
    for (const [position, text] of block.lines.entries()) lines.push([block.line + position, text]);
  }
  for (const [line, text] of prose) {
    for (const [, code = ''] of text.matchAll(/`((?:npm|npx|fencepost) [^`]+)`/g)) lines.push([line, code]);
  }
  return lines.flatMap(([line, text]) =>
    text
      .replace(/(?:^|\s)#.*$/, '')
      .split('&&')
      .map((command) => command.trim())
      .filter((command) => command !== '')
      .map((command) => ({ path, line, words: command.split(/\s+/) })),
  );
}

/**
 * What is wrong with a command.
 *
 * @returns `null` when everything that it names exists
 */
export function faultOf({ words }: Command): string | null {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const [program, verb = '', ...rest] = words;
  if (program === 'npm') return npmFault(manifest, verb, rest);
  if (program === 'npx') return npxFault(manifest, verb, rest);
  if (program === 'fencepost') return verbFault(verb, rest);
  if (program === 'node' || program === 'python3') return fileFault(verb);
  if (program === 'cd' || program === 'git') return null;
  return fileFault(program ?? '');
}

function npmFault(manifest: Manifest, verb: string, rest: readonly string[]): string | null {
  if (verb === 'ci' || verb === 'test' || verb === 'pack') return null;
  if (verb === 'run') return (rest[0] ?? '') in manifest.scripts ? null : `there is no script ${rest[0]}`;
  if (verb !== 'install') return `npm ${verb} is not known here`;
  const packages = { [manifest.name]: '', ...manifest.dependencies, ...manifest.devDependencies };
  const unknown = rest.filter((word) => !word.startsWith('-') && !(word in packages));
  return unknown.length === 0 ? null : `nothing here uses ${unknown.join(', ')}`;
}

function npxFault(manifest: Manifest, verb: string, rest: readonly string[]): string | null {
  if (verb in manifest.bin) return verbFault(rest[0] ?? '', rest.slice(1));
  if (verb === 'ava') return rest.map(fileFault).find((fault) => fault !== null) ?? null;
  return `npx ${verb} is not known here`;
}

/** A path exists, or is compiled from one that does; patterns and flags are left alone. */
function fileFault(path: string): string | null {
  if (path.startsWith('-') || path.includes('*')) return null;
  const source = path.replace(/^dist\//, '').replace(/\.js$/, '.ts');
  return existsSync(path) || existsSync(join('.', source)) ? null : `there is no ${path}`;
}

const helps = new Map<string, string>();

function helpOf(verbs: readonly string[]): string {
  const key = verbs.join(' ');
  const known = helps.get(key);
  if (known !== undefined) return known;
  const { stdout, status } = spawnSync(process.execPath, [cli, ...verbs, '--help'], { encoding: 'utf8' });
  const help = status === 0 ? stdout : '';
  helps.set(key, help);
  return help;
}

/** The verb is in the help of the program, and each flag in that of the verb. */
function verbFault(verb: string, rest: readonly string[]): string | null {
  const names = (help: string, name: string): boolean => new RegExp(`^\\s+${name}\\b`, 'm').test(help);
  if (!names(helpOf([]), verb)) return `fencepost has no verb ${verb}`;
  const subverb = rest.find((word) => names(helpOf([verb]).split('Commands:')[1] ?? '', word));
  const help = helpOf(subverb === undefined ? [verb] : [verb, subverb]);
  const flag = rest.find((word) => word.startsWith('--') && !help.includes(word));
  return flag === undefined ? null : `fencepost ${verb} has no flag ${flag}`;
}
