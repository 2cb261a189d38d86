/**
 * Goal: nothing in the documents is wrong without being noticed. Method: every TypeScript block and every example is
 * compiled and run with its expectations, every command is looked up, every reference is followed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { renderErrorList } from '../../../spec/book/error-list.js';
import { renderTierTable } from '../../../spec/book/tier-table.js';
import { families, rules } from '../../../spec/index.js';
import { hasNatsServer, NatsServer } from '../../transports/nats-server.js';
import { commandsOf, faultOf } from './commands.js';
import { documents, parseDocument } from './document.js';
import { lifecyclePicture } from './picture.js';
import { cleanUp, compile, programOfFile, programsOf, run } from './programs.js';
import { faultsOf } from './references.js';

const all = documents();
const examples = readdirSync('examples')
  .filter((name) => name.endsWith('.ts'))
  .map((name) => programOfFile(`examples/${name}`));
const programs = [...all.flatMap(programsOf), ...examples];

test.after.always(cleanUp);

test('every program of the documents compiles with the strict options of the project', (assertions) => {
  assertions.true(programs.length > 0);
  assertions.deepEqual(compile(programs).flat(), []);
});

/** The server that programs over NATS speak of; they are run with one that was started for them. */
const NATS_SERVER = 'nats://127.0.0.1:4222';
let natsServer: NatsServer | null = null;
test.after.always(() => natsServer?.stop());

for (const program of programs) {
  const needsNats = program.text.includes(NATS_SERVER);
  const running = needsNats && !hasNatsServer() ? test.skip : test;
  running(`${program.name} runs and does what it says`, async (assertions) => {
    if (needsNats) natsServer ??= await NatsServer.start();
    const text = program.text.replaceAll(NATS_SERVER, natsServer?.url ?? NATS_SERVER);
    const { code, output } = await run({ ...program, text });
    assertions.is(code, 0, output);
  });
}

for (const document of all) {
  test(`${document.path} names commands that exist`, (assertions) => {
    const faults = commandsOf(document).map((command) => {
      const fault = faultOf(command);
      return fault === null ? null : `${command.path}:${command.line} ${command.words.join(' ')}: ${fault}`;
    });
    assertions.deepEqual(
      faults.filter((fault) => fault !== null),
      [],
    );
  });

  test(`${document.path} refers to things that exist`, (assertions) => {
    assertions.deepEqual(faultsOf(document), []);
  });

  test(`${document.path} holds JSON that can be read`, (assertions) => {
    const blocks = document.blocks.filter(({ language }) => language === 'json');
    for (const { lines } of blocks) assertions.notThrows(() => JSON.parse(lines.join('\n')) as unknown);
    assertions.pass();
  });
}

test('the example of the README is the file of the same name', (assertions) => {
  const { blocks } = parseDocument('README.md', readFileSync('README.md', 'utf8'));
  const shown = blocks.find(({ language }) => language === 'ts')?.lines.join('\n');
  const file = readFileSync('examples/leader-and-follower.ts', 'utf8');
  assertions.is(shown, file.slice(file.indexOf('import ')).trimEnd());
});

test('the picture of the README is the chart of the lifecycle, folded', (assertions) => {
  const { blocks } = parseDocument('README.md', readFileSync('README.md', 'utf8'));
  const shown = blocks.find(({ language }) => language === 'mermaid')?.lines.join('\n');
  assertions.is(shown, lifecyclePicture().join('\n'));
});

test('the output of the README speaks of this rule book', (assertions) => {
  const { blocks } = parseDocument('README.md', readFileSync('README.md', 'utf8'));
  const [output] = blocks.filter(
    ({ language, lines }) => language === 'text' && /^family/.test(lines[0] ?? ''),
  );
  const shown = output?.lines
    .map((line) => /^[A-Z]+(?=\s)/.exec(line)?.[0])
    .filter((name) => name !== undefined);
  assertions.deepEqual(
    shown,
    families.map(({ name }) => name),
  );
  assertions.regex(output?.lines.at(-1) ?? '', new RegExp(`of ${rules.length} rules passed`));
});

test('the table of tiers in the chapter about judging is that of the specification', (assertions) => {
  assertions.true(
    readFileSync('docs/judging-an-implementation.md', 'utf8').includes(`\n${renderTierTable()}\n`),
    renderTierTable(),
  );
});

test('every document can be reached from the map', (assertions) => {
  const map = readFileSync('docs/index.md', 'utf8');
  const chapters = readdirSync('docs').filter((name) => name.endsWith('.md') && name !== 'index.md');
  assertions.deepEqual(
    chapters.filter((name) => !map.includes(`](${name})`)),
    [],
  );
});

test('the list of errors in the chapter about operations is that of the specification', (assertions) => {
  assertions.true(
    readFileSync('docs/operations.md', 'utf8').includes(`\n${renderErrorList()}\n`),
    renderErrorList(),
  );
});
