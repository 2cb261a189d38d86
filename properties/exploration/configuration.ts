/**
 * A configuration: a scenario whose every interleaving is explored. Its barriers divide it into segments; what comes before
 * a barrier is over when what comes after it begins, so a setting that is built step by step, with a barrier after each,
 * has one interleaving.
 */
import type { AddressReference, Scenario } from '../../spec/index.js';
import { type Draw, ScenarioBuilder } from '../scenarios/builder.js';
import { everyOperation } from '../scenarios/every-operation.js';

/** See the head of this file. */
export interface Configuration {
  readonly name: string;
  /** What it is about, in one sentence. */
  readonly sentence: string;
  /** The scenario; its tape is empty, for every order is tried. */
  readonly scenario: Scenario;
  /**
   * Timers that are due until then may fire while something else could run, at any moment; in milliseconds since the
   * beginning. Later ones fire when nothing else can run.
   */
  readonly raceUntilMs: number;
  /** Lanes that do the same through gateways of the same kind: of runs that differ by an exchange of them, one is explored. */
  readonly interchangeable: readonly (readonly number[])[];
}

/** A configuration that cannot be explored. */
export class UnexplorableError extends Error {
  readonly code = 'unexplorable';
}

/**
 * Refuses what a search cannot tell apart: a connect to a pattern has one identification for each endpoint that matches, all
 * of one name.
 *
 * @throws UnexplorableError
 */
export function assertExplorable({ name, scenario }: Configuration): void {
  for (const { op, operation } of everyOperation(scenario)) {
    if (operation.type !== 'connect' || !isPatternAddress(operation.address)) continue;
    throw new UnexplorableError(
      `${name}: operation ${op} connects to a pattern; name the endpoint, for the answers to a pattern have no order to explore`,
    );
  }
}

function isPatternAddress(address: AddressReference): boolean {
  if (address.kind === 'wildcard') return true;
  return (address.kind === 'name' ? address.name : address.kind === 'literal' ? address.text : '').includes(
    '*',
  );
}

/** Nothing in a configuration is drawn. */
const noDraw: Draw = {
  nextInt: () => {
    throw new Error('a configuration is one scenario: nothing in it is drawn');
  },
};

/**
 * Declares a configuration.
 *
 * @param name names it on the command line
 * @param sentence what it is about
 * @param build builds the scenario; everything before the last barrier of the builder is the setting
 * @param options the bounds of the race, and lanes that are interchangeable
 */
export function configuration(
  name: string,
  sentence: string,
  build: (builder: ScenarioBuilder) => void,
  options: Partial<Pick<Configuration, 'raceUntilMs' | 'interchangeable'>> = {},
): Configuration {
  const builder = new ScenarioBuilder(noDraw);
  build(builder);
  const { raceUntilMs = 0, interchangeable = [] } = options;
  return { name, sentence, scenario: builder.build(), raceUntilMs, interchangeable };
}
