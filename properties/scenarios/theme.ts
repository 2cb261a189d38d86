/**
 * A theme: a family of scenarios around some rules. Its title is a property of the book: the ids of the rules, then a
 * sentence. The property itself is always the same: the models accept every trace that the target makes of them.
 */
import type { Trace } from '../../spec/index.js';
import type { ScenarioBuilder } from './builder.js';

/** A situation that a share of the scenarios of a theme has to be in: without it the theme is about something else. */
export interface Label {
  readonly text: string;
  /** How many of a hundred scenarios, at least, where everything can be brought about. */
  readonly minimumPercent: number;
  /** Whether the scenario was in the situation, by what happened. */
  isMet(trace: Trace): boolean;
}

export interface Theme {
  /** The ids of its rules and a sentence. */
  readonly name: string;
  /** The rules that it is about. */
  readonly rules: readonly string[];
  /** How often it is drawn, relative to the others. */
  readonly weight: number;
  /** The scenario needs handlers that hold the main thread: fast lane only. */
  readonly holds: boolean;
  /**
   * Only for targets whose schedule the suite controls: long rows of single moments, which others would hardly meet, and
   * for which others would need minutes.
   */
  readonly controlled: boolean;
  /** What it promises about its scenarios. */
  readonly labels: readonly Label[];
  build(builder: ScenarioBuilder): void;
}

/** Options of {@link theme}. */
export interface ThemeOptions {
  readonly weight?: number;
  readonly holds?: boolean;
  readonly controlled?: boolean;
  readonly labels?: readonly Label[];
}

const title = /^((?:[A-Z]+-\d\d, )*[A-Z]+-\d\d) (.+)$/;

/** A title in its parts; null when it does not begin with the ids of rules. */
export function parseTitle(
  text: string,
): { readonly rules: readonly string[]; readonly sentence: string } | null {
  const [, ids, sentence] = title.exec(text) ?? [];
  return ids === undefined || sentence === undefined ? null : { rules: ids.split(', '), sentence };
}

/**
 * Declares a theme.
 *
 * @param name the ids of the rules, separated by commas, then a sentence
 * @param build builds a scenario
 * @param options weight, whether handlers hold the main thread, whether the schedule has to be controlled, and labels
 */
export function theme(
  name: string,
  build: (builder: ScenarioBuilder) => void,
  options: ThemeOptions = {},
): Theme {
  const parsed = parseTitle(name);
  if (parsed === null) throw new Error(`The title of a theme begins with the ids of its rules: '${name}'`);
  return {
    name: parsed.sentence,
    rules: parsed.rules,
    weight: options.weight ?? 1,
    holds: options.holds ?? false,
    controlled: options.controlled ?? false,
    labels: options.labels ?? [],
    build,
  };
}
