/**
 * Goal: the checks of the documents bite. Method: plant each kind of mistake in a document that exists only here, and
 * look for the report; and let correct ones pass.
 */
import test from 'ava';
import { commandsOf, faultOf } from './commands.js';
import { anchorsOf, parseDocument } from './document.js';
import { instrument } from './expectations.js';
import { cleanUp, compile, type Program, programsOf, run } from './programs.js';
import { faultsOf } from './references.js';

test.after.always(cleanUp);

const fenced = (language: string, ...lines: readonly string[]): string =>
  [`\`\`\`${language}`, ...lines, '```'].join('\n');

/** The only program of a document with this block; `path` lies beside the real ones, so that imports resolve alike. */
function programOf(...lines: readonly string[]): Program {
  const [program] = programsOf(parseDocument('docs/planted.md', `# Planted\n\n${fenced('ts', ...lines)}\n`));
  return program as Program;
}

const correct = programOf(
  "import { defineGateway, RpcService, sameToken } from 'fencepost';",
  "const same = sameToken({ type: 'L', bytes: '01' }, { type: 'L', bytes: '01' }); // -> true",
  'const service = new RpcService();',
  'console.log(service.hostName, same); // -> localhost true',
  "await service.connect('nowhere', defineGateway('None', {})); // throws connection",
  'new RpcService({ askTimeoutMs: 0 }); // throws illegal-argument',
  'await service.close(); // -> undefined',
);

/** Code that has to be refused by the compiler, and the line of the document at which it does. */
const mistyped: readonly (readonly [what: string, line: number, program: Program])[] = [
  [
    'a wrong type',
    5,
    programOf(
      "import { RpcService } from 'fencepost';",
      'export const port: string = new RpcService().port;',
    ),
  ],
  [
    'an export that does not exist',
    4,
    programOf("import { RpcServices } from 'fencepost';", 'console.log(RpcServices);'),
  ],
  ['a room that does not exist', 4, programOf("import 'fencepost/nothing';")],
  ['an unchecked index', 5, programOf('const list: number[] = [];', 'export const first: number = list[0];')],
  ['an unused name', 5, programOf('export {};', 'const unused = 1;')],
];

test('a correct program compiles', (assertions) => {
  assertions.deepEqual(compile([correct]), [[]]);
});

test('programs that do not compile are reported at their lines', (assertions) => {
  const reports = compile(mistyped.map(([, , program]) => program));
  for (const [position, [what, line]] of mistyped.entries()) {
    assertions.true(
      reports[position]?.[0]?.startsWith(`docs/planted.md:${line} `),
      `${what}: ${reports[position]}`,
    );
  }
});

test('a correct program runs', async (assertions) => {
  const { code, output } = await run(correct);
  assertions.is(code, 0, output);
});

/** Programs whose run has to fail, and what the report has to say. */
const broken: readonly (readonly [what: string, report: RegExp, program: Program])[] = [
  ['another value', /line 4: found 2/, programOf('1 + 1; // -> 3')],
  ['another value of a name', /line 4: found 2/, programOf('const two = 1 + 1; // -> 3')],
  ['another text', /line 4 printed something else/, programOf("console.log('a'); // -> b")],
  ['no error', /line 4 ended otherwise/, programOf('await Promise.resolve(1); // throws TypeError')],
  [
    'another error',
    /line 4 ended otherwise/,
    programOf('await Promise.reject(new RangeError()); // throws TypeError'),
  ],
  ['an error', /planted/, programOf("throw new Error('planted');")],
  ['an unhandled rejection', /planted/, programOf("void Promise.reject(new Error('planted'));")],
  [
    'an expectation in code that never runs',
    /never reached.* 5/,
    programOf('export const work = () => {', '  1 + 1; // -> 2', '};'),
  ],
  [
    'an expectation of a test file that does not hold',
    /line 5: found 2/,
    programOf("import test from 'ava';", '1 + 1; // -> 3', "test('planted', (t) => t.pass());"),
  ],
  [
    'an expectation of a test file that is never reached',
    /never reached.* 7/,
    programOf(
      "import test from 'ava';",
      "test('planted', (t) => t.pass());",
      'export const work = (): void => {',
      '  1 + 1; // -> 2',
      '};',
    ),
  ],
  [
    'a failing test',
    /1 test failed/,
    programOf("import test from 'ava';", "test('planted', (t) => t.is(1 + 1, 3));"),
  ],
];

