/** Writes the golden frames, from `impl/wire/golden/`. Run from the top folder: `npm run generate`. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { goldenFiles } from './wire/golden/files.js';

function main(): void {
  for (const { path, text } of goldenFiles()) {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.info(`wrote ${path}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
