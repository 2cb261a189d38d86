/** Writes the tables, and the charts as pictures: `npm run generate`. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedFiles } from './generated.js';

/** The top folder of the repository: the compiled file lies in `dist/models`. */
const top = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..', '..');

for (const [path, text] of generatedFiles((content) => createHash('sha256').update(content).digest('hex'))) {
  mkdirSync(dirname(join(top, path)), { recursive: true });
  writeFileSync(join(top, path), text);
}
