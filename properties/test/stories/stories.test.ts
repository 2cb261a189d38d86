/**
 * Goal: what the stories tell is what happens, line by line. Method: the reference runs each under the controlled scheduler,
 * in both lanes; the models accept what it does, and meet the rules that the story says it is about.
 * `FENCEPOST_UPDATE_GOLDEN=1` writes the expected traces anew.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import test from 'ava';
import {
  eventLines,
  Judge,
  readScenarioFile,
  referenceTarget,
  runScenarioApi,
  runScenarioFast,
  withExpectedTrace,
} from '../../index.js';
import { parseDocument } from '../docs/document.js';

const FOLDER = 'properties/stories';
const CHAPTER = 'docs/scenarios-as-text.md';
const LINE_CHARACTERS_MAX = 120;

const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.scenario'))
  .map((name) => `${FOLDER}/${name}`);

test('there are stories', (t) => {
  t.true(files.length >= 12, `${files.length} files in ${FOLDER}`);
});

for (const file of files) {
  test(`${file} happens as it is told`, (t) => {
    const told = readScenarioFile(readFileSync(file, 'utf8'), file).scenario;
    if (process.env['FENCEPOST_UPDATE_GOLDEN'] === '1')
      writeFileSync(file, withExpectedTrace(readFileSync(file, 'utf8'), file, runScenarioFast(told)));
    const { scenario, expected, expectedFrom } = readScenarioFile(readFileSync(file, 'utf8'), file);
    const seen = eventLines(scenario, runScenarioFast(scenario));
    for (let index = 0; index < Math.max(seen.length, expected.length); index += 1)
      t.is(seen[index], expected[index], `${file}:${expectedFrom + index}`);
  });

  test(`${file} is accepted by the models, and is about its rules`, (t) => {
    const { rules, scenario } = readScenarioFile(readFileSync(file, 'utf8'), file);
    const judge = new Judge(referenceTarget());
    t.is(judge.judge(runScenarioFast(scenario)), null);
    for (const rule of rules) t.true(judge.exercised(rule) > 0, `${rule} is not met`);
  });

  test(`${file} happens in the same way with promises`, async (t) => {
    const { scenario, expected } = readScenarioFile(readFileSync(file, 'utf8'), file);
    t.deepEqual(eventLines(scenario, await runScenarioApi(scenario)), expected);
  });

  test(`${file} can be read on one screen`, (t) => {
    const lines = readFileSync(file, 'utf8').split('\n');
    const long = lines.flatMap((line, index) => (line.length > LINE_CHARACTERS_MAX ? [index + 1] : []));
    t.deepEqual(long, []);
  });
}

test('the story that the chapter about them shows is the file of that name, with some lines left out', (t) => {
  const { blocks } = parseDocument(CHAPTER, readFileSync(CHAPTER, 'utf8'));
  const shown = blocks
    .find(({ language }) => language === 'text')
    ?.lines.filter((line) => line.trim() !== '…');
  const lines = readFileSync(`${FOLDER}/two-terminates.scenario`, 'utf8').split('\n');
  let position = -1;
  for (const line of shown ?? []) {
    position = lines.indexOf(line, position + 1);
    t.true(position >= 0, line);
  }
  t.true((shown?.length ?? 0) > 10);
});
