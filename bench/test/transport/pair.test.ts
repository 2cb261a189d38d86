/** Goal: the processes of a contender do what they are told, report what goes wrong, and are gone in the end. */
import test from 'ava';
import type { Contender } from '../../transport/contender.js';
import { type Entry, entryOf, LIMIT, OWN } from '../../transport/contenders.js';
import { Pair } from '../../transport/pair.js';
import type { Stretch } from '../../transport/stretches.js';

const stretch: Stretch = { name: 'asks', kind: 'asks', outstanding: 4, payloadBytes: 16, oneCore: false };

for (const name of [LIMIT, OWN]) {
  test(`${name} is measured in processes of its own`, async (t) => {
    t.timeout(60_000);
    const pair = await Pair.open(entryOf(name));
    try {
      t.true(pair.hasTells);
      t.true(pair.connectMilliseconds > 0);
      const sample = await pair.measure(stretch, 5);
      t.true(sample.perSecond > 0 && sample.cpuSeconds > 0);
      t.is(sample.microseconds, null);
      t.true(sample.wireBytes >= 32 && sample.wireBytes < 100, `${sample.wireBytes} bytes a call`);
      const lone = await pair.measure({ ...stretch, kind: 'lone asks', outstanding: 1 }, 5);
      t.true((lone.microseconds as number) > 0);
      t.true((await pair.bytes()) > 0);
    } finally {
      await pair.close();
    }
    await t.throwsAsync(pair.measure(stretch, 5));
  });
}

test('a contender that cannot be started is an error, and leaves no process', async (t) => {
  t.timeout(60_000);
  const unknown: Entry = {
    name: 'nobody',
    medium: 'TCP',
    role: 'peer',
    load: (): Promise<Contender> => Promise.reject(new Error('never asked')),
  };
  await t.throwsAsync(Pair.open(unknown), { message: /ended with exit code 1: .*no contender 'nobody'/s });
});
