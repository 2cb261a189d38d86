/**
 * Goal: a mistake in a scenario as text is never passed over, and its message leads to it. Method: one mistake of each kind
 * in an otherwise right file.
 */
import test from 'ava';
import { readScenarioFile } from '../../scenario-text/scenario-file.js';
import { ScenarioTextError } from '../../scenario-text/scenario-text-error.js';

const right = [
  '# LIFE-01 a story',
  '',
  'service 0',
  '1  lane 0  create-endpoint endpoint=1',
  '2  lane 0  call self=1',
  '  does 3  start endpoint=1',
  'hold request 2 until op 1',
  '----',
];

test('the file without a mistake is read', (t) => {
  t.is(readScenarioFile(right.join('\n'), 'a').scenario.steps.length, 2);
});

const mistakes: readonly (readonly [what: string, line: number, text: string | null, message: RegExp])[] = [
  ['a title without rules', 1, '# a story', /'# RULE, RULE sentence'/],
  ['a title that is none', 1, '1  lane 0  settle', /'# RULE, RULE sentence'/],
  ['a rule that there is not', 1, '# LIFE-99 a story', /LIFE-99/],
  ['a service of another number', 3, 'service 1', /service 1, expected service 0/],
  [
    'a field of a service that there is not',
    3,
    'service 0  frames=1',
    /'frames', expected one of askTimeoutMs/,
  ],
  ['a field of a service with another value', 3, 'service 0  remote=1', /1 as service 0\.remote/],
  [
    'a service with nothing where a number belongs',
    3,
    'service 0  frameBytes=null',
    /null as service 0\.frameBytes/,
  ],
  ['a line that is no command', 4, 'create-endpoint endpoint=1', /NUMBER lane NUMBER OPERATION/],
  ['a number that is none', 4, 'x  lane 0  settle', /'x', expected a whole number/],
  [
    'an operation that there is not',
    4,
    '1  lane 0  create endpoint=1',
    /'create', expected a type of operation/,
  ],
  ['an inherited name as an operation', 4, '1  lane 0  toString', /'toString'/],
  [
    'a field that there is not',
    4,
    '1  lane 0  create-endpoint endpoint=1 color=red',
    /'color', expected one of endpoint, service/,
  ],
  ['a field twice', 4, '1  lane 0  create-endpoint endpoint=1 endpoint=1', /'endpoint' twice/],
  ['a field that is missing', 4, '1  lane 0  create-endpoint', /no 'endpoint'/],
  ['a word without a key', 4, '1  lane 0  create-endpoint 1', /'1', expected 'key=value'/],
  [
    'a value that the codec refuses',
    4,
    '1  lane 0  create-endpoint endpoint=-1',
    /-1 as step\.operation\.endpoint, expected Natural/,
  ],
  [
    'a value of a list that is not in it',
    4,
    '1  lane 0  create-endpoint endpoint=1 kind=green',
    /"green" as step\.operation\.kind/,
  ],
  ['a value that cannot be read', 4, '1  lane 0  create-endpoint endpoint=1 token={', /token=\{/],
  [
    'a quote without its end',
    4,
    '1  lane 0  create-endpoint endpoint=1 name="e',
    /a quote that does not end/,
  ],
  ['two targets', 5, '2  lane 0  call self=1 gateway=1', /'self', expected one of gateway, self/],
  ['no target', 5, '2  lane 0  call', /no 'gateway or self'/],
  ['an ending that there is not', 5, '2  lane 0  call self=1 ends=well', /ends=well/],
  ['an ending without its size', 5, '2  lane 0  call self=1 ends=bytes', /ends=bytes/],
  [
    'the number of another operation',
    5,
    '1  lane 0  call self=1',
    /operation 1 again, expected a number that line 4/,
  ],
  [
    'an operation of nobody inside another',
    6,
    '  onStart 3  start endpoint=1',
    /'onStart' inside call, expected 'does NUMBER/,
  ],
  ['the number of another operation inside', 6, '  does 1  start endpoint=1', /operation 1 again/],
  [
    'a value inside that the codec refuses',
    6,
    '  does 3  start endpoint=x',
    /"x" as operation\.operation\.endpoint/,
  ],
  ['too much indentation', 6, '      does 3  start endpoint=1', /6 characters of indentation/],
  ['indentation by a tab', 6, '\tdoes 3  start endpoint=1', /1 characters of indentation/],
  ['a deviation without its end', 7, 'hold request 2', /'hold LEG NUMBER until LEG NUMBER'/],
  ['a leg that there is not', 7, 'hold letter 2 until op 1', /"letter" as action\.leg/],
  ['an operation inside a deviation', 7, 'hold request 2 until op 1\n  does 4  settle', /an indented line/],
  ['a file without a trace', 8, '', /expected a line '----'/],
];

for (const [what, line, text, message] of mistakes) {
  test(`${what} is an error of line ${line}`, (t) => {
    const lines = right.map((each, index) => (index === line - 1 ? text : each)).join('\n');
    const error = t.throws(() => readScenarioFile(lines, 'b.scenario'), { instanceOf: ScenarioTextError });
    t.is(error?.code, 'scenario-text');
    const at =
      what === 'an operation inside a deviation'
        ? line + 1
        : what === 'a file without a trace'
          ? line - 1
          : line;
    t.true(error?.message.startsWith(`b.scenario:${at}: found `), error?.message);
    t.regex(error?.message ?? '', message);
    t.true(error?.message.endsWith('.'));
  });
}
