/** Writes the published kill matrix, `docs/kill-matrix.md`, from what `npm run mutate` has left, if it has been run. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { decodeOrThrow, KillMatrixCodec } from '../../spec/index.js';
import { rulesWithoutMutant } from './catalogue/without.js';
import { renderMatrix } from './render-matrix.js';

const MATRIX = 'docs/kill-matrix.json';

/** See the head of this file. */
export function writeKillMatrix(): void {
  if (!existsSync(MATRIX)) return;
  const matrix = decodeOrThrow(KillMatrixCodec, JSON.parse(readFileSync(MATRIX, 'utf8')), MATRIX);
  writeFileSync('docs/kill-matrix.md', renderMatrix(matrix, rulesWithoutMutant));
}
