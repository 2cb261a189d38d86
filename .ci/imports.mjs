// Applies the import rules to the sources, refuses to be green when the tool read nothing,
// and plants one violation a rule in a throwaway copy to prove that each rule bites.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const folders = ['spec', 'models', 'impl', 'properties', 'adapters', 'examples', 'bench'];
const root = process.cwd();
const cruiser = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** @param {string} cwd */
function cruise(cwd) {
  const present = folders.filter((folder) => existsSync(join(cwd, folder)));
  const args = [cruiser, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...present];
  const run = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 29 });
  if (run.error !== undefined || run.stdout === '') {
    throw new Error(`dependency-cruiser did not run: ${run.error?.message ?? run.stderr}`);
  }
  const report = JSON.parse(run.stdout);
  const read = report.modules.filter((module) => folders.includes(module.source.split('/')[0]));
  return { read, violations: report.summary.violations };
}

/** @param {string} folder @returns {number} */
function sources(folder) {
  if (!existsSync(folder)) return 0;
  const names = readdirSync(folder, { recursive: true }).map(String);
  return names.filter((name) => name.endsWith('.ts') && !name.includes('node_modules')).length;
}

function checkSources() {
  const { read, violations } = cruise(root);
  const expected = folders.reduce((sum, folder) => sum + sources(folder), 0);
  const imports = read.reduce((sum, module) => sum + module.dependencies.length, 0);
  for (const violation of violations) {
    const path = [violation.from, ...(violation.cycle?.map((step) => step.name) ?? [violation.to])].join(
      ' -> ',
    );
    console.error(`${violation.rule.severity} ${violation.rule.name}: ${path}`);
  }
  if (read.length < expected || expected === 0) {
    console.error(`the import tool read ${read.length} of ${expected} sources: its answer means nothing`);
    return false;
  }
  console.log(`${read.length} modules, ${imports} imports, ${violations.length} violations`);
  return violations.length === 0;
}

/** One planted import for each rule: the file, its text, and the rule that has to notice. */
const planted = [
  ['spec/a.ts', `import '../models/index.js';`, 'spec-imports-no-room'],
  [
    'spec/b.ts',
    `import type { X } from '../properties/index.js';\nexport type Y = X;`,
    'spec-imports-no-room',
  ],
  ['models/a.ts', `import '../impl/index.js';`, 'models-import-spec-only'],
  ['impl/a.ts', `import '../models/index.js';`, 'impl-imports-spec-only'],
  ['impl/b.ts', `import '../properties/index.js';`, 'impl-imports-spec-only'],
  ['impl/d.ts', `export const late = () => import('../models/index.js');`, 'impl-imports-spec-only'],
  ['properties/a.ts', `import '../bench/index.js';`, 'properties-import-the-three-rooms'],
  ['properties/b.ts', `import 'xstate';`, 'xstate-in-models-only'],
  [
    'impl/e.ts',
    `import type { AnyStateMachine } from 'xstate';\nexport type M = AnyStateMachine;`,
    'xstate-in-models-only',
  ],
  ['models/b.ts', `import 'fast-check';`, 'fast-check-in-properties-only'],
  ['impl/f.ts', `import '@fast-check/ava';`, 'fast-check-in-properties-only'],
  ['impl/transport/nats-elsewhere.ts', `import '@nats-io/transport-node';`, 'nats-in-one-file-only'],
  ['impl/telemetry/b.ts', `import '@opentelemetry/api';`, 'open-telemetry-in-one-file-only'],
  ['impl/g.ts', `import 'node:async_hooks';`, 'node-in-its-places-only'],
  ['impl/core/a.ts', `import 'fs';`, 'node-in-its-places-only'],
  [
    'models/c.ts',
    `import type { Socket } from 'node:net';\nexport type S = Socket;`,
    'node-in-its-places-only',
  ],
  ['impl/everywhere.ts', `import './transport/b.js';`, 'browser-entry-reaches-no-node-module'],
  ['impl/transport/b.ts', `import type { Socket } from 'node:net';\nexport type S = Socket;`, undefined],
  ['impl/h.ts', `import 'ws';`, 'ws-in-its-places-only'],
  ['impl/i.ts', `import './transport/web-socket-channel.js';`, 'web-sockets-of-node-behind-their-own-entry'],
  ['impl/transport/web-socket-channel.ts', `import 'ws';`, undefined],
  ['spec/c.ts', `import './test/helper.js';`, 'tests-are-imported-by-tests-only'],
  ['properties/c.ts', `import 'ava';`, 'shipped-code-needs-no-development-package'],
  ['properties/d.ts', `import 'no-such-package';`, 'import-resolves'],
  ['properties/e.ts', `import '@typescript/old';`, 'package-is-declared'],
  ['spec/d.ts', `import './e.js';`, 'no-cycle'],
  ['spec/e.ts', `import './d.js';`, undefined],
];

/** Files that keep every rule and must be left alone. */
const innocent = [
  ['spec/test/helper.ts', `import 'ava';\nimport 'fast-check';\nimport 'node:fs';`],
  ['spec/generate.ts', `import 'node:fs';\nimport './index.js';`],
  ['models/d.ts', `import 'xstate';\nimport '../spec/index.js';`],
  ['impl/web-socket.ts', `import './transport/web-socket-channel.js';`],
  ['impl/transport/a.ts', `import 'node:net';\nimport '../index.js';`],
  ['impl/test/a.test.ts', `import '@fast-check/ava';\nimport 'ava';\nimport 'fast-check';`],
  [
    'properties/f.ts',
    `import 'fast-check';\nimport '../models/index.js';\nimport '../impl/index.js';\nimport 'node:fs';`,
  ],
];

function selfTest() {
  const folder = mkdtempSync(join(tmpdir(), 'imports-'));
  try {
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json'])
      cpSync(name, join(folder, name));
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
    const indexes = ['spec', 'models', 'impl', 'properties', 'bench'].map((room) => [
      `${room}/index.ts`,
      'export {};',
    ]);
    for (const [path, text] of [...indexes, ...planted, ...innocent]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${text}\n`);
    }
    const { violations } = cruise(folder);
    const noticed = (path, rule) =>
      violations.some((found) => found.from === path && found.rule.name === rule);
    const judged = planted.filter(([, , rule]) => rule !== undefined);
    const missed = judged.filter(([path, , rule]) => !noticed(path, rule));
    const wronged = violations.filter((found) => innocent.some(([path]) => path === found.from));
    for (const [path, , rule] of missed) console.error(`planted in ${path}, not noticed: ${rule}`);
    for (const found of wronged)
      console.error(`refused without cause: ${found.rule.name} ${found.from} -> ${found.to}`);
    console.log(`self-test: ${judged.length - missed.length} of ${judged.length} planted violations noticed`);
    return missed.length === 0 && wronged.length === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const clean = checkSources();
const bites = selfTest();
process.exitCode = clean && bites ? 0 : 1;
