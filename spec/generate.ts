/**
 * Writes everything that is generated from the data of this room: the rule book, the rule table, the map from
 * Flink's own tests, the lock of the rule ids and the JSON Schemas. Run from the top folder: `npm run generate`.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderFlinkTests } from './book/flink-tests.js';
import { printJson } from './book/print-json.js';
import { renderRuleBook } from './book/rule-book.js';
import { renderRuleTable, type TitledFile } from './book/rule-table.js';
import { renderLock } from './book/rules-lock.js';
import { publishedSchemas, schemaOf } from './codecs/index.js';
import { rules } from './rules/index.js';

/** The path of the lock from the top folder. */
export const LOCK_PATH = 'spec/rules.lock';

const ROOMS = ['spec', 'models', 'impl', 'properties'];

/** A generated file. */
export interface GeneratedFile {
  /** Path from the top folder. */
  readonly path: string;
  readonly text: string;
}

/**
 * Every generated file as it should be.
 *
 * @param top the top folder of the repository, from which the lock and the titles of properties and tests are read
 * @returns path and text of each file; nothing is written
 */
export function generatedFiles(top: string): GeneratedFile[] {
  const lock = existsSync(join(top, LOCK_PATH)) ? readFileSync(join(top, LOCK_PATH), 'utf8') : '';
  return [
    { path: 'docs/rule-book.md', text: renderRuleBook() },
    { path: 'docs/rule-table.md', text: renderRuleTable(titledFiles(top)) },
    { path: 'docs/flink-tests.md', text: renderFlinkTests() },
    {
      path: LOCK_PATH,
      text: renderLock(
        lock,
        rules.map((rule) => rule.id),
        shortHash,
      ),
    },
    ...publishedSchemas.map((published) => ({
      path: `spec/schemas/${published.name}.schema.json`,
      text: printJson(schemaOf(published)),
    })),
  ];
}

/** The first 16 hexadecimal digits of the SHA-256 of a text. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The sources whose titles can name rules: all of `properties/`, and the tests of every room. */
function titledFiles(top: string): TitledFile[] {
  return ROOMS.flatMap((room) =>
    readdirSync(join(top, room), { recursive: true, encoding: 'utf8' })
      .map((path) => `${room}/${path.split(sep).join('/')}`)
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
      .filter((path) => path.startsWith('properties/') || /\/test\/.*\.test\.ts$/.test(path))
      .sort()
      .map((path) => ({ path, text: readFileSync(join(top, path), 'utf8') })),
  );
}

function main(): void {
  for (const { path, text } of generatedFiles('.')) {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.info(`wrote ${path}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
