/** Goal: a call is lost where its argument cannot fit into a message. Method: traces written by hand. */
import test from 'ava';
import { brokenRules, connectedStory, Story } from '../support.js';

test('SIZE-04 an argument as large as the limit may fit, and one byte more does not', (t) => {
  const executed = (bytes: number) => {
    const story = connectedStory({ frameBytes: 1000 }, 1);
    return story.executed(story.ask(1, { argument: { bytes } }), 1).judge();
  };
  t.is(executed(1000).verdict, 'accepted', JSON.stringify(executed(1000)));
  t.deepEqual(brokenRules(executed(1001)), ['SIZE-04']);
});

test('ORD-08 a gateway has no target before its connect has come out, and none when it has failed', (t) => {
  const build = (connected: boolean, failed = false) => {
    const story = new Story();
    story.create(1);
    story.start(1);
    if (connected) story.connect(1, 1);
    else {
      const connect = story.connecting(1, 1, failed ? { address: { kind: 'unknown-host' } } : {});
      if (failed) story.error(connect, 'connection');
    }
    story.ask(1);
    return JSON.stringify(story.judge());
  };
  t.notRegex(build(true), /has no target/);
  t.regex(build(false), /has no target/);
  t.regex(build(false, true), /has no target/);
});
