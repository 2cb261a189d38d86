/** Goal: beside a step stands the chart that tells most. Method: what events do to the charts, by hand. */
import test from 'ava';
import type { Taken } from '../../../models/index.js';
import { type Charted, chartsOf, UNCHARTED } from '../../report/step-charts.js';

const taken = (who: string, chart: string): Taken => ({
  who,
  chart,
  state: 'here',
  event: 'EVENT',
  decision: 'continue',
  by: 'either',
  next: 'there',
  rules: [],
});
const ask = { chart: 'ask', state: 'pending' };
const work = { chart: 'invocation', state: 'executing' };

const cases: readonly (readonly [string, string, Partial<Charted>, readonly string[]])[] = [
  ['a client asks: its ask', 'lane1', { op: 5, states: [ask, work] }, ['ask', 'invocation']],
  [
    'an endpoint executes: its lifecycle, then what else it goes through, then the work',
    'e1',
    { taken: [taken('#5', 'invocation'), taken('e1', 'lifecycle'), taken('e1', 'fencing')], states: [work] },
    ['lifecycle', 'fencing', 'invocation'],
  ],
  [
    'an endpoint refuses by its token: the fencing',
    'e1',
    { taken: [taken('e1', 'fencing'), taken('e1', 'lifecycle')], states: [ask] },
    ['fencing', 'lifecycle', 'ask'],
  ],
  ['code of an endpoint runs: its lifecycle', 'e1', { states: [work] }, ['lifecycle', 'invocation']],
  [
    'a client starts an endpoint: the lifecycle, and at last that it was decided at once',
    'lane0',
    { endpoint: 1, taken: [taken('#2', 'immediate')] },
    ['lifecycle', 'immediate'],
  ],
  [
    'a client creates an endpoint: its lifecycle',
    'lane0',
    { taken: [taken('s0', 'service'), taken('e1', 'fencing')] },
    ['lifecycle', 'service', 'fencing'],
  ],
  ['a service ends: the service', 'services', { taken: [taken('s0', 'service')] }, ['service']],
  [
    'what is demanded comes first',
    'e1',
    { demanded: [taken('', 'handshake-target')] },
    ['handshake-target', 'lifecycle'],
  ],
  ['a pause is about nobody', 'lane0', {}, []],
];

for (const [what, column, charted, charts] of cases)
  test(what, (t) => t.deepEqual(chartsOf(column, { ...UNCHARTED, ...charted }), charts));
