/** Goal: the states at each step are those of the charts. Method: one story, complete and as its observable history. */
import test from 'ava';
import type { TraceEvent } from '../../spec/index.js';
import { Oracle, observable } from '../index.js';
import { mutable, Story } from './support.js';

/** An endpoint is created and started. */
function started(): Story {
  const story = new Story({ services: 1 });
  story.create(1);
  story.start(1);
  return story;
}

/** A client asks it something. */
function asked(): Story {
  const story = started();
  story.connect(1, 1);
  story.executed(story.ask(1), 1);
  return story;
}

test('the standing tells states, open operations, and what may come next with its rule', (assert) => {
  const { header, events } = started().trace();
  const oracle = new Oracle(mutable);
  oracle.reset(header);
  const seen = events.map((event) => {
    assert.true(oracle.accept(event));
    return oracle.standing();
  });
  const lifecycles = seen.map(({ endpoints }) => endpoints.map(({ lifecycle }) => lifecycle).join());
  assert.deepEqual([...new Set(lifecycles)], ['stopped.fresh', 'starting', 'started.idle']);
  assert.true(
    seen.some(({ possible }) => possible.some((line) => /^request \d+ → on-start \(LIFE-02\)$/.test(line))),
  );
  assert.deepEqual(seen.at(-1)?.services, ['open']);
  assert.deepEqual(seen.at(-1)?.open, []);
});

test('the standing is a look, and changes no verdict and no count', (assert) => {
  const { header, events } = started().trace();
  const [looking, blind] = [new Oracle(mutable), new Oracle(mutable)];
  for (const oracle of [looking, blind]) {
    oracle.reset(header);
    for (const event of events) {
      oracle.accept(event);
      if (oracle === looking) oracle.standing();
    }
  }
  assert.deepEqual(looking.finish(), blind.finish());
  assert.deepEqual(looking.exercised, blind.exercised);
});

test('a history is told again along the run that explains it, and counted once', (assert) => {
  const history = observable(started().trace());
  const [watched, alone] = [new Oracle(mutable), new Oracle(mutable)];
  const told: string[] = [];
  const positions: number[] = [];
  const verdict = watched.judgeHistory(history, (position) => {
    positions.push(position);
    told.push(watched.standing().endpoints[0]?.lifecycle ?? 'none');
  });
  assert.deepEqual(verdict, alone.judgeHistory(history));
  assert.deepEqual(watched.exercised, alone.exercised);
  assert.deepEqual(
    positions,
    history.events.map((_, position) => position),
  );
  assert.is(told.at(-1), 'started.idle');
});

test('a rejected history is told up to the event that is refused', (assert) => {
  const history = observable(started().trace());
  const at = history.events.findLastIndex(({ event }) => event === 'begin');
  const forged = { ...history, events: history.events.toSpliced(at, 0, ...history.events.slice(at, at + 1)) };
  const oracle = new Oracle(mutable);
  const positions: number[] = [];
  const verdict = oracle.judgeHistory(forged, (position) => positions.push(position));
  assert.is(verdict.verdict, 'rejected');
  const until = verdict.verdict === 'rejected' ? verdict.index : -1;
  assert.deepEqual(
    positions,
    forged.events.slice(0, until).map((_, position) => position),
  );
});

test('the endpoint that an operation goes to is known', (assert) => {
  const { header, events } = started().trace();
  const oracle = new Oracle(mutable);
  oracle.reset(header);
  for (const event of events) oracle.accept(event);
  const start = events.find((event) => event.event === 'invoke' && event.operation.type === 'start');
  assert.is(oracle.destinationOf(start?.event === 'invoke' ? start.op : -1), 1);
  assert.is(oracle.destinationOf(999), -1);
});

test('the standing lists the services of its own trace, and none of the one before', (assert) => {
  const oracle = new Oracle(mutable);
  for (const services of [2, 1]) {
    oracle.reset(new Story({ services }).trace().header);
    assert.is(oracle.standing().services.length, services);
  }
});

/** Each event with the transitions that it takes and the states of its operation, as texts. */
function toldBy(oracle: Oracle, event: TraceEvent): readonly string[] {
  const op = event.event === 'run' ? event.id : 'op' in event ? event.op : -1;
  return [
    ...oracle.taken().map(({ who, state, next, rules: [rule] }) => `${who} ${state} > ${next} ${rule ?? ''}`),
    ...oracle.statesOf(op).map(({ chart, state }) => `#${op} ${chart} ${state}`),
  ];
}

test('each event tells the transitions that it takes, with who takes them, and the states of its operation', (assert) => {
  const { header, events } = asked().trace();
  const oracle = new Oracle(mutable);
  oracle.note();
  oracle.reset(header);
  const told = events.map((event) => {
    assert.true(oracle.accept(event));
    return toldBy(oracle, event);
  });
  const lines = told.flat();
  assert.true(lines.includes('e1 stopped.fresh > starting LIFE-02'), lines.join('\n'));
  const ask = events.find((event) => event.event === 'invoke' && event.operation.type === 'call');
  const op = ask?.event === 'invoke' ? ask.op : -1;
  assert.deepEqual(
    lines.filter((line, place) => line.startsWith(`#${op} ask`) && lines.indexOf(line) === place),
    [`#${op} ask pending`, `#${op} ask settled`],
  );
  assert.true(lines.includes(`#${op} pending > settled CALL-25`), lines.join('\n'));
  assert.true(lines.includes(`#${op} arriving > executing CALL-02`), lines.join('\n'));
});

