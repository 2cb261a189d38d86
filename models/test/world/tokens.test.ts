/** Replacing the token of an endpoint: who is on its main thread, and who is not. */
import test from 'ava';
import type { Operation } from '../../../spec/index.js';
import { BLUE, brokenRules, RED, Story, script } from '../support.js';

const replacing: Operation = { type: 'set-token', endpoint: 1, token: BLUE };

/** Two fenced endpoints; a handler of one of them holds its main thread. */
function held(endpoint: number): { readonly story: Story; readonly run: number } {
  const story = new Story();
  for (const id of [1, 2]) {
    story.create(id, { kind: 'fenced', token: RED });
    story.start(id);
  }
  const run = story.runAsync({ endpoint, script: script('hold') });
  return { story: story.run('request', run, 'execute', 'FENCE-01').begin(endpoint, 'run', run), run };
}

/** An endpoint that has ended because its start failed, and whose resource is about to be closed. */
function closing(): Story {
  const story = new Story();
  story.create(1, { kind: 'fenced', token: RED, resources: 1, onStart: { nested: [], end: 'throw' } });
  story.start(1, 'throw');
  return story;
}

test('FENCE-15, MAIN-02 a lane, and the main thread of another endpoint, are off the main thread while it works', (t) => {
  for (const [endpoint, by] of [
    [1, 0],
    [2, { mainOf: 2 }],
    [2, 0],
  ] as const) {
    const { story, run } = held(endpoint);
    story.thrown(story.invoke(replacing, by), 'not-main-thread');
    story.done({ type: 'release', work: run, how: 'value' });
    story.run('return', run, 'answer', 'MAIN-01').end(endpoint, 'run', run).settle();
    t.is(story.judge().verdict, 'accepted', JSON.stringify(story.judge()));
    const allowed = held(endpoint).story;
    const index = allowed.events.length + 1;
    allowed.done(replacing, by);
    t.like(allowed.judge(), { verdict: 'rejected', index, rules: ['FENCE-15', 'MAIN-02'] });
  }
});

test('FENCE-15 what closes the resources of an endpoint that has ended is not on its main thread', (t) => {
  const refused = closing();
  refused.thrown(refused.invoke(replacing, { mainOf: 1 }), 'not-main-thread');
  t.is(refused.closed(1, 0).run('gone', 1, 'release', 'TERM-06').settle().judge().verdict, 'accepted');
  const allowed = closing();
  allowed.done(replacing, { mainOf: 1 });
  t.deepEqual(brokenRules(allowed.judge()), ['FENCE-15', 'MAIN-02']);
});
