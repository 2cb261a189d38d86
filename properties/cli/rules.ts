/** `fencepost rules list`, `rules explain ID` and `rules next`: the rule book on the terminal. */
import type { Command } from 'commander';
import {
  type Capability,
  capabilitiesInOrder,
  capabilityMeanings,
  errorClasses,
  isCapability,
  type Rule,
  ruleById,
  rules,
  stepsFor,
  tierOf,
} from '../../spec/index.js';
import { themes } from '../scenarios/index.js';
import { ruleFilter } from '../suite/conformance.js';
import { UsageError } from './exit-codes.js';

/** Adds the verbs. */
export function addRules(program: Command): void {
  const verb = program.command('rules').description('the rule book');
  verb
    .command('list [pattern]')
    .description('every rule on one line; a pattern like FENCE-* narrows it')
    .action((pattern: string | undefined) => {
      const wanted = rules.filter(({ id }) => ruleFilter(pattern)(id));
      if (wanted.length === 0) throw new UsageError(`No rule matches '${pattern}'`);
      for (const rule of wanted) console.log(inOneLine(rule));
    });
  verb
    .command('next')
    .description('the rules for an implementation that begins, in the order in which one would follow them')
    .option('--have <capabilities>', 'what it can do beyond tier 1, for example fencing,timeouts')
    .action(({ have }: { readonly have?: string }) => {
      for (const line of next(capabilitiesOf(have))) console.log(line);
    });
  verb
    .command('explain <id>')
    .description('a rule with its antecedent, error, sources and the themes that exercise it')
    .action((id: string) => {
      const rule = ruleById(id.toUpperCase());
      if (rule === undefined) throw new UsageError(`There is no rule '${id}': see 'fencepost rules list'`);
      for (const line of explain(rule)) console.log(line);
    });
}

/** The rules that apply with some capabilities, in the order of implementing, and what each further one would add. */
function next(have: readonly Capability[]): readonly string[] {
  const steps = stepsFor(have);
  const count = countOf(have);
  const more = capabilitiesInOrder
    .filter((capability) => !have.includes(capability))
    .map((capability) => ({ capability, added: countOf([...have, capability]) - count }))
    .filter(({ added }) => added > 0);
  return [
    ...steps.flatMap((step) => [step.title, ...step.rules.map((rule) => `  ${inOneLine(rule)}`), '']),
    `${count} of ${rules.length} rules apply, tier ${tierOf(have)}.`,
    ...(more.length === 0 ? [] : ['One capability more adds:']),
    ...more.map(
      ({ capability, added }) => `  ${capability.padEnd(22)}${added === 1 ? '1 rule' : `${added} rules`}`,
    ),
  ];
}

const countOf = (have: readonly Capability[]): number =>
  stepsFor(have).reduce((count, step) => count + step.rules.length, 0);

const inOneLine = ({ id, level, sentence }: Rule): string => `${id.padEnd(9)}${level.padEnd(7)}${sentence}`;

/** The capabilities of a list with commas. */
function capabilitiesOf(text: string | undefined): readonly Capability[] {
  const names = (text ?? '').split(',').map((name) => name.trim());
  return names.filter((name): name is Capability => {
    if (name === '' || isCapability(name)) return name !== '';
    const known = Object.keys(capabilityMeanings).join(', ');
    throw new UsageError(`There is no capability '${name}': capabilities are ${known}`);
  });
}

function explain(rule: Rule): readonly string[] {
  return [
    `${rule.id}  ${rule.level}`,
    `  ${rule.sentence}`,
    `  Exercised: ${rule.antecedent}`,
    ...(rule.error === null ? [] : [`  Error: ${rule.error} — ${errorClasses[rule.error].meaning}`]),
    ...rule.requires.map((capability) => `  Needs: ${capability} — ${capabilityMeanings[capability]}`),
    ...rule.accepts.map(({ outcome, by }) => `  Accepts (${by}): ${outcome}`),
    `  Era: ${rule.era}; versions ${rule.versions.from ?? 'any'} to ${rule.versions.to ?? 'current'}`,
    `  Facts: ${rule.source.facts.join(', ') || 'of this project'}`,
    ...rule.source.pointers.map((pointer) => `  Source: ${pointer}`),
    ...themes.filter((theme) => theme.rules.includes(rule.id)).map((theme) => `  Theme: ${theme.name}`),
  ];
}