for (const [what, report, program] of broken) {
  test(`a run with ${what} fails`, async (assertions) => {
    const { code, output } = await run({ ...program, name: `planted: ${what}` });
    assertions.is(code, 1, output);
    assertions.regex(output, report);
  });
}

test('a passing test passes', async (assertions) => {
  const { code, output } = await run(
    programOf("import test from 'ava';", "test('fine', (t) => t.is(1 + 1, 2));"),
  );
  assertions.is(code, 0, output);
});

test('an expectation at no statement is refused, and so is a block without end or language', (assertions) => {
  assertions.throws(() => instrument('x.ts', 'const a = [\n  1, // -> 1\n];'), { message: /x\.ts:2/ });
  assertions.throws(() => parseDocument('x.md', 'text\n```ts\ncode'), { message: /x\.md:2/ });
  assertions.throws(() => parseDocument('x.md', '```\ncode\n```'), { message: /x\.md:1/ });
});

test('blocks join until an import, and keep their lines', (assertions) => {
  const text = [
    fenced('ts', "import 'a';"),
    'prose',
    fenced('ts', 'second();'),
    fenced('ts', "import 'b';"),
  ].join('\n');
  const programs = programsOf(parseDocument('x.md', text));
  assertions.deepEqual(
    programs.map(({ name }) => name),
    ['x.md:2', 'x.md:9'],
  );
  assertions.is(programs[0]?.text.split('\n')[5], 'second();');
});

test('commands that do not exist are noticed', (assertions) => {
  const faults = (...lines: readonly string[]): readonly (string | null)[] =>
    commandsOf(parseDocument('x.md', fenced('sh', ...lines))).map(faultOf);
  assertions.deepEqual(
    faults('npm ci && npm test  # comment', 'npm run build', '.ci/run', 'npm install fencepost'),
    [null, null, null, null, null],
  );
  assertions.deepEqual(faults('npx fencepost verify --seed 1', 'fencepost rules explain FENCE-01'), [
    null,
    null,
  ]);
  const wrong = [
    'npm run nothing',
    'npm publish',
    'npx fencepost judge',
    'npx fencepost verify --sed 1',
    'make',
    'npx tool',
  ];
  for (const line of wrong) assertions.not(faults(line)[0], null, line);
  const [inProse] = commandsOf(parseDocument('x.md', 'Run `npm run nothing` first.'));
  assertions.not(inProse === undefined ? null : faultOf(inProse), null);
});

test('references to nothing are noticed', (assertions) => {
  const faults = (text: string): readonly string[] => faultsOf(parseDocument('docs/x.md', text));
  assertions.deepEqual(
    faults('FENCE-01, [book](rule-book.md#fence-01), `impl/index.ts`, [self](#x)\n# X'),
    [],
  );
  const wrong = [
    'FENCE-99',
    '[book](rule-bok.md)',
    '[book](rule-book.md#fence-99)',
    '`impl/indx.ts`',
    'x'.repeat(121),
  ];
  for (const text of wrong) assertions.is(faults(text).length, 1, text);
});

test('anchors are those of code hosts', (assertions) => {
  assertions.deepEqual(
    [...anchorsOf(['# Why did my call time out?', '## `fencepost verify`', 'text', '### A-01: two  parts'])],
    ['why-did-my-call-time-out', 'fencepost-verify', 'a-01-two--parts'],
  );
});
