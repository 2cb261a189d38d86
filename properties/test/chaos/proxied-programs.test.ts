/**
 * Goal: whatever a network does to connections, the models accept what the services made of it. Method: programs drawn
 * from seeds, over real sockets with a proxy between them; recorded, and judged as `check-trace` does it. What becomes of
 * each ask is part of the trace: one that settled twice, not at all or with another answer is rejected.
 */
import test from 'ava';
import { TraceRecorder } from '../../../impl/index.js';
import { Draw } from '../../../impl/test/draw.js';
import { TraceJudge } from '../../suite/trace-judge.js';
import { RandomProgram } from '../recording/programs.js';
import { ProxiedSurroundings } from './proxied-surroundings.js';

/** How many programs; more with `FENCEPOST_PROXIED_PROGRAMS`. */
const PROGRAMS = Number(process.env['FENCEPOST_PROXIED_PROGRAMS'] ?? 40);

test('ORD-01, ORD-05, DEAD-03 recordings over sockets with every fault are accepted', async (assert) => {
  process.on('unhandledRejection', () => undefined); // promises of handlers that nobody awaits
  const faults = new Map<string, number>();
  let events = 0;
  for (let seed = 0; seed < PROGRAMS; seed += 1) {
    const surroundings = await ProxiedSurroundings.open(new Draw(~seed));
    let text = '';
    const recorder = new TraceRecorder((more) => {
      text += more;
    });
    await new RandomProgram(seed, recorder, surroundings).run();
    await surroundings.calm();
    recorder.end();
    surroundings.close();
    const judge = new TraceJudge();
    judge.read(text);
    const verdict = judge.close();
    if (verdict.verdict === 'accepted') events += verdict.events;
    else assert.fail(`program ${seed}: ${JSON.stringify(verdict, null, 1)}`);
    for (const [name, count] of surroundings.faults) faults.set(name, (faults.get(name) ?? 0) + count);
  }
  assert.true(events > 50 * PROGRAMS, `${events} events`);
  assert.true(faults.size >= 8, JSON.stringify([...faults]));
  assert.log(`${events} events; faults: ${JSON.stringify(Object.fromEntries(faults))}`);
});
