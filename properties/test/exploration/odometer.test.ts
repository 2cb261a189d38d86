/** Goal: a run that repeats an earlier one does the same, or says that it cannot. Method: an odometer turned by hand. */
import test from 'ava';
import { Footprint } from '../../exploration/footprint.js';
import { Odometer } from '../../exploration/odometer.js';

/** An odometer before its second run: two things can run, in either order. */
function turned(): Odometer {
  const odometer = new Odometer('none', 10);
  odometer.watch({ poster: -1, link: -1, footprint: () => new Footprint() });
  odometer.begin();
  for (const options of [[5], [7, 8], [8]]) odometer.choose(options);
  odometer.end();
  odometer.turn();
  odometer.begin();
  return odometer;
}

test('the beginning is repeated without a choice, up to the step that is another one now', (t) => {
  const odometer = turned();
  t.is(odometer.next(), 5);
  odometer.repeats();
  t.is(odometer.next(), null);
  t.is(odometer.choose([7, 8]), 1);
  t.deepEqual(odometer.path(), [5, 8]);
  t.deepEqual([odometer.steps, odometer.repeated], [5, 2]);
});

test('a run that ends before it has repeated what it was to repeat is a mistake', (t) => {
  const odometer = turned();
  odometer.repeats();
  t.throws(() => odometer.end(), { code: 'unrepeatable-run', message: /after 1 steps/ });
});
