/** Scenarios as text: the services, the steps with what is nested in them, and the decision tape, a line each. */
import type {
  ActionName,
  NestedOperation,
  Operation,
  Scenario,
  ServiceSpecification,
} from '../../spec/index.js';
import { SERVICE } from '../scenarios/builder.js';
import { type Fields, type Part, parts, serviceFields } from './parts.js';
import { plain } from './values.js';

/** What a level of nesting is indented by. */
export const INDENTATION = '  ';

/**
 * Writes a scenario.
 *
 * @returns lines; `readScenario` reads exactly this scenario from them
 */
export function printScenario({ services, steps, tape }: Scenario): readonly string[] {
  return [
    ...services.map(serviceLine),
    ...steps.flatMap(({ op, lane, operation }) =>
      operationLines(`${op}  lane ${lane}  `, operation, INDENTATION),
    ),
    ...tape.map(({ held, first }) => `hold ${actionText(held)} until ${actionText(first)}`),
  ];
}

const actionText = ({ leg, id }: ActionName): string => `${leg} ${id}`;

function serviceLine(service: ServiceSpecification, number: number): string {
  const unusual = serviceFields.filter((key) => service[key] !== SERVICE[key]);
  const words = unusual.map((key) => `${key}=${plain.write(service[key])}`);
  return [`service ${number}`, ...(words.length === 0 ? [] : [words.join(' ')])].join('  ');
}

/** The line of an operation, and those of what is nested in it. */
function operationLines(beginning: string, operation: Operation, indentation: string): readonly string[] {
  const fields = operation as unknown as Fields;
  const { type } = operation;
  const own = parts[type];
  const words = own.flatMap((part) => wordsOf(part, fields));
  const nested = own.flatMap((part) => nestedOf(part, fields));
  return [
    beginning + [type, ...words].join(' '),
    ...nested.flatMap(([role, { op, operation }]) =>
      operationLines(`${indentation}${role} ${op}  `, operation, indentation + INDENTATION),
    ),
  ];
}

function wordsOf(part: Part, fields: Fields): readonly string[] {
  const value = fields[part.key];
  switch (part.part) {
    case 'field':
      if (part.optional && value === undefined) return [];
      if (part.usual !== undefined && value === part.usual(fields)) return [];
      return [`${part.key}=${part.form.write(value)}`];
    case 'reference':
      return Object.entries(value as Readonly<Record<string, number>>).map(([kind, id]) => `${kind}=${id}`);
    case 'script': {
      const ending = part.form.write((value as { readonly end: unknown }).end);
      return ending === part.usual ? [] : [`${part.word}=${ending}`];
    }
    case 'operations':
      return []; // they have lines of their own
  }
}

/** The operations in a part, each with the word with which its line begins. */
function nestedOf(part: Part, fields: Fields): readonly (readonly [string, NestedOperation])[] {
  if (part.part === 'operations')
    return (fields[part.key] as readonly NestedOperation[]).map((nested) => [part.key, nested]);
  if (part.part !== 'script') return [];
  const { nested } = fields[part.key] as { readonly nested: readonly NestedOperation[] };
  return nested.map((each) => [part.role, each]);
}
