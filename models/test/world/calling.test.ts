/** Goal: a call is lost where its argument cannot fit into a message. Method: traces written by hand. */
import test from 'ava';
import { brokenRules, connectedStory } from '../support.js';

test('SIZE-04 an argument as large as the limit may fit, and one byte more does not', (t) => {
  const executed = (bytes: number) => {
    const story = connectedStory({ frameBytes: 1000 }, 1);
    return story.executed(story.ask(1, { argument: { bytes } }), 1).judge();
  };
  t.is(executed(1000).verdict, 'accepted', JSON.stringify(executed(1000)));
  t.deepEqual(brokenRules(executed(1001)), ['SIZE-04']);
});
