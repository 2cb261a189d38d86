/** When the runs of a task of a service may begin. */
import test from 'ava';
import type { Profile, Verdict } from '../../index.js';
import { brokenRules, immutable, mutable, Story } from '../support.js';

/** A task that runs each 50 ms: its first run begins so much after its invocation, its second run so much later. */
function runs(mode: 'rate' | 'delay', first: number, second: number, profile: Profile): Verdict {
  const story = new Story({ complete: false });
  const periodic = { delayMs: 50, periodMs: 50, mode, throwsAtRun: 0 } as const;
  const task = story.invoke({ type: 'service-schedule', service: 0, ...periodic });
  for (const wait of [first, second]) story.later(wait).handler(0, 'service-task', task);
  return story.judge(profile);
}

test('SERV-12 at a fixed rate the original may run ahead by a tick of its timers, but not at its first run', (t) => {
  t.is(runs('rate', 50, 50, immutable).verdict, 'accepted');
  t.is(runs('rate', 50, 40, immutable).verdict, 'accepted', 'as early as can be');
  t.deepEqual(brokenRules(runs('rate', 50, 39, immutable)), ['SERV-10']);
  t.deepEqual(brokenRules(runs('rate', 49, 51, immutable)), ['SERV-10'], 'the first run waits for its delay');
  t.deepEqual(brokenRules(runs('delay', 50, 49, immutable)), ['SERV-10'], 'a delay is waited for in full');
});

test('SERV-12 where the clock is advanced, or quirks are refused, no run at a fixed rate comes ahead of its time', (t) => {
  const refused: Profile = { ...immutable, quirks: 'refused' };
  for (const profile of [mutable, refused]) {
    t.is(runs('rate', 50, 50, profile).verdict, 'accepted');
    t.deepEqual(brokenRules(runs('rate', 50, 49, profile)), ['SERV-10']);
  }
});
