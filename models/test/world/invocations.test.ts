/** Who takes the transitions by which a message is let through, or not. */
import test from 'ava';
import { Oracle } from '../../index.js';
import { BLUE, connectedStory, mutable, RED, Story } from '../support.js';

test('FENCE-02 a message that is fenced off is a transition of its endpoint, as one that its lifecycle refuses is', (t) => {
  const story = new Story();
  story.create(1, { kind: 'fenced', token: RED });
  story.connectWith(1, 1, BLUE);
  const early = story.ask(1);
  story.refused(early, 'endpoint-not-started', 'MSG-01', ['message', 'endpoint']);
  story.start(1);
  const fenced = story.ask(1);
  story.refused(fenced, 'fencing-token', 'FENCE-02', ['tokens']);
  const oracle = new Oracle(mutable);
  oracle.note();
  t.is(oracle.judge(story.trace()).verdict, 'accepted', JSON.stringify(oracle.verdict()));
  const refusals = oracle.taken().filter(({ decision }) => decision.startsWith('refuse:'));
  t.deepEqual(
    refusals.map(({ chart, who }) => [chart, who]),
    [
      ['lifecycle', 'e1'],
      ['fencing', 'e1'],
    ],
  );
});

test('SELF-04 a run without a delay is executed when it arrives, whatever endpoint its event names', (t) => {
  const story = connectedStory();
  const run = story.runAsync();
  const index = story.events.length;
  for (const endpoint of [undefined, 0, 1, 2]) {
    story.run('request', run, 'arm', 'SELF-04', endpoint);
    t.like(story.judge(), { verdict: 'rejected', index });
    story.events.pop();
  }
});
