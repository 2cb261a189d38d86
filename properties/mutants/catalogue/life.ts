/** Mutants of the family LIFE: the life cycle. */
import type { Mutant } from '../mutant.js';

const actor = 'impl/core/actor';

export const lifeMutants: readonly Mutant[] = [
  {
    id: 'LIFE-09/terminate-twice-stops-twice',
    rule: 'LIFE-09',
    fault: 'A second TERMINATE runs onStop again.',
    module: actor,
    find: "input.kind === 'stop' ? rules['LIFE-11'](actor, input) : rules['LIFE-09'](actor, input)",
    replace: "input.kind === 'stop' ? rules['LIFE-11'](actor, input) : rules['LIFE-08'](actor, input)",
    bug: 'FLINK-16703',
  },
  {
    id: 'LIFE-03/start-again',
    rule: 'LIFE-03',
    fault: 'START while started runs onStart again.',
    module: actor,
    find: "if (input.kind === 'start')\n                return rules['LIFE-03'](actor, input);",
    replace: "if (input.kind === 'start')\n                return rules['LIFE-02'](actor, input);",
  },
];
