/**
 * Writes the vectors of the rules, `spec/vectors/v1`, and the published kill matrix. Run from the top folder: `npm run
 * generate`. The vectors of each rule are a task of their own, so two processes share them.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rules } from '../spec/index.js';
import { writeKillMatrix } from './mutants/write-document.js';
import { printVectors } from './vectors/print-vectors.js';
import { everyRuleVectors, hasVectors } from './vectors/rule-vectors.js';

const folder = join('spec', 'vectors', 'v1');
const PARTS = 2;

/** Writes the vectors of every rule of one part. */
function writePart(part: number): void {
  const mine = new Set(rules.filter((_rule, index) => index % PARTS === part).map(({ id }) => id));
  for (const vectors of everyRuleVectors((rule) => mine.has(rule))) {
    const path = join(folder, `${vectors.rule}.json`);
    const text = printVectors(vectors);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    writeFileSync(path, text);
    console.info(`wrote ${path}`);
  }
}

async function main(): Promise<void> {
  writeKillMatrix();
  mkdirSync(folder, { recursive: true });
  const current = new Set(rules.filter(hasVectors).map(({ id }) => `${id}.json`));
  for (const name of readdirSync(folder))
    if (name.endsWith('.json') && !current.has(name)) rmSync(join(folder, name));
  const parts = Array.from({ length: PARTS }, (_, part) => fork(fileURLToPath(import.meta.url), [`${part}`]));
  const ends = await Promise.all(parts.map((part) => once(part, 'exit')));
  if (ends.some(([code]) => code !== 0)) throw new Error('a part of the vectors was not written: see above');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , part] = process.argv;
  if (part === undefined) await main();
  else writePart(Number(part));
}
