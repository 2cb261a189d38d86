/** `fencepost init --lang LANG DIR`: puts an adapter into a folder that passes the hello world and waits to be completed. */
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { UsageError } from './exit-codes.js';

/** The templates lie beside the compiled sources, in the repository as in the package. */
const templates = fileURLToPath(new URL('../../../adapters/templates/', import.meta.url));

/** How the adapter of a language is started, in its folder. */
const commands: Readonly<Record<string, string>> = {
  python: 'python3 adapter.py',
  javascript: 'node adapter.mjs',
  go: 'go run .',
};

/** Adds the verb. */
export function addInit(program: Command): void {
  program
    .command('init <folder>')
    .description('write the beginning of an adapter into a folder')
    .requiredOption('--lang <language>', `its language: ${Object.keys(commands).join(', ')}`)
    .action((folder: string, { lang }: { readonly lang: string }) => {
      for (const line of init(folder, lang)) console.log(line);
    });
}

function init(folder: string, named: string): readonly string[] {
  const language = named.toLowerCase();
  const command = Object.hasOwn(commands, language) ? commands[language] : undefined;
  if (command === undefined)
    throw new UsageError(
      `There is no template for '${named}': languages are ${Object.keys(commands).join(', ')}`,
    );
  const source = join(templates, language);
  const target = resolve(folder);
  const names = readdirSync(source);
  const there = names.find((name) => existsSync(join(target, name)));
  if (there !== undefined)
    throw new UsageError(`${join(folder, there)} exists already: choose another folder`);
  try {
    mkdirSync(target, { recursive: true });
    for (const name of names) cpSync(join(source, name), join(target, name));
  } catch (error) {
    throw new UsageError(`The template cannot be written to ${folder}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return [
    ...names.map((name) => `wrote ${join(folder, name)}`),
    '',
    'Next, in that folder:',
    `  npx fencepost verify --profile smoke --rules hello --adapter '${command}'   # green`,
    `  npx fencepost verify --profile smoke --adapter '${command}'                 # the first red rule says what comes next`,
  ];
}
