/**
 * Goal: every transport of this project does what the contract says. Method: the cases of the transport suite, each on
 * transports of its own. What does not apply is listed with its reason, and counted.
 */
import test from 'ava';
import { transportCases, tryCase } from '../../transport-suite/index.js';
import { missingFor, transportFactories } from '../../transports/index.js';

/** How many cases apply to each transport: none may fall away in silence. */
const APPLICABLE: Readonly<Record<string, number>> = {
  memory: 20,
  tcp: 39,
  tls: 39,
  unix: 39,
  ws: 39,
  worker: 25,
  nats: 39,
};

for (const [name, newFactory] of Object.entries(transportFactories)) {
  const isHere = missingFor(name) === null;
  for (const transportCase of transportCases) {
    (isHere ? test.serial : test.serial.skip)(`${name}: ${transportCase.title}`, async (assert) => {
      const factory = await newFactory();
      const { verdict, reason } = await tryCase(transportCase, factory);
      await factory.close();
      if (verdict === 'not-applicable') assert.log(`not applicable: ${reason}`);
      assert.not(verdict, 'failed', reason);
    });
  }

  (isHere ? test : test.skip)(`${name}: as many cases apply as is known`, async (assert) => {
    const factory = await newFactory();
    const applicable = transportCases.filter(({ needs }) =>
      needs.every((ability) => factory.cannot[ability] === undefined),
    );
    await factory.close();
    assert.is(applicable.length, APPLICABLE[name] ?? 0);
  });
}
