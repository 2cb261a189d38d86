/** Goal: a trace ends where nothing is left to do. Method: traces written by hand that end too early. */
import test from 'ava';
import { connectedStory, mutable, recordedOnClock, Story, script } from '../support.js';

test('SERV-03 a close that takes its time over sockets comes out before the trace ends, or before all is settled', (t) => {
  const build = (observed: boolean, settled: boolean, remote = true) => {
    const story = new Story({ remote });
    story.create(1);
    const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: null });
    story.run('close', 1, 'terminate', 'LIFE-07').run('gone', 1, 'release', 'TERM-06');
    story.run('down', 0, 'release', 'SERV-03');
    if (observed) story.value(close);
    if (settled) story.settle();
    return story;
  };
  for (const settled of [false, true]) {
    const complete = build(true, settled).judge(recordedOnClock);
    t.is(complete.verdict, 'accepted', JSON.stringify(complete));
    for (const profile of [recordedOnClock, mutable]) {
      const verdict = build(false, settled).judge(profile);
      t.is(verdict.verdict, 'rejected');
      t.regex(JSON.stringify(verdict), /the outcome of 2 was not observed/);
    }
  }
});

test('SELF-05, CALL-25 a timer on a real clock is late by a second at most, and is not asked for before', (t) => {
  const quiet = (lateMs: number, what: 'run' | 'ask') => {
    const story = connectedStory({}, 1);
    if (what === 'run') story.run('request', story.runAsync({ delayMs: 100 }), 'arm', 'SELF-05');
    else {
      const ask = story.ask(1, { script: script('later') });
      story.run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask, 'future');
    }
    return story
      .later(100 + lateMs)
      .settle()
      .judge(recordedOnClock).verdict;
  };
  for (const what of ['run', 'ask'] as const) {
    t.is(quiet(999, what), 'accepted', what);
    t.is(quiet(1000, what), 'rejected', what);
  }
});
