/** A theme: a family of scenarios around some rules. Its name is a sentence with the ids of those rules. */
import type { ScenarioBuilder } from './builder.js';

export interface Theme {
  /** A sentence. */
  readonly name: string;
  /** The rules that it is about. */
  readonly rules: readonly string[];
  /** How often it is drawn, relative to the others. */
  readonly weight: number;
  /** The scenario needs handlers that hold the main thread: fast lane only. */
  readonly holds: boolean;
  build(builder: ScenarioBuilder): void;
}

/** Declares a theme. */
export function theme(
  name: string,
  rules: string,
  build: (builder: ScenarioBuilder) => void,
  options: { readonly weight?: number; readonly holds?: boolean } = {},
): Theme {
  return { name, rules: rules.split(' '), weight: options.weight ?? 1, holds: options.holds ?? false, build };
}
