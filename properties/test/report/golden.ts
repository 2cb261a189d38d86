/** Golden files: what a format looks like, kept for the eye. `FENCEPOST_UPDATE_GOLDEN=1` writes them anew. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ExecutionContext } from 'ava';

const FOLDER = 'properties/test/report/golden';

/** Compares a text with the golden file of this name. */
export function matchesGolden(assert: ExecutionContext, name: string, text: string): void {
  const path = `${FOLDER}/${name}`;
  if (process.env['FENCEPOST_UPDATE_GOLDEN'] === '1') writeFileSync(path, text);
  assert.true(existsSync(path), `${path} is missing: FENCEPOST_UPDATE_GOLDEN=1 writes it`);
  assert.is(text, readFileSync(path, 'utf8'));
}
