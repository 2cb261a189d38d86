/**
 * Reads scenarios that were written as text. It takes what it knows and nothing else: whatever a line holds beside that is
 * an error, and at the end the codec of scenarios says whether the values are right.
 */
import {
  type ActionName,
  ActionNameCodec,
  type Deviation,
  decodeOrThrow,
  type Scenario,
  ScenarioCodec,
  type ServiceSpecification,
  ServiceSpecificationCodec,
  type Step,
  StepCodec,
} from '../../spec/index.js';
import { SERVICE } from '../scenarios/builder.js';
import { checked, numberOf } from './checked.js';
import { type Line, type Tree, treesOf } from './lines.js';
import { serviceFields } from './parts.js';
import { operationOf } from './read-operation.js';
import { type Place, ScenarioTextError } from './scenario-text-error.js';
import { plain } from './values.js';
import { Words } from './words.js';

/**
 * Reads the lines of a scenario.
 *
 * @param lines those with something on them, without comments
 * @param file the name of the file, for errors
 * @throws ScenarioTextError naming the first line that is wrong
 */
export function readScenario(lines: readonly Line[], file: string): Scenario {
  const scenario = new ScenarioReader(file);
  for (const tree of treesOf(lines, file)) scenario.add(tree);
  return decodeOrThrow(ScenarioCodec, scenario.scenario, 'scenario') as Scenario;
}

const ADVICE = 'The chapter about scenarios as text lists the forms of a line';

class ScenarioReader {
  readonly scenario: { services: ServiceSpecification[]; steps: Step[]; tape: Deviation[] };
  private readonly file: string;
  /** The operations so far, and their lines. */
  private readonly lineOf = new Map<number, number>();

  constructor(file: string) {
    this.file = file;
    this.scenario = { services: [], steps: [], tape: [] };
  }

  add(tree: Tree): void {
    const place = { file: this.file, line: tree.line };
    const [first = ''] = tree.words;
    if (first === 'service') this.addService(tree, place);
    else if (first === 'hold') this.addDeviation(tree, place);
    else this.addStep(tree, place);
  }

  private addService({ words: [, number = '', ...words], children }: Tree, place: Place): void {
    withoutChildren(children, place);
    const { services, steps } = this.scenario;
    if (number !== String(services.length) || steps.length > 0)
      throw new ScenarioTextError({
        ...place,
        found: `service ${number}`,
        expected: steps.length > 0 ? 'every service before the first step' : `service ${services.length}`,
        advice: 'Services are numbered from 0 and come first',
      });
    const given = new Words(words, place);
    const fields = serviceFields.map((key) => [key, given.take(key, plain, () => SERVICE[key])] as const);
    given.close(serviceFields);
    services.push(checked(ServiceSpecificationCodec, Object.fromEntries(fields), `service ${number}`, place));
  }

  private addDeviation({ words, children }: Tree, place: Place): void {
    withoutChildren(children, place);
    const [, heldLeg, heldId, until, firstLeg, firstId, ...more] = words;
    if (until !== 'until' || firstId === undefined || more.length > 0)
      throw new ScenarioTextError({
        ...place,
        found: words.join(' '),
        expected: "'hold LEG NUMBER until LEG NUMBER'",
        advice: 'The first action is held until the second has run',
      });
    const held = actionOf(heldLeg, heldId, place);
    this.scenario.tape.push({ held, first: actionOf(firstLeg, firstId, place) });
  }

  private addStep(tree: Tree, place: Place): void {
    const [op, keyword, lane, ...words] = tree.words;
    if (keyword !== 'lane' || words.length === 0)
      throw new ScenarioTextError({
        ...place,
        found: `'${tree.words.join(' ')}'`,
        expected: "'NUMBER lane NUMBER OPERATION …', 'service NUMBER …' or 'hold …'",
        advice: ADVICE,
      });
    const operation = operationOf({ ...tree, words }, this.file, (number, line) => this.claim(number, line));
    const step = { op: numberOf(op, place), lane: numberOf(lane, place), operation };
    this.claim(step.op, tree.line);
    this.scenario.steps.push(checked(StepCodec, step, 'step', place) as Step);
  }

  /** Operations have numbers of their own. */
  private claim(op: number, line: number): void {
    const before = this.lineOf.get(op);
    if (before !== undefined)
      throw new ScenarioTextError({
        file: this.file,
        line,
        found: `operation ${op} again`,
        expected: `a number that line ${before} does not have`,
        advice: 'Give each operation a number of its own',
      });
    this.lineOf.set(op, line);
  }
}

function actionOf(leg: string | undefined, id: string | undefined, place: Place): ActionName {
  return checked(ActionNameCodec, { leg, id: numberOf(id, place) }, 'action', place);
}

function withoutChildren(children: readonly Tree[], place: Place): void {
  const [child] = children;
  if (child === undefined) return;
  throw new ScenarioTextError({
    ...place,
    line: child.line,
    found: 'an indented line',
    expected: 'a line without indentation',
    advice: 'Only operations have others inside',
  });
}
