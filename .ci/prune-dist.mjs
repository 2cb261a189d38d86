// Removes compiled files whose source is gone: a deleted test must not go on running.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const compiled = /\.(?:js|d\.ts)(?:\.map)?$/;

for (const room of existsSync('dist') ? readdirSync('dist', { withFileTypes: true }) : []) {
  if (!room.isDirectory()) continue;
  for (const entry of readdirSync(join('dist', room.name), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !compiled.test(entry.name)) continue;
    const output = join(entry.parentPath, entry.name);
    const source = output.slice('dist/'.length).replace(compiled, '.ts');
    if (!existsSync(source)) rmSync(output, { force: true });
  }
}
