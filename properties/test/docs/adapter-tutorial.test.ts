/**
 * Goal: whoever follows the tutorial literally sees what it says. Method: its commands run in an empty folder, its Python
 * methods replace those of the same name, in the order of the page.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import test from 'ava';
import { parseDocument } from './document.js';

const PATH = 'docs/adapter-tutorial.md';
const text = readFileSync(PATH, 'utf8');
const { blocks } = parseDocument(PATH, text);

/** How many lines one reads before the first rule is red. */
const LINES_BEFORE_RED_MAX = 40;

test('the first red rule comes within forty lines', (t) => {
  const lines = text.split('\n').findIndex((line) => line.endsWith('# red'));
  t.true(lines > 0 && lines <= LINES_BEFORE_RED_MAX, `${lines} lines`);
});

const hasPython = spawnSync('python3', ['--version']).status === 0;
const following = hasPython ? test : test.skip;

following('whoever follows the tutorial literally ends with a green suite', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fencepost-tutorial-'));
  try {
    const reader = new Reader(folder);
    for (const block of blocks) {
      if (block.language === 'python') reader.edit(block.lines.join('\n'));
      if (block.language !== 'sh') continue;
      for (const command of block.lines) {
        const code = reader.run(command);
        t.is(code, command.endsWith('# red') ? 1 : 0, `${command}\n${reader.output}`);
        if (command.endsWith('# red')) t.regex(reader.output, /^✗ ADDR-12/m);
      }
    }
    t.regex(reader.output, /CONFORMANT: my-implementation/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Somebody who types what the page says. */
class Reader {
  output = '';
  private folder: string;
  private readonly environment: NodeJS.ProcessEnv;

  constructor(folder: string) {
    this.folder = folder;
    const main = resolve('dist/properties/cli/main.js');
    const npx = join(folder, 'npx');
    writeFileSync(npx, `#!/bin/sh\nshift\nexec "${process.execPath}" "${main}" "$@"\n`);
    chmodSync(npx, 0o755);
    this.environment = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` };
  }

  /** @returns the exit code */
  run(command: string): number {
    const [program = '', where = ''] = command.split(' ');
    if (program === 'cd') {
      this.folder = join(this.folder, where);
      return 0;
    }
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
      cwd: this.folder,
      env: this.environment,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    this.output = stdout + stderr;
    return status ?? -1;
  }

  /** Replaces methods of the adapter, or adds them before the first one that is replaced. */
  edit(methods: string): void {
    const file = join(this.folder, 'adapter.py');
    let source = readFileSync(file, 'utf8');
    for (const method of methods.split(/\n\n(?= {4}def )/)) {
      const name = /def (\w+)/.exec(method)?.[1] ?? '';
      const old = new RegExp(`    def ${name}\\(.*?(?=\\n\\n)`, 's');
      source = old.test(source)
        ? source.replace(old, () => method)
        : source.replace('    def create_endpoint', () => `${method}\n\n    def create_endpoint`);
    }
    writeFileSync(file, source);
  }
}

following('the templates of all languages that are here pass the hello world', (t) => {
  const languages = [
    ['python', 'python3 adapter.py', 'python3'],
    ['javascript', 'node adapter.mjs', 'node'],
    ['go', 'go run .', 'go'],
  ] as const;
  const main = resolve('dist/properties/cli/main.js');
  for (const [language, command, program] of languages) {
    if (spawnSync(program, [program === 'go' ? 'version' : '--version']).status !== 0) {
      t.log(`${language} is not here: its template was skipped`);
      continue;
    }
    const folder = mkdtempSync(join(tmpdir(), 'fencepost-init-'));
    try {
      execFileSync(process.execPath, [main, 'init', '--lang', language, folder]);
      const parameters = ['verify', '--profile', 'smoke', '--rules', 'hello', '--adapter', command];
      const output = execFileSync(process.execPath, [main, ...parameters], { cwd: folder, encoding: 'utf8' });
      t.regex(output, /CONFORMANT: my-implementation/, language);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
});
