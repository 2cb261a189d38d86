/** Scenarios for the benchmarks of simulation: the mix of themes, and ones of about thirty steps. */

import { LATER, RETURN, ScenarioBuilder, script, THROW, TOKENS } from '../properties/scenarios/builder.js';
import { type Theme, themes } from '../properties/scenarios/index.js';
import { referenceCapabilities } from '../properties/simulation/capabilities.js';
import { ruleById, type Scenario } from '../spec/index.js';

/** Draws numbers from a small generator of its own (xorshift), so that every run sees the same scenarios. */
export class SeededDraw {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 1;
  }

  nextInt(min: number, max: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return min + ((this.state >>> 0) % (max - min + 1));
  }
}

/** Whether the reference can do what some rule of the theme requires. */
const canRun = ({ rules }: Theme): boolean =>
  rules.some((id) => ruleById(id)?.requires.every((each) => referenceCapabilities.includes(each)));

const lottery = themes.filter(canRun).flatMap((theme) => Array.from({ length: theme.weight }, () => theme));

/** A scenario of a random theme, each as often as its weight says. */
export function mixedScenario(draw: SeededDraw): Scenario {
  const builder = new ScenarioBuilder(draw);
  builder.pick(lottery).build(builder);
  return builder.build();
}

/** A scenario of about thirty steps: two services, a fenced endpoint, two gateways, calls of every sort, a tape. */
export function longScenario(draw: SeededDraw): Scenario {
  const builder = new ScenarioBuilder(draw);
  builder.service();
  builder.service();
  const endpoint = builder.started({ kind: 'fenced' });
  const gateways = [builder.connected(endpoint), builder.connected(endpoint, { service: 1 })];
  for (let count = 0; count < 8; count += 1) {
    const lane = builder.int(0, 2);
    const which = builder.int(0, 5);
    if (which === 0) builder.runAsync(endpoint, builder.pick([0, 10]), RETURN, false, lane);
    else if (which === 1) builder.call(builder.pick(gateways), { lane, method: 'tell' });
    else if (which === 2) builder.release(builder.call(builder.pick(gateways), { lane, script: LATER }));
    else builder.call(builder.pick(gateways), { lane, script: builder.pick([RETURN, RETURN, THROW]) });
  }
  if (builder.chance(30)) builder.setToken(endpoint, builder.pick(TOKENS));
  builder.callAsync(endpoint, 500, script({ ending: 'return' }));
  builder.terminate(endpoint);
  builder.shuffle(60);
  return builder.build();
}
