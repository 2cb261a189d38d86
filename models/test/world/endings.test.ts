/** Goal: who has ended hears no more of what ends after it. Method: histories written by hand, each with a forgery. */
import test from 'ava';
import { brokenRules, connectedHistory, immutable, recordedOnClock, Story } from '../support.js';

test('SUPER-06 an endpoint that was removed before a sibling failed does not count as killed, in the original either', (t) => {
  const build = (killed: boolean, removed = true) => {
    const story = connectedHistory();
    story.create(2);
    if (removed) story.value(story.invoke({ type: 'terminate', endpoint: 2 })).settle();
    story.done({ type: 'fault', endpoint: 1 });
    story.settle();
    const watch = story.invoke({ type: 'watch', endpoint: 2, callback: [] });
    if (killed) story.error(watch, 'sibling-failed');
    else story.value(watch);
    return story.settle().judge(immutable).verdict;
  };
  t.is(build(false), 'accepted');
  t.is(build(true), 'rejected');
  t.is(build(true, false), 'accepted');
});

test('SERV-14, TERM-13 an endpoint that the limit of a close cuts off fails its termination for being cut off', (t) => {
  const build = (end: (story: Story, terminate: number) => void) => {
    const story = new Story();
    story.create(1, { onStop: { nested: [], end: 'later' } });
    story.start(1);
    const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
    story.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
    const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: 20 });
    story.later(20).run('close-timeout', 0, 'release', 'SERV-14').error(close, 'close-timeout');
    end(story, terminate);
    return story.judge();
  };
  const failed = build((story, terminate) => story.error(terminate, 'close-timeout').settle());
  t.is(failed.verdict, 'accepted', JSON.stringify(failed));
  const completed = build((story, terminate) => story.value(terminate));
  t.deepEqual(brokenRules(completed), ['SERV-14', 'SERV-06', 'TERM-13']);
});

test('SERV-14 an endpoint whose hook is running when the limit of a close expires is gone, however the hook ends', (t) => {
  const build = (hook: 'start' | 'stop', end: 'fine' | 'throw', later: (story: Story) => Story) => {
    const story = new Story({ complete: false });
    const hooks = {
      start: { onStart: { nested: [], end: 'throw' } },
      stop: { onStop: { nested: [], end: 'throw' } },
    };
    story.create(1, end === 'fine' ? {} : (hooks[hook] as Parameters<Story['create']>[1]));
    const start = story.invoke({ type: 'start', endpoint: 1 });
    if (hook === 'stop') story.handler(1, 'start', 1);
    const close = story.value(start).invoke({ type: 'close-service', service: 0, timeoutMs: 10 });
    story.begin(1, hook, 1).later(10).error(close, 'close-timeout');
    story.end(1, hook, 1, end === 'throw' ? 'throw' : hook === 'start' ? 'return' : 'future');
    const verdict = later(story).settle().judge();
    return verdict.verdict === 'accepted' ? 'accepted' : JSON.stringify(verdict);
  };
  const asked = (story: Story) => story.error(story.ask({ self: 1 }), 'recipient-unreachable');
  const watched = (code: 'close-timeout' | 'start-failed' | 'stop-failed') => (story: Story) =>
    story.error(story.invoke({ type: 'watch', endpoint: 1, callback: [] }), code);
  for (const hook of ['start', 'stop'] as const)
    for (const end of ['fine', 'throw'] as const) {
      t.is(build(hook, end, asked), 'accepted');
      t.is(build(hook, end, watched('close-timeout')), 'accepted');
      t.not(build(hook, end, watched(hook === 'start' ? 'start-failed' : 'stop-failed')), 'accepted');
    }
});

