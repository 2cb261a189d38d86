/**
 * Goal: endings that are counted are those that are written. Method: the traces of small configurations, in the order in
 * which they are explored and with nothing kept; and events by hand.
 */
import test from 'ava';
import type { TraceEvent } from '../../../spec/index.js';
import { endingOf } from '../../exploration/ending.js';
import { Endings } from '../../exploration/endings.js';
import { explore } from '../../exploration/explore.js';
import { small } from './small.js';

const ran = (id: number): TraceEvent => ({
  event: 'run',
  at: 0,
  leg: 'tick',
  id,
  decision: 'execute',
  rule: 'MAIN-10',
});

for (const subject of small) {
  test(`${subject.name}: an ending is counted once, whatever is kept of the run before`, (t) => {
    const texts: string[] = [];
    const traces: (readonly TraceEvent[])[] = [];
    const { endings } = explore(subject, {
      reduction: 'none',
      onEnding: (text, { events }) => {
        texts.push(text);
        traces.push(events);
      },
    });
    t.is(new Set(texts).size, texts.length);
    t.is(endings, texts.length);
    const again = new Endings();
    t.true(traces.every((events) => again.add(forgetting(again, events))));
    t.false(traces.some((events) => again.add(forgetting(again, events))));
    t.deepEqual(
      traces.map((events) => endingOf(events)),
      texts,
    );
  });
}

/** The events of a run that has nothing in common with the one before it. */
function forgetting(endings: Endings, events: readonly TraceEvent[]): readonly TraceEvent[] {
  endings.repeats(0);
  return events;
}

test('what happened twice is not what happened once', (t) => {
  const endings = new Endings();
  t.true(endings.add([ran(1), ran(2)]));
  endings.repeats(1);
  t.true(endings.add([ran(1), ran(1), ran(2)]));
  endings.repeats(2);
  t.true(endings.add([ran(1), ran(1)]));
  endings.repeats(0);
  t.false(endings.add([ran(2), ran(1), ran(1)]));
});
