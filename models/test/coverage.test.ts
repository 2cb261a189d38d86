/**
 * Goal: what accepted traces went through is counted, and nothing else. Method: a coverage of three transitions of two
 * charts, and a few takes.
 */
import test from 'ava';
import { Coverage, hearers, type MessageKind, messageKinds, Oracle } from '../index.js';
import { mutable, Story } from './support.js';

const transition = (chart: string, event: string) => ({ chart, state: 'a', event, decision: null }) as never;

/** Two transitions of one chart and one of another. */
function newCoverage(): Coverage {
  return new Coverage({
    transitions: [transition('one', 'X'), transition('one', 'Y'), transition('other', 'Z')],
    chartOf: [0, 0, 1],
  } as never);
}

const newInstance = (): Int16Array => new Int16Array(2).fill(-1);

const pairsOf = (coverage: Coverage): readonly string[] =>
  [0, 1, 2].flatMap((first) =>
    [0, 1, 2].filter((second) => coverage.wasFollowed(first, second)).map((second) => `${first}${second}`),
  );

test('transitions are counted when their trace is accepted, and forgotten when it is not', (t) => {
  const coverage = newCoverage();
  const instance = newInstance();
  for (const alternative of [0, 1, 1]) coverage.take(instance, alternative);
  t.deepEqual(
    [0, 1, 2].map((alternative) => coverage.timesTaken(alternative)),
    [0, 0, 0],
  );
  coverage.commit();
  t.deepEqual(
    [0, 1, 2].map((alternative) => coverage.timesTaken(alternative)),
    [1, 2, 0],
  );
  coverage.take(newInstance(), 2);
  coverage.discard();
  coverage.commit();
  t.deepEqual(
    [0, 1, 2].map((alternative) => coverage.timesTaken(alternative)),
    [1, 2, 0],
  );
});

test('a transition follows the one before it at the same instance of its chart, and no other', (t) => {
  const coverage = newCoverage();
  const [instance, other] = [newInstance(), newInstance()];
  coverage.take(instance, 0);
  coverage.take(instance, 2);
  coverage.take(other, 0);
  coverage.take(instance, 1);
  t.deepEqual(pairsOf(coverage), []);
  coverage.commit();
  t.deepEqual(pairsOf(coverage), ['01']);
  coverage.take(instance, 1);
  coverage.commit();
  t.deepEqual(pairsOf(coverage), ['01', '11']);
});

test('the last transition may follow itself, however many there are', (t) => {
  const transitions = Array.from({ length: 11 }, (_, event) => transition('one', String(event)));
  const coverage = new Coverage({ transitions, chartOf: transitions.map(() => 0) } as never);
  const instance = newInstance();
  for (const alternative of [10, 10]) coverage.take(instance, alternative);
  coverage.commit();
  t.true(coverage.wasFollowed(10, 10));
  t.false(coverage.wasFollowed(10, 9));
});

test('more transitions than there is room for at first are counted, too', (t) => {
  const coverage = newCoverage();
  const instance = newInstance();
  for (let count = 0; count < 10_000; count += 1) coverage.take(instance, count % 2);
  coverage.commit();
  t.deepEqual([coverage.timesTaken(0), coverage.timesTaken(1)], [5000, 5000]);
  t.deepEqual(pairsOf(coverage), ['01', '10']);
});

test('an order of messages was heard where an endpoint of that kind had heard the first before the second', (t) => {
  const coverage = newCoverage();
  const [hearer, otherHearer] = hearers;
  const [first, second, third] = messageKinds;
  const orders = () =>
    [hearer, otherHearer].flatMap((who) =>
      [first, second, third].flatMap((one) =>
        [first, second, third]
          .filter((two) =>
            coverage.wasHeard({ hearer: who as never, first: one as never, second: two as never }),
          )
          .map((two) => `${who}: ${one}, ${two}`),
      ),
    );
  coverage.hear(0, 2, 0b001);
  t.deepEqual(orders(), []);
  coverage.commit();
  t.deepEqual(orders(), [`${hearer}: ${first}, ${third}`]);
  coverage.hear(0, 2, 0b010);
  coverage.hear(1, 0, 0b100);
  coverage.discard();
  coverage.commit();
  t.deepEqual(orders(), [`${hearer}: ${first}, ${third}`]);
  coverage.hear(0, 2, 0b010);
  coverage.commit();
  t.deepEqual(orders(), [`${hearer}: ${first}, ${third}`, `${hearer}: ${second}, ${third}`]);
});

test('what an endpoint hears is counted as what it is, in the order in which it is heard', (t) => {
  const story = new Story();
  story.create(1, { onStop: { nested: [], end: 'later' } });
  story.connect(1, 1);
  story.start(1);
  story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
  story.executed(story.ask(1), 1);
  const taken = (op: number, role: 'call' | 'run' | 'callable', rule: string) =>
    story.run('request', op, 'execute', rule).handler(1, role, op);
  taken(story.tell(1), 'call', 'MSG-06');
  taken(story.runAsync(), 'run', 'MSG-06');
  const callable = story.invoke({
    type: 'call-async',
    endpoint: 1,
    timeout: 50,
    unfenced: false,
    script: { nested: [], end: { ending: 'return' } },
  });
  taken(callable, 'callable', 'MSG-06');
  story.run('answer', callable, 'settle', 'CALL-25').value(callable, callable);
  taken(
    story.done({ type: 'execute', executor: 1, script: { nested: [], end: { ending: 'return' } } }),
    'run',
    'MAIN-06',
  );
  const task = story.schedule();
  story.run('timer', task, 'resend', 'MAIN-07').run('due', task, 'execute', 'MAIN-07');
  story.handler(1, 'run', task).value(task);
  const stop = story.done({ type: 'stop', endpoint: 1 });
  story.run('request', stop, 'pause', 'LIFE-04');
  story.start(1);
  const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
  story.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
  story.done({ type: 'release-stop', endpoint: 1, how: 'value' });
  story.run('stop-future', 1, 'terminate', 'STOP-02').run('gone', 1, 'release', 'TERM-06').value(terminate);

  const oracle = new Oracle(mutable);
  const coverage = oracle.cover();
  const verdict = oracle.judge(story.settle().trace());
  t.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
  const heard: readonly MessageKind[] = [
    'identify',
    'handshake',
    'start',
    'ask',
    'tell',
    'run-async',
    'call-async',
    'execute',
    'task',
    'stop',
    'start',
    'terminate',
    'stop-future',
  ];
  const orders = messageKinds.flatMap((first) =>
    messageKinds
      .filter((second) => coverage.wasHeard({ hearer: 'plain', first, second }))
      .map((second) => `${first}, ${second}`),
  );
  const expected = heard.flatMap((first, at) => heard.slice(at + 1).map((second) => `${first}, ${second}`));
  t.deepEqual(orders.sort(), [...new Set(expected)].sort());
});