test('MAIN-01 nobody runs on the main thread of an endpoint that is gone, though nothing had to be closed', (t) => {
  for (const [resources, removed] of [
    [0, true],
    [1, true],
    [0, false],
  ] as const) {
    const story = new Story();
    story.create(1, { resources });
    const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
    story.run('request', terminate, 'terminate', 'LIFE-07');
    if (removed) story.run('gone', 1, 'release', 'TERM-06').value(terminate);
    const start = story.invoke({ type: 'watch', endpoint: 1, callback: [] }, { mainOf: 1 });
    if (removed) story.value(start);
    else story.run('gone', 1, 'release', 'TERM-06').value(start).value(terminate);
    const verdict = story.settle().judge();
    t.is(verdict.verdict, resources === 0 && removed ? 'rejected' : 'accepted', JSON.stringify(verdict));
  }
});

test('SERV-14, STOP-07 the limit of a close expires while the resources of an endpoint are being closed, and they are closed', (t) => {
  const build = (resources: readonly number[], quirks: 'accepted' | 'refused') => {
    const story = new Story({ complete: false });
    story.create(1, { resources: 2 });
    const start = story.invoke({ type: 'start', endpoint: 1 });
    story.handler(1, 'start', 1).value(start);
    const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: 10 });
    story.closed(1, 1).later(10).error(close, 'close-timeout');
    for (const resource of resources) story.closed(1, resource);
    return story
      .handler(1, 'stop', 1, 'future')
      .settle()
      .judge({ ...immutable, quirks });
  };
  for (const quirks of ['accepted', 'refused'] as const) {
    t.is(build([0], quirks).verdict, 'accepted', JSON.stringify(build([0], quirks)));
    t.is(build([], quirks).verdict, 'rejected');
  }
});

test('TERM-04, SERV-03, SERV-06 who has the number 0 hears of an end as everybody else', (t) => {
  const watched = new Story();
  watched.create(1);
  const watch = watched.invoke({ type: 'watch', endpoint: 1, callback: [] }, 0, 0);
  const terminate = watched.invoke({ type: 'terminate', endpoint: 1 });
  watched.run('request', terminate, 'terminate', 'LIFE-07').run('gone', 1, 'release', 'TERM-06');
  t.is(watched.value(terminate).value(watch).settle().judge().verdict, 'accepted');

  const closed = new Story();
  const close = closed.invoke({ type: 'close-service', service: 0, timeoutMs: null }, 0, 0);
  t.is(closed.run('down', 0, 'release', 'SERV-03').value(close).settle().judge().verdict, 'accepted');

  const cut = new Story();
  cut.create(1, { onStop: { nested: [], end: 'later' } });
  cut.start(1);
  const end = cut.invoke({ type: 'terminate', endpoint: 1 }, 0, 0);
  cut.run('request', end, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
  const down = cut.invoke({ type: 'close-service', service: 0, timeoutMs: null });
  cut.run('down', 0, 'release', 'SERV-06').value(down);
  t.is(
    cut.error(end, 'not-properly-stopped', { states: ['endpoint'] }).judge().verdict,
    'accepted',
    JSON.stringify(cut.judge()),
  );

  const left = new Story();
  left.create(1);
  const first = left.invoke({ type: 'close-service', service: 0, timeoutMs: 20 }, 0, 0);
  left.run('close', 1, 'terminate', 'LIFE-07').run('gone', 1, 'release', 'TERM-06');
  left.run('down', 0, 'release', 'SERV-03').later(20).run('close-timeout', 0, 'release', 'SERV-14');
  left.error(first, 'close-timeout').settle();
  t.is(left.judge(recordedOnClock).verdict, 'accepted', JSON.stringify(left.judge(recordedOnClock)));
});

test('SERV-03, SERV-14 the close of a service that has nothing to wait for does not fail by its limit', (t) => {
  const story = new Story();
  const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: 20 });
  story.run('down', 0, 'release', 'SERV-03').later(20).error(close, 'close-timeout');
  t.true(brokenRules(story.judge()).includes('SERV-03'), JSON.stringify(story.judge()));
});
