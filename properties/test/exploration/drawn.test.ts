/**
 * Goal: what a step touches is known for every operation. Method: scenarios of all themes are drawn; those that are small
 * enough are explored with nothing left out, and have the same endings as with everything left out that may be.
 */
import test from 'ava';
import fc from 'fast-check';
import { scenariosOf } from '../../arbitraries/scenarios.js';
import { UnexplorableError } from '../../exploration/configuration.js';
import { explore } from '../../exploration/explore.js';
import type { Reduction } from '../../exploration/odometer.js';
import { themes } from '../../scenarios/index.js';

/** A scenario with more interleavings than this is left alone. */
const RUNS_MAX = 40;
/** Scenarios of each theme. */
const SCENARIOS = 1;
const SEED = 20_260_101;
/** Delays of scenarios lie below. */
const RACE_UNTIL_MS = 20;
/** So many of the scenarios are small enough. */
const COMPARED_MIN = 40;

/** The endings of a scenario; null when there are too many runs. */
function endingsOf(configuration: Parameters<typeof explore>[0], reduction: Reduction): Set<string> | null {
  const endings = new Set<string>();
  const { complete } = explore(configuration, {
    reduction,
    bounds: { runsMax: RUNS_MAX },
    onEnding: (ending) => endings.add(ending),
  });
  return complete ? endings : null;
}

test('drawn scenarios come to the same endings whatever is left out', (assert) => {
  let compared = 0;
  for (const [position, theme] of themes.entries()) {
    const scenarios = fc.sample(scenariosOf(theme), { seed: SEED + position, numRuns: SCENARIOS });
    for (const scenario of scenarios) {
      for (const raceUntilMs of [0, RACE_UNTIL_MS]) {
        const { name } = theme;
        const configuration = {
          name,
          sentence: '',
          scenario: { ...scenario, tape: [] },
          raceUntilMs,
          interchangeable: [],
        };
        try {
          const all = endingsOf(configuration, 'none');
          if (all === null) continue;
          compared += 1;
          assert.deepEqual(endingsOf(configuration, 'sleep'), all, name);
          assert.deepEqual(endingsOf(configuration, 'source'), all, name);
        } catch (error) {
          if (!(error instanceof UnexplorableError)) throw error;
        }
      }
    }
  }
  assert.true(compared >= COMPARED_MIN, `${compared} compared`);
});
