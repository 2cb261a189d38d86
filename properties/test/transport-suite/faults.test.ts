/**
 * Goal: the transport suite is sharp: each of its cases catches a transport that has the fault it is named for. Method:
 * the transport mutants, and a count of the cases that nothing was tried against.
 */
import test from 'ava';
import { transportMutants } from '../../mutants/transports/catalogue.js';
import { caughtBy } from '../../mutants/transports/hunt-transport.js';
import { transportCases } from '../../transport-suite/index.js';

for (const mutant of transportMutants) {
  for (const title of mutant.caughtBy) {
    test.serial(`a transport that ${mutant.fault} is caught by: ${title}`, async (assert) => {
      const reason = await caughtBy(mutant, title);
      assert.not(reason, null);
      assert.log(reason);
    });
  }
}

test('every case has caught something', (assert) => {
  const sharp = new Set(transportMutants.flatMap((mutant) => mutant.caughtBy));
  const blunt = transportCases.filter(({ title }) => !sharp.has(title)).map(({ title }) => title);
  assert.deepEqual(blunt, []);
});

test('every transport mutant has an id of its own', (assert) => {
  assert.is(new Set(transportMutants.map(({ id }) => id)).size, transportMutants.length);
  for (const { id } of transportMutants) assert.regex(id, /^transport\/[a-z-]+$/);
});
