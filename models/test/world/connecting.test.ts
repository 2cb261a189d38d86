/** Goal: connects find who may be found, and nobody else. Method: histories written by hand, each with a forgery. */
import test from 'ava';
import { brokenRules, connectedHistory, connectedStory, immutable, mutable, Story } from '../support.js';

const pattern = { kind: 'wildcard', service: 0, prefix: 'worker' } as const;

test('ADDR-18, ADDR-19 on a real clock a pattern may come before or after the creation of a match before its outcome', (t) => {
  const build = (order: readonly ('create' | 'found' | 'none')[], matches = 0) => {
    const story = connectedHistory();
    if (matches > 0) story.create(2, { name: 'worker_1' });
    const connect = story.connecting(2, 1, { address: pattern }, 1);
    for (const step of order) {
      if (step === 'create') story.create(3, { name: 'worker_2' });
      else if (step === 'none') story.error(connect, 'connection');
      else story.value(connect);
    }
    return story.settle();
  };
  t.is(build(['create', 'found']).judge(immutable).verdict, 'accepted');
  t.is(build(['create', 'none']).judge(immutable).verdict, 'accepted');
  t.is(build(['found', 'create']).judge(immutable).verdict, 'rejected');
  t.is(build(['create', 'found']).judge(mutable).verdict, 'rejected');
  t.is(build(['create', 'none'], 1).judge(immutable).verdict, 'rejected');
});

test('ADDR-17 the identifications of a pattern that has matches go to them, and to nobody else', (t) => {
  const build = (endpoint: number | undefined) => {
    const story = connectedStory();
    story.create(2, { name: 'worker_1' });
    const connect = story.connecting(2, 1, { address: pattern });
    return story.run('identify', connect, 'found', 'MSG-05', endpoint).judge();
  };
  t.notRegex(JSON.stringify(build(2)), /goes there/);
  t.regex(JSON.stringify(build(1)), /no identification of 5 goes there/);
  t.regex(JSON.stringify(build(undefined)), /no identification of 5 goes there/);
  t.deepEqual(brokenRules(build(undefined)), ['ORD-08']);
});

test('ORD-08 nobody connects from a service that is not there, or puts an endpoint into it', (t) => {
  const story = new Story();
  story.create(1);
  story.connecting(1, 1, { service: 7 });
  t.regex(JSON.stringify(story.judge()), /there is no service 7/);
  const other = new Story();
  other.create(1, { service: 7 });
  t.regex(JSON.stringify(other.judge()), /there is no service 7/);
});
