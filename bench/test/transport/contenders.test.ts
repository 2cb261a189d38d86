/**
 * Goal: every contender echoes, so that what is compared is the same work. Method: a handful of calls of each. Packages of
 * others are not installed with this project: contenders without theirs are skipped, and named.
 */
import test from 'ava';
import { type Caller, type Payload, payloadOf } from '../../transport/contender.js';
import { entries, entryOf, lackOf } from '../../transport/contenders.js';

const echoOf = (caller: Caller, payload: Payload): Promise<string> =>
  new Promise((resolve, reject) => caller.ask(payload, (echo) => resolve(echo.toString()), reject));

for (const entry of entries) {
  const trying = lackOf(entry) === null ? test.serial : test.serial.skip;
  trying(`${entry.name} echoes`, async (t) => {
    t.timeout(60_000);
    const contender = await entry.load();
    const serving = await contender.serve();
    const caller = await contender.connect(serving.address);
    try {
      for (const length of [1, 16, 1024, 100_000]) {
        const payload = payloadOf(length);
        t.is(await echoOf(caller, payload), payload.text);
      }
      const many = Array.from({ length: 100 }, (_, index) => payloadOf(index + 1));
      const echoes = await Promise.all(many.map((payload) => echoOf(caller, payload)));
      t.deepEqual(
        echoes,
        many.map(({ text }) => text),
      );
      for (const payload of many) caller.tell?.(payload);
      t.is(await echoOf(caller, payloadOf(16)), payloadOf(16).text);
    } finally {
      await caller.close();
      await serving.close();
    }
  });
}

test('names are told apart', (t) => {
  t.is(new Set(entries.map(({ name }) => name)).size, entries.length);
  t.is(entryOf('Fencepost').role, 'own');
  t.throws(() => entryOf('nobody'), { message: /no contender 'nobody'/ });
});

test.serial('this project comes in sizes', async (t) => {
  for (const name of ['endpoints 3', 'connections 3']) {
    const contender = await entryOf(name).load();
    const serving = await contender.serve();
    const caller = await contender.connect(serving.address);
    t.is(serving.address.split(' ').length, name === 'endpoints 3' ? 3 : 1);
    const payload = payloadOf(16);
    for (let call = 0; call < 4; call += 1) t.is(await echoOf(caller, payload), payload.text);
    await caller.close();
    await serving.close();
  }
});
