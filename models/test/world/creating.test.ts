/**
 * Goal: a creation that was refused leaves nothing behind. Method: stories with an id that an implementation may take, and
 * need not: that it was refused is known only when the creation comes out.
 */
import test from 'ava';
import { connectedStory, immutable, RED, Story } from '../support.js';

/** Adds an endpoint that was not created. */
function refuseOne(story: Story): Story {
  return story.thrown(story.invoke(story.creation(7, { name: 'ü' })), 'invalid-endpoint-id');
}

test('SERV-03 a service that closes waits for no endpoint whose creation was refused', (t) => {
  const story = refuseOne(new Story());
  const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: null });
  story.run('down', 0, 'release', 'SERV-03').value(close);
  const verdict = story.settle().judge();
  t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
});

test('SUPER-02 a service that fails stops no endpoint whose creation was refused', (t) => {
  const story = refuseOne(connectedStory());
  const fault = story.done({ type: 'fault', endpoint: 1 });
  story.run('fault', fault, 'fail', 'SUPER-02').run('gone', 1, 'release', 'TERM-04');
  const verdict = story.settle().judge();
  t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
});

test('ADDR-19 a pattern does not match an endpoint whose creation was refused', (t) => {
  const story = refuseOne(new Story());
  const connect = story.connecting(1, 1, { address: { kind: 'name', service: 0, name: '*' } });
  story.run('identify', connect, 'none', 'HAND-02').run('identity', connect, 'settle', 'CALL-25');
  const verdict = story
    .error(connect, 'connection', { states: ['address'] })
    .settle()
    .judge();
  t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
});

test('ADDR-19 nor does a pattern that is under way meanwhile', (t) => {
  const connected = (comesOut: (story: Story, connect: number) => Story): string => {
    const story = new Story({ complete: false });
    const connect = story.connecting(1, 1, { address: { kind: 'name', service: 0, name: '*' } }, 1);
    return comesOut(refuseOne(story), connect).settle().judge(immutable).verdict;
  };
  t.is(
    connected((story, connect) => story.error(connect, 'connection', { states: ['address'] })),
    'accepted',
  );
  t.is(
    connected((story, connect) => story.value(connect)),
    'rejected',
  );
});

test('FENCE-07 an endpoint without fencing has no token, whatever its creation says', (t) => {
  const story = new Story();
  story.create(1, { kind: 'plain', token: RED });
  story.start(1);
  story.executed(story.ask({ self: 1 }), 1);
  story.value(story.invoke({ type: 'query', subject: { endpoint: 1 }, property: 'token' }), 'none');
  const verdict = story.settle().judge();
  t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
});
