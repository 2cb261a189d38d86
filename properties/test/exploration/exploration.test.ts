/**
 * Goal: a certificate is worth something. Method: small configurations are explored with nothing left out, with sleep sets,
 * with source sets, and with clients that are taken for one another; all come to the same endings and the same violations.
 * How many runs each takes is asserted, so that a change of the protocol or of a reduction is seen.
 */
import test from 'ava';
import { actorRules } from '../../../impl/core/actor.js';
import { type RuntimeRules, referenceRules } from '../../../impl/runtime/service-runtime.js';
import { assertExplorable, type Configuration, configuration } from '../../exploration/configuration.js';
import { endingOf } from '../../exploration/ending.js';
import { type Certificate, type ExploreOptions, explore } from '../../exploration/explore.js';
import { exchange, orderOfClients, ordersOf } from '../../exploration/symmetry.js';
import { small } from './small.js';

/** What an exploration came to, as sets. */
interface Explored {
  readonly certificate: Certificate;
  readonly endings: ReadonlySet<string>;
  readonly broken: ReadonlySet<string>;
}

function explored(subject: Configuration, options: ExploreOptions): Explored {
  const endings = new Set<string>();
  const certificate = explore(subject, { ...options, onEnding: (ending) => endings.add(ending) });
  const broken = new Set(certificate.violations.map(({ rejection }) => rejection.rules[0] as string));
  return { certificate, endings, broken };
}

/** Traces with nothing left out, with sleep sets and with source sets, and endings. */
const COUNTS: Readonly<Record<string, readonly [number, number, number, number]>> = {
  start: [560, 5, 5, 5],
  token: [210, 7, 7, 7],
  delayed: [394, 118, 118, 10],
  terminate: [105, 5, 5, 3],
  handshake: [484, 7, 7, 4],
  leaders: [90, 4, 4, 4],
  close: [39, 6, 6, 5],
  sibling: [168, 2, 2, 2],
  hold: [258, 6, 6, 1],
  cancel: [3, 3, 3, 3],
  later: [83, 3, 3, 2],
};

for (const subject of small) {
  test(`${subject.name}: what is left out is the same as something that is not`, (assert) => {
    const [none, sleep, source] = (['none', 'sleep', 'source'] as const).map((reduction) =>
      explored(subject, { reduction, symmetry: false }),
    ) as [Explored, Explored, Explored];
    assert.true(none.certificate.complete);
    assert.deepEqual([...sleep.endings].sort(), [...none.endings].sort());
    assert.deepEqual([...source.endings].sort(), [...none.endings].sort());
    assert.deepEqual([none.broken.size, sleep.broken.size, source.broken.size], [0, 0, 0]);
    const counts = [none, sleep, source].map(({ certificate }) => certificate.traces);
    assert.deepEqual([...counts, none.endings.size], [...(COUNTS[subject.name] ?? [])]);
  });
}

/** A fault that shows itself in some orders only: TERMINATE does not end a started endpoint's service of messages. */
const deafToState: RuntimeRules = {
  ...referenceRules,
  actor: { ...actorRules, 'DEAD-01': actorRules['FENCE-01'] },
};

test('a fault is found with everything left out as with nothing left out, by the same rules', (assert) => {
  const subject = small.find(({ name }) => name === 'terminate') as Configuration;
  const [none, source] = (['none', 'source'] as const).map((reduction) =>
    explored(subject, { reduction, rules: deafToState }),
  ) as [Explored, Explored];
  assert.true(none.certificate.rejected > 0 && none.certificate.rejected < none.certificate.traces);
  assert.deepEqual(source.broken, none.broken);
  assert.deepEqual([...source.endings].sort(), [...none.endings].sort());
  assert.true(source.certificate.traces < none.certificate.traces);
});

test('interchangeable clients: each ending is one of those that were explored, with the names exchanged', (assert) => {
  const subject = small[0] as Configuration;
  const { scenario, interchangeable } = subject;
  const [group = []] = interchangeable;
  const all = explored(subject, { symmetry: false });
  const exchanged = new Set<string>();
  const one = explore(subject, {
    onEnding: (_ending, trace) => {
      for (const places of ordersOf(group.length))
        exchanged.add(endingOf(trace.events, exchange(scenario, group, places)));
    },
  });
  assert.true(one.endings < all.endings.size);
  assert.deepEqual([...exchanged].sort(), [...all.endings].sort());
});

test('lanes that do different things are not interchangeable', (assert) => {
  const unlike = configuration(
    'unlike',
    'One asks, one tells.',
    (b) => {
      b.service();
      const endpoint = b.started();
      const gateway = b.connected(endpoint);
      b.call(gateway, { lane: 1 });
      b.call(gateway, { lane: 2, method: 'tell' });
    },
    { interchangeable: [[1, 2]] },
  );
  assert.throws(() => orderOfClients(unlike), { code: 'unlike-lanes' });
});

test('a lane that completes the work of one of them tells lanes apart', (assert) => {
  const apart = configuration(
    'apart',
    'One of two is answered.',
    (b) => {
      b.service();
      const endpoint = b.started();
      const gateway = b.connected(endpoint);
      const work = b.call(gateway, { lane: 1 });
      b.call(gateway, { lane: 2 });
      b.release(work, 'value', 3);
    },
    { interchangeable: [[1, 2]] },
  );
  assert.throws(() => orderOfClients(apart), { code: 'unlike-lanes' });
});

test('a connect to a pattern is refused', (assert) => {
  const pattern = configuration('pattern', 'A connect to a pattern.', (b) => {
    b.service();
    b.connect(b.started(), { address: { kind: 'wildcard', service: 0, prefix: 'e' } });
  });
  assert.throws(() => assertExplorable(pattern), {
    code: 'unexplorable',
    message: /operation \d+ connects to a pattern/,
  });
});

test('a bound that is reached makes a certificate incomplete', (assert) => {
  const [subject] = small as [Configuration];
  const cut = explore(subject, { bounds: { runsMax: 3 } });
  assert.is(cut.traces + cut.known, 3);
  assert.false(cut.complete);
  const short = explore(subject, { bounds: { stepsMax: 10 } });
  assert.false(short.complete);
  assert.is(short.traces, 0);
  let now = 0;
  const slow = explore(subject, { bounds: { millisecondsMax: 1 }, clock: () => now++ });
  assert.false(slow.complete);
});
