/**
 * A file with a scenario as text: a title that names rules, a story in comment lines, the commands, a line `----`, and the
 * trace that is expected. People write what is above that line; what is below is written for them.
 */
import { ruleById, type Scenario, type Trace } from '../../spec/index.js';
import { parseTitle } from '../scenarios/theme.js';
import { eventLines } from './event-lines.js';
import { printScenario } from './print-scenario.js';
import { readScenario } from './read-scenario.js';
import { ScenarioTextError } from './scenario-text-error.js';

/** The ending of the names of files that hold a scenario. */
export const SCENARIO_FILE_ENDING = '.scenario';

/** What stands between the commands and the expected trace. */
const SEPARATOR = '----';

/** A file with a scenario. */
export interface ScenarioFile {
  /** The ids of rules, separated by commas, then a sentence. */
  readonly title: string;
  /** The rules that the title names. */
  readonly rules: readonly string[];
  readonly scenario: Scenario;
  /** The lines of the expected trace. */
  readonly expected: readonly string[];
  /** The number of the first of them, from 1. */
  readonly expectedFrom: number;
}

/** What {@link printScenarioFile} writes. */
export interface ScenarioFileParts {
  /** See {@link ScenarioFile.title}. */
  readonly title: string;
  /** The lines of the story below the title. */
  readonly story: readonly string[];
  readonly scenario: Scenario;
  readonly trace: Pick<Trace, 'events'>;
}

/**
 * Writes a file.
 *
 * @example
 * ```ts
 * const trace = runScenarioFast(scenario);
 * const text = printScenarioFile({ title: 'LIFE-01 an endpoint is born stopped', story: [], scenario, trace });
 * ```
 */
export function printScenarioFile({ title, story, scenario, trace }: ScenarioFileParts): string {
  const comments = [title, ...(story.length === 0 ? [] : ['', ...story])];
  const lines = [
    ...comments.map((text) => `# ${text}`.trimEnd()),
    '',
    ...printScenario(scenario),
    SEPARATOR,
    ...eventLines(scenario, trace),
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * Reads a file.
 *
 * @param text what it holds
 * @param file its name, for errors
 * @throws ScenarioTextError naming the first line that is wrong
 */
export function readScenarioFile(text: string, file: string): ScenarioFile {
  const lines = linesOf(text);
  const title = titleOf(lines[0] ?? '', file);
  const separator = separatorIn(lines, file);
  const above = lines.slice(0, separator).map((line, index) => ({ line: index + 1, text: line }));
  const commands = above.filter(({ text }) => text.trim() !== '' && !isComment(text));
  const scenario = readScenario(commands, file);
  return {
    ...title,
    scenario,
    expected: lines.slice(separator + 1),
    expectedFrom: separator + 2,
  };
}

/**
 * The same file with another expected trace; everything above it stays as it was written.
 *
 * @throws ScenarioTextError as {@link readScenarioFile} does
 */
export function withExpectedTrace(text: string, file: string, trace: Pick<Trace, 'events'>): string {
  const { scenario } = readScenarioFile(text, file);
  const lines = linesOf(text);
  const above = lines.slice(0, separatorIn(lines, file) + 1);
  return `${[...above, ...eventLines(scenario, trace)].join('\n')}\n`;
}

const isComment = (text: string): boolean => text.trimStart().startsWith('#');

/** Without the end of the last line, and without the ends that other systems give to lines. */
const linesOf = (text: string): readonly string[] => text.replace(/\r?\n$/, '').split(/\r?\n/);

function separatorIn(lines: readonly string[], file: string): number {
  const separator = lines.indexOf(SEPARATOR);
  if (separator >= 0) return separator;
  throw new ScenarioTextError({
    file,
    line: lines.length,
    found: 'the end of the file',
    expected: `a line '${SEPARATOR}'`,
    advice: 'End the commands with it; below it stands the expected trace, or nothing',
  });
}

function titleOf(line: string, file: string): Pick<ScenarioFile, 'title' | 'rules'> {
  const title = line.replace(/^# ?/, '');
  const parsed = line.startsWith('#') ? parseTitle(title) : null;
  const place = { file, line: 1 };
  if (parsed === null)
    throw new ScenarioTextError({
      ...place,
      found: `'${line}'`,
      expected: "'# RULE, RULE sentence'",
      advice: 'Begin the file with the rules that the scenario is about, and a sentence',
    });
  const stranger = parsed.rules.find((id) => ruleById(id) === undefined);
  if (stranger === undefined) return { title, rules: parsed.rules };
  throw new ScenarioTextError({
    ...place,
    found: stranger,
    expected: 'a rule of the book',
    advice: "'fencepost rules list' names them",
  });
}
