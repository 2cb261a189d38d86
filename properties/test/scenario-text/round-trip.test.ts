/**
 * Goal: a scenario as text says everything that the scenario says, and nothing else. Method: scenarios of every theme, as
 * drawn and as they shrink, and any scenario that the codec accepts, are written and read again.
 */
import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { ScenarioCodec } from '../../../spec/index.js';
import { arbitraryOf } from '../../../spec/test/arbitrary-of.js';
import { drawScenarios } from '../../arbitraries/scenarios.js';
import { shrinkScenario } from '../../arbitraries/shrink-scenario.js';
import { themes } from '../../index.js';
import { printScenario } from '../../scenario-text/print-scenario.js';
import { printScenarioFile, readScenarioFile } from '../../scenario-text/scenario-file.js';
import { runScenarioFast } from '../../simulation/run-scenario.js';
import { uniqueNumbers } from './unique-numbers.js';

/** Made of parts, so that the rule table does not take it for the title of a test about this rule. */
const titleOf = (...rules: readonly string[]): string => `${rules.join(', ')} a story`;
const title = titleOf('LIFE-01');
const nothing = { events: [] };

test('scenarios of every theme, and smaller ones, are read as they were written', (t) => {
  for (const [position, theme] of themes.entries()) {
    for (const drawn of drawScenarios(theme, position, 5)) {
      const [smaller = drawn] = shrinkScenario(drawn);
      for (const scenario of [drawn, smaller]) {
        const text = printScenarioFile({ title, story: [], scenario, trace: nothing });
        t.true(isDeepStrictEqual(readScenarioFile(text, 'a').scenario, scenario), text);
      }
    }
  }
});

test('whatever the codec of scenarios accepts is read as it was written', (t) => {
  fc.assert(
    fc.property(arbitraryOf(ScenarioCodec).map(uniqueNumbers), (scenario) => {
      const text = printScenarioFile({ title, story: ['a', '', 'b'], scenario, trace: nothing });
      t.true(isDeepStrictEqual(readScenarioFile(text, 'a').scenario, scenario), text);
    }),
    { numRuns: 100 },
  );
});

test('what has its usual value is left out', (t) => {
  const scenario = readScenarioFile(
    [
      '# LIFE-01 a story',
      'service 0  remote=true askTimeoutMs=1000',
      '1  lane 0  create-endpoint endpoint=1 service=0 name=e1 onStop=done kind=plain token=none',
      '2  lane 0  call self=1 method=ask ends=return',
      '  does 3  set-token endpoint=1 token=Leader(02)',
      '----',
    ].join('\n'),
    'a',
  ).scenario;
  t.deepEqual(printScenario(scenario), [
    'service 0',
    '1  lane 0  create-endpoint endpoint=1',
    '2  lane 0  call self=1',
    '  does 3  set-token endpoint=1 token=Leader(02)',
  ]);
});

test('a file keeps its title, the rules in it, and the expected trace', (t) => {
  const [scenario] = drawScenarios(themes[0]!, 1, 1);
  const trace = runScenarioFast(scenario!);
  const text = printScenarioFile({
    title: titleOf('LIFE-01', 'LIFE-02'),
    story: [],
    scenario: scenario!,
    trace,
  });
  const file = readScenarioFile(text.replaceAll('\n', '\r\n'), 'a');
  t.is(file.title, titleOf('LIFE-01', 'LIFE-02'));
  t.deepEqual(file.rules, ['LIFE-01', 'LIFE-02']);
  t.is(file.expected.length, trace.events.length);
  t.is(text.split('\n')[file.expectedFrom - 1], file.expected[0]);
});
