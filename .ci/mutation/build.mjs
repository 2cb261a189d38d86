// Compiles the instrumented copy, with the packages of the project and the stand-in for ava where its tests look for them.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const project = process.env.FENCEPOST_PROJECT ?? '';
symlinkSync(join(project, 'node_modules'), 'node_modules', 'junction');
const compiler = join('node_modules', 'typescript-7', 'bin', 'tsc');
// The types of the copy mean nothing: every mutant is in it at once.
const options = [
  '-p',
  '.',
  '--noCheck',
  '--incremental',
  'false',
  '--declaration',
  'false',
  '--declarationMap',
  'false',
];
const { status } = spawnSync(process.execPath, [compiler, ...options], { stdio: 'inherit' });
cpSync(join('.ci', 'mutation', 'shim'), join('dist', 'node_modules', 'ava'), { recursive: true });

// The instrumented code goes on counting what it passes when a mutant is hunted. That takes most of the time, for nothing.
const counting = 'function cover() {';
for (const folder of ['models', 'impl'].map((room) => join('dist', room)))
  for (const name of readdirSync(folder, { recursive: true }).map(String)) {
    if (!name.endsWith('.js')) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    const changed = text.replace(counting, `${counting} if (ns.hunting) return;`);
    if (changed !== text) writeFileSync(join(folder, name), changed);
  }
process.exitCode = status ?? 1;