test('nothing is told where nothing is noted, and nothing twice', (assert) => {
  const { header, events } = started().trace();
  const oracle = new Oracle(mutable);
  oracle.reset(header);
  for (const event of events) oracle.accept(event);
  assert.deepEqual(oracle.taken(), []);
  oracle.note();
  oracle.reset(header);
  for (const event of events) oracle.accept(event);
  assert.true(oracle.taken().length > 0);
  assert.deepEqual(oracle.taken(), []);
});

test('a history tells the transitions of the run that explains it, and of no other', (assert) => {
  const trace = started().trace();
  const oracle = new Oracle(mutable);
  oracle.note();
  const told: string[] = [];
  oracle.judgeHistory(observable(trace), () => {
    told.push(...oracle.taken().map(({ who, state, event, next }) => `${who} ${state} ${event} ${next}`));
  });
  const complete = new Oracle(mutable);
  complete.note();
  complete.judge(trace);
  const taken = complete.taken().map(({ who, state, event, next }) => `${who} ${state} ${event} ${next}`);
  assert.deepEqual(told.toSorted(), taken.toSorted());
});

test('LIFE-03 an event that is refused tells the transition that was demanded', (assert) => {
  const { header, events } = started().trace();
  const oracle = new Oracle(mutable);
  oracle.reset(header);
  const start = events.findIndex((event) => event.event === 'run' && event.leg === 'request');
  for (const event of events.slice(0, start)) oracle.accept(event);
  assert.false(oracle.accept({ ...events[start], decision: 'ignore', rule: 'LIFE-03' } as TraceEvent));
  assert.deepEqual(
    oracle.demanded().map(({ chart, state, event, decision, next }) => [chart, state, event, decision, next]),
    [['lifecycle', 'stopped.fresh', 'START', 'on-start', 'starting']],
  );
});

test('HAND-14 what a connect hears where nobody lives any more is told of nobody', (assert) => {
  const story = started();
  story.terminate(1);
  const op = story.connecting(1, 1);
  const { header, events } = story.run('identify', op, 'none', 'HAND-02').trace();
  const oracle = new Oracle(mutable);
  oracle.note();
  oracle.reset(header);
  for (const event of events.slice(0, -1)) assert.true(oracle.accept(event));
  oracle.taken();
  assert.true(oracle.accept(events.at(-1) as TraceEvent), JSON.stringify(oracle.verdict()));
  assert.deepEqual(
    oracle.taken().map(({ chart, event, who }) => [chart, event, who]),
    [['handshake-target', 'IDENTIFY', '']],
  );
});

/** What the oracle says of an operation after each event, without repetitions. */
function followed(story: Story, say: (oracle: Oracle) => unknown): readonly unknown[] {
  const { header, events } = story.trace();
  const oracle = new Oracle(mutable);
  oracle.reset(header);
  const said = events.map((event) => {
    oracle.accept(event);
    return JSON.stringify(say(oracle));
  });
  return said.filter((each, place) => each !== said[place - 1]).map((each) => JSON.parse(each));
}

test('the standing lists an operation as open from when it was invoked until its outcome is due', (assert) => {
  const story = started();
  story.connect(1, 1);
  const ask = story.ask(1);
  story.run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask);
  const other = story.invoke({ type: 'watch', endpoint: 1, callback: [] });
  story.run('answer', ask, 'settle', 'CALL-25').value(ask, ask);
  assert.deepEqual(followed(story, (oracle) => oracle.standing().open).slice(-3), [
    [ask],
    [ask, other],
    [other],
  ]);
});

test('MAIN-07, SERV-10 the states of a task of an endpoint, and of one of a service, are those of its chart', (assert) => {
  const story = started();
  story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
  const end = { nested: [], end: { ending: 'return' } } as const;
  const own = story.schedule({ callable: true, script: end });
  story.run('timer', own, 'resend', 'MAIN-07').run('due', own, 'execute', 'MAIN-07');
  story.handler(1, 'run', own).value(own, own);
  const timing = { delayMs: 5, periodMs: null, mode: 'rate', throwsAtRun: 0 } as const;
  const its = story.invoke({ type: 'service-schedule', service: 0, ...timing });
  const statesOf = (op: number) =>
    followed(story, (oracle) => oracle.statesOf(op).filter(({ chart }) => chart === 'task'));
  const inTask = (...states: readonly string[]) => [[], ...states.map((state) => [{ chart: 'task', state }])];
  assert.deepEqual(statesOf(own), inTask('waiting', 'sent', 'over'));
  assert.deepEqual(statesOf(its), inTask('waiting'));
});
