/** Resources that are registered when those of their endpoint were closed, or stay open as in the original. */
import test from 'ava';
import { brokenRules, immutable, mutable, Story } from '../support.js';

/** An endpoint that has ended, and removed, as a history tells it: by a failed start, without a stop, or by a stop. */
function ended(how: 'start' | 'stop', resources = 0): Story {
  const story = new Story({ complete: false });
  story.create(1, { resources, onStart: { nested: [], end: how === 'start' ? 'throw' : 'return' } });
  const start = story.invoke({ type: 'start', endpoint: 1 });
  story.handler(1, 'start', 1, how === 'start' ? 'throw' : 'return').value(start);
  if (how === 'stop') {
    const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
    story.handler(1, 'stop', 1, 'future').value(terminate);
  }
  return story.settle();
}

const register = { type: 'register-resource', endpoint: 1, resource: 5 } as const;

test('STOP-08 in the original a resource stays open at an endpoint that ended without a stop, and at no other', (t) => {
  for (const how of ['start', 'stop'] as const) {
    const story = ended(how);
    story.done(register);
    t.is(story.settle().judge(immutable).verdict, how === 'start' ? 'accepted' : 'rejected', how);
    t.deepEqual(brokenRules(story.judge({ ...immutable, quirks: 'refused' })), ['STOP-08']);
    const closed = ended(how);
    const late = closed.invoke(register);
    closed.closed(1, 5).thrown(late, 'illegal-state');
    t.is(closed.settle().judge(immutable).verdict, 'accepted', how);
  }
});

test('STOP-08, STOP-07 what was registered before may still be closed after one that stays open, and that one not', (t) => {
  const build = (closed: number) => {
    const story = ended('start', 1);
    story.done(register);
    return story.closed(1, closed).settle().judge(immutable);
  };
  t.is(build(0).verdict, 'accepted', JSON.stringify(build(0)));
  t.deepEqual(brokenRules(build(5)), ['STOP-07']);
});

test('MAIN-01 no code of an endpoint runs once nothing of it is left to be closed', (t) => {
  const story = ended('start');
  story.done(register);
  const index = story.events.length;
  story.invoke({ type: 'query', subject: { endpoint: 1 }, property: 'address' }, { mainOf: 1 });
  t.like(story.judge(mutable), { verdict: 'rejected', index, rules: ['MAIN-01'] });
});

test('STOP-08 what was never registered is not unregistered, and nothing else in its place', (t) => {
  const build = (closed: readonly number[]) => {
    const story = new Story();
    story.create(1, { resources: 2 });
    story.start(1);
    story.value(story.invoke({ type: 'unregister-resource', endpoint: 1, resource: 9 }), false);
    const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
    story.run('request', terminate, 'on-stop', 'LIFE-08');
    for (const resource of closed) story.closed(1, resource);
    story.handler(1, 'stop', 1, 'future').run('stop-future', 1, 'terminate', 'STOP-02');
    return story.run('gone', 1, 'release', 'TERM-06').value(terminate).settle().judge();
  };
  t.deepEqual(brokenRules(build([0])), ['STOP-07']);
  t.is(build([1, 0]).verdict, 'accepted', JSON.stringify(build([1, 0])));
});
