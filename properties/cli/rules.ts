/** `fencepost rules list` and `fencepost rules explain ID`: the rule book on the terminal. */
import type { Command } from 'commander';
import { capabilityMeanings, errorClasses, type Rule, ruleById, rules } from '../../spec/index.js';
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
      for (const { id, level, sentence } of wanted)
        console.log(`${id.padEnd(9)}${level.padEnd(7)}${sentence}`);
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
