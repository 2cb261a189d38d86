/**
 * Scenarios as values of fast-check: drawn by the themes from fast-check's own generator, and shrunk with everything that
 * belongs to them, the schedule included.
 */
import fc from 'fast-check';
import type { Capability, Scenario } from '../../spec/index.js';
import {
  isEmptyScenario,
  restrictScenario,
  ScenarioBuilder,
  type Theme,
  themes,
} from '../scenarios/index.js';
import { referenceCapabilities } from '../simulation/capabilities.js';
import { shrinkScenario } from './shrink-scenario.js';

/** How often a scenario is drawn of which the target can do nothing. */
const DRAWS_MAX = 10;

/** An arbitrary of the scenarios of one theme. */
class ScenarioArbitrary extends fc.Arbitrary<Scenario> {
  private readonly build: (builder: ScenarioBuilder) => void;
  private readonly capabilities: ReadonlySet<Capability> | null;

  constructor(build: (builder: ScenarioBuilder) => void, capabilities: Iterable<Capability> | null) {
    super();
    this.build = build;
    this.capabilities = capabilities === null ? null : new Set(capabilities);
  }

  generate(random: fc.Random): fc.Value<Scenario> {
    let scenario = this.draw(random);
    for (let draws = 1; draws < DRAWS_MAX && isEmptyScenario(scenario); draws += 1)
      scenario = this.draw(random);
    return new fc.Value(scenario, undefined);
  }

  private draw(random: fc.Random): Scenario {
    const builder = new ScenarioBuilder(random);
    this.build(builder);
    const scenario = builder.build();
    return this.capabilities === null ? scenario : restrictScenario(scenario, this.capabilities);
  }

  canShrinkWithoutContext(value: unknown): value is Scenario {
    return typeof value === 'object' && value !== null && 'steps' in value;
  }

  shrink(value: Scenario): fc.Stream<fc.Value<Scenario>> {
    return fc.stream(valuesOf(value));
  }
}

function* valuesOf(scenario: Scenario): Generator<fc.Value<Scenario>, void, void> {
  for (const smaller of shrinkScenario(scenario)) yield new fc.Value(smaller, undefined);
}

/**
 * The scenarios of a theme.
 *
 * @param theme which
 * @param capabilities of the target; those of the reference when absent, null for scenarios that need whatever they need.
 *   Scenarios shrink to scenarios that need no more.
 * @example
 * ```ts
 * fc.assert(fc.property(scenariosOf(themes[0]), (scenario) => accepts(runScenarioFast(scenario))));
 * ```
 */
export function scenariosOf(
  theme: Theme,
  capabilities: Iterable<Capability> | null = referenceCapabilities,
): fc.Arbitrary<Scenario> {
  return new ScenarioArbitrary((builder) => theme.build(builder), capabilities);
}

/** Options of {@link anyScenario}. */
export interface AnyScenarioOptions {
  /** With scenarios that need a handler to hold its main thread. */
  readonly holds: boolean;
  /** Of the target: see {@link scenariosOf}. */
  readonly capabilities?: Iterable<Capability> | null;
}

/** The scenarios of all themes, drawn by their weights. */
export function anyScenario({
  holds,
  capabilities = referenceCapabilities,
}: AnyScenarioOptions): fc.Arbitrary<Scenario> {
  const drawn = themes
    .filter((theme) => holds || !theme.holds)
    .flatMap((theme) => Array<Theme>(theme.weight).fill(theme));
  return new ScenarioArbitrary((builder) => builder.pick(drawn).build(builder), capabilities);
}

/**
 * Draws scenarios of a theme, the same for the same seed.
 *
 * @param theme which
 * @param seed of the draws
 * @param count how many
 * @param capabilities of the target; those of the reference when absent
 */
export function drawScenarios(
  theme: Theme,
  seed: number,
  count: number,
  capabilities?: readonly Capability[],
): readonly Scenario[] {
  return fc.sample(scenariosOf(theme, capabilities), { seed, numRuns: count });
}
