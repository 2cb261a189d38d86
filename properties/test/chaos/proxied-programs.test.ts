/**
 * Goal: whatever a network does to connections, the models accept what the services made of it, and every ask settles.
 * Method: programs drawn from seeds, over real sockets with a proxy between them; recorded, and judged as `check-trace`
 * does it.
 */
import test from 'ava';
import { TraceRecorder } from '../../../impl/index.js';
import { Draw } from '../../../impl/test/draw.js';
import { TraceJudge } from '../../suite/trace-judge.js';
import { RandomProgram } from '../recording/programs.js';
import { ProxiedSurroundings } from './proxied-surroundings.js';

const PROGRAMS = Number(process.env['FENCEPOST_PROXIED_PROGRAMS'] ?? 60);
const FIRST = Number(process.env['FENCEPOST_SEED'] ?? 0);

test('ORD-01, ORD-05, DEAD-03 recordings over sockets with every fault are accepted', async (assert) => {
  process.on('unhandledRejection', () => undefined); // promises of handlers that nobody awaits
  const faults = new Map<string, number>();
  let events = 0;
  let bad = 0;
  for (let seed = FIRST; seed < FIRST + PROGRAMS; seed += 1) {
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
    else {
      bad += 1;
      assert.log(`program ${seed}: ${recorder.gapReason} ${JSON.stringify(verdict, null, 1).slice(0, 6000)}`);
      (await import('node:fs')).writeFileSync(`/tmp/chaos-run/bad-${seed}.ndjson`, text);
    }
    for (const [name, count] of surroundings.faults) faults.set(name, (faults.get(name) ?? 0) + count);
  }
  assert.log(events, JSON.stringify([...faults]));
  assert.is(bad, 0);
});
