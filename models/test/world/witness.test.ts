/**
 * Goal: a rule counts where its situation is met, and nowhere else. Method: stories that are accepted and differ in little;
 * of each, how often it exercises the rules in question.
 */
import test from 'ava';
import type { NestedOperation, NullableToken, Operation } from '../../../spec/index.js';
import { checkTrace } from '../../index.js';
import { BLUE, connectedStory, mutable, RED, Story, type StoryOptions, script } from '../support.js';

/** How often an accepted story exercises each of these rules. */
function counts(story: Story, ...rules: readonly string[]): readonly number[] {
  const verdict = checkTrace(story.settle().trace(), mutable);
  if (verdict.verdict !== 'accepted') throw new Error(JSON.stringify(verdict));
  return rules.map((rule) => verdict.exercised.get(rule) ?? 0);
}

/** The tell is executed. */
const heard = (story: Story, tell: number, endpoint = 1): Story =>
  story.run('request', tell, 'execute', 'MSG-06').handler(endpoint, 'call', tell);

test('ORD-01, ORD-02, ORD-05 a message that waited behind another counts for the order of its kind of link', (t) => {
  const told = (from: number, messages: number): Story => {
    const story = connectedStory({}, from);
    const tells = Array.from({ length: messages }, () => story.tell(1));
    for (const tell of tells) heard(story, tell);
    return story;
  };
  const order = ['ORD-01', 'ORD-02'] as const;
  t.deepEqual(counts(told(0, 1), ...order), [0, 0]);
  t.deepEqual(counts(told(0, 3), ...order), [2, 0]);
  t.deepEqual(counts(told(1, 3), ...order), [0, 2]);
  const [three] = counts(told(0, 3), 'ORD-05');
  const [one] = counts(told(0, 1), 'ORD-05');
  t.is((three as number) - (one as number), 2);
});

test('SELF-03 runs and callables that an endpoint sends itself are in order of issue, other messages in that of their link', (t) => {
  const second = (send: (story: Story) => number, run: (story: Story, op: number) => void): Story => {
    const story = connectedStory();
    const first = story.tell(1);
    const op = send(story);
    heard(story, first);
    run(story, op);
    return story;
  };
  t.deepEqual(
    counts(
      second((story) => story.tell(1), heard),
      'SELF-03',
    ),
    [0],
  );
  const run = second(
    (story) => story.runAsync(),
    (story, op) => story.run('request', op, 'execute', 'MSG-06').handler(1, 'run', op),
  );
  t.deepEqual(counts(run, 'SELF-03'), [1]);
  const callable = second(
    (story) =>
      story.invoke({ type: 'call-async', endpoint: 1, timeout: null, unfenced: false, script: script() }),
    (story, op) => {
      story.run('request', op, 'execute', 'MSG-06').handler(1, 'callable', op);
      story.run('answer', op, 'settle', 'CALL-25').value(op, op);
    },
  );
  t.deepEqual(counts(callable, 'SELF-03'), [1]);
});

test('LIFE-13, TERM-02 a control message waits behind calls, and TERMINATE is the one that ends them', (t) => {
  const rules = ['LIFE-13', 'TERM-02'] as const;
  const controlled = (type: 'start' | 'stop' | 'terminate', waits: boolean): Story => {
    const story = connectedStory();
    const tells = waits ? [story.tell(1)] : [];
    const op = story.invoke({ type, endpoint: 1 });
    if (type !== 'terminate') story.value(op);
    for (const tell of tells) heard(story, tell);
    if (type === 'start') return story.run('request', op, 'ignore', 'LIFE-03');
    if (type === 'stop') return story.run('request', op, 'pause', 'LIFE-04');
    story.run('request', op, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
    return story.run('stop-future', 1, 'terminate', 'STOP-02').run('gone', 1, 'release', 'TERM-06').value(op);
  };
  const more = (type: 'start' | 'stop' | 'terminate'): readonly number[] => {
    const [alone, behind] = [
      counts(controlled(type, false), ...rules),
      counts(controlled(type, true), ...rules),
    ];
    return behind.map((count, index) => count - (alone[index] as number));
  };
  t.deepEqual(
    [more('start'), more('stop'), more('terminate')],
    [
      [1, 0],
      [1, 0],
      [1, 1],
    ],
  );
});

test('ORD-06 a message arrives although an earlier one of its link was lost, or may have been', (t) => {
  const sent = (order: readonly ('lose' | 'take')[]): Story => {
    const story = connectedStory({}, 1);
    const asks = [story.ask(1), story.ask(1)];
    story.done({ type: 'link', from: 1, to: 0, action: 'partition' }, 1);
    for (const [index, what] of order.entries()) {
      const ask = asks[index] as number;
      if (what === 'lose') story.lose('request', ask, 'partition');
      else story.executed(ask, 1);
    }
    for (const [index, what] of order.entries()) {
      const ask = asks[index] as number;
      if (what === 'lose')
        story
          .later(100)
          .run('timeout', ask, 'settle', 'TIME-06')
          .error(ask, 'ask-timeout', {
            states: ['method', 'address'],
          });
    }
    return story;
  };
  t.deepEqual(counts(sent(['take', 'take']), 'ORD-06'), [0]);
  t.deepEqual(counts(sent(['lose', 'take']), 'ORD-06'), [1]);
  t.deepEqual(counts(sent(['take', 'lose']), 'ORD-06'), [0]);
  const swallowed = (taken: 0 | 1): Story => {
    const story = connectedStory({}, 1);
    const asks = [story.ask(1), story.ask(1)];
    story.done({ type: 'link', from: 1, to: 0, action: 'fail' }, 1);
    story.executed(asks[taken] as number, 1);
    const other = asks[1 - taken] as number;
    return story.run('unreachable', other, 'settle', 'DEAD-03').error(other, 'recipient-unreachable');
  };
  t.deepEqual([counts(swallowed(0), 'ORD-06'), counts(swallowed(1), 'ORD-06')], [[0], [1]]);
});

test('ORD-03 a message arrives before one that was sent earlier over another link', (t) => {
  const told = (order: readonly number[], lanes: readonly number[]): Story => {
    const story = connectedStory({}, 1);
    const asks = lanes.map((lane) => story.ask(1, {}, lane));
    for (const index of order) story.executed(asks[index] as number, 1);
    return story;
  };
  t.deepEqual(counts(told([0, 1], [1, 2]), 'ORD-03'), [0]);
  t.deepEqual(counts(told([1, 0], [1, 2]), 'ORD-03'), [1]);
  t.deepEqual(counts(told([1, 0], [1, 1]), 'ORD-03'), [0], 'asks to another service may overtake asks');
  t.deepEqual(counts(told([1, 2, 0], [1, 2, 3]), 'ORD-03'), [2]);
  t.deepEqual(counts(told([1, 0, 2], [1, 2, 3]), 'ORD-03'), [1], 'later ones do not matter');
});

test('LIFE-18, MSG-07 an ask that a stopped endpoint refuses may be early, or carry a token that nobody looks at', (t) => {
  const rules = ['LIFE-18', 'MSG-07'] as const;
  const refused = (
    token: NullableToken | 'none',
    method: 'ask' | 'tell' = 'ask',
    state: 'fresh' | 'paused' = 'fresh',
  ): Story => {
    const story = new Story();
    story.create(1, token === 'none' ? {} : { kind: 'fenced', token: RED });
    if (state === 'paused') {
      story.start(1);
      story.run('request', story.done({ type: 'stop', endpoint: 1 }), 'pause', 'LIFE-04');
    }
    if (token === 'none') story.connect(1, 1);
    else story.connectWith(1, 1, token);
    if (method === 'tell') return story.run('request', story.tell(1), 'drop', 'MSG-02');
    return story.refused(story.ask(1), 'endpoint-not-started', 'MSG-01', ['message', 'endpoint']);
  };
  const fresh = (story: Story): readonly number[] => {
    const [early, stateFirst] = counts(story, ...rules);
    const [none] = counts(refused('none', 'tell'), 'LIFE-18'); // what the handshake counts
    return [(early as number) - (none as number), stateFirst as number];
  };
  t.deepEqual(fresh(refused('none')), [1, 0]);
  t.deepEqual(fresh(refused(RED)), [1, 0]);
  t.deepEqual(fresh(refused(BLUE)), [1, 1]);
  t.deepEqual(fresh(refused(null)), [1, 1]);
  t.is(fresh(refused(BLUE, 'tell'))[1], 0);
  const carried = (kind: 'plain' | 'fenced', send: 'ask' | 'unfenced'): readonly number[] => {
    const story = new Story();
    story.create(1, { kind });
    if (send === 'ask') {
      story.connectWith(1, 1, kind === 'plain' ? RED : null);
      story.refused(story.ask(1), 'endpoint-not-started', 'MSG-01', ['message', 'endpoint']);
    } else {
      const call = {
        type: 'call-async',
        endpoint: 1,
        timeout: null,
        unfenced: true,
        script: script(),
      } as const;
      story.refused(story.invoke(call), 'endpoint-not-started', 'MSG-03', ['message', 'endpoint']);
    }
    return counts(story, 'MSG-07');
  };
  t.deepEqual(
    [carried('plain', 'ask'), carried('fenced', 'ask'), carried('fenced', 'unfenced')],
    [[0], [1], [0]],
  );
  t.deepEqual(counts(refused(BLUE, 'ask', 'paused'), ...rules), [0, 1]);
});

test('MSG-04, START-01 when onStart has ended, something was refused before it, or waits behind it', (t) => {
  const started = (refused: boolean, waits: boolean): readonly number[] => {
    const story = new Story();
    story.create(1);
    story.connect(1, 1);
    if (refused) story.refused(story.ask(1), 'endpoint-not-started', 'MSG-01', ['message', 'endpoint']);
    const start = story.done({ type: 'start', endpoint: 1 });
    const early = waits ? story.tell(1) : -1;
    story.run('request', start, 'on-start', 'LIFE-02').handler(1, 'start', 1);
    return counts(heard(story, waits ? early : story.tell(1)), 'MSG-04', 'START-01');
  };
  const [, own = 0] = started(false, false);
  t.deepEqual(started(false, false), [0, own]);
  t.deepEqual(started(true, false), [1, own]);
  t.deepEqual(started(false, true), [0, own + 1]);
});

test('START-05, SUPER-06 a message found its endpoint ended that was sent before that', (t) => {
  const rules = ['START-05', 'SUPER-06'] as const;
  const dead = (how: 'start' | 'fault' | 'stop', isQueued: boolean): Story => {
    const story = new Story();
    story.create(1, { onStart: { nested: [], end: how === 'start' ? 'throw' : 'return' } });
    story.connect(1, 1);
    if (how !== 'start') story.start(1);
    const type = ({ start: 'start', fault: 'fault', stop: 'terminate' } as const)[how];
    const end = story.invoke({ type, endpoint: 1 });
    if (how !== 'stop') story.value(end);
    const early = isQueued ? story.tell(1, {}, 1) : -1;
    if (how === 'start') story.run('request', end, 'on-start', 'LIFE-02').handler(1, 'start', 1, 'throw');
    else if (how === 'fault') story.run('fault', end, 'fail', 'SUPER-02');
    else
      story
        .run('request', end, 'on-stop', 'LIFE-08')
        .handler(1, 'stop', 1, 'future')
        .run('stop-future', 1, 'terminate', 'STOP-02');
    story.run('request', isQueued ? early : story.tell(1, {}, 1), 'drop', 'DEAD-04');
    story.run('gone', 1, 'release', 'TERM-04');
    return how === 'stop' ? story.value(end) : story;
  };
  t.deepEqual(counts(dead('start', true), ...rules), [1, 0]);
  t.deepEqual(counts(dead('start', false), ...rules), [0, 0]);
  t.deepEqual(counts(dead('fault', true), ...rules), [0, 1]);
  t.deepEqual(counts(dead('fault', false), ...rules), [0, 0]);
  t.deepEqual(counts(dead('stop', true), ...rules), [0, 0]);
});

test('SERV-09 a message that finds its endpoint ended may be one to a service that is closed', (t) => {
  const late = (closed: boolean): Story => {
    const story = connectedStory();
    if (!closed) story.terminate(1);
    else {
      const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: null });
      story.run('close', 1, 'on-stop', 'SERV-03').handler(1, 'stop', 1, 'future');
      story.run('stop-future', 1, 'terminate', 'STOP-02').run('gone', 1, 'release', 'TERM-06');
      story.run('down', 0, 'release', 'SERV-03').value(close);
    }
    return story.run('request', story.tell(1), 'drop', 'DEAD-04');
  };
  t.deepEqual([counts(late(false), 'SERV-09'), counts(late(true), 'SERV-09')], [[0], [1]]);
});

test('SUPER-10, START-04 an endpoint ends, and another one of its service lives on', (t) => {
  const rules = ['SUPER-10', 'START-04'] as const;
  const ended = (build: (story: Story) => void, start: 'return' | 'throw' = 'return'): Story => {
    const story = new Story();
    build(story);
    story.create(9, { onStart: { nested: [], end: start } });
    story.start(9, start);
    if (start === 'return') story.terminate(9);
    else story.run('gone', 9, 'release', 'TERM-06');
    return story;
  };
  t.deepEqual(
    counts(
      ended((story) => story.create(1)),
      ...rules,
    ),
    [1, 0],
  );
  t.deepEqual(
    counts(
      ended((story) => story.create(1), 'throw'),
      ...rules,
    ),
    [1, 1],
  );
  const alone: readonly ((story: Story) => void)[] = [
    () => undefined,
    (story) => story.create(1, { service: 1 }),
    (story) => {
      story.create(1);
      story.start(1);
      story.terminate(1);
    },
    (story) => {
      const create = story.invoke(story.creation(1, { constructorThrows: true }));
      story.error(create, 'application', { failure: `ScriptedError: failure of ${create}`, thrown: true });
    },
    (story) => story.thrown(story.invoke(story.creation(1, { name: 'ü' })), 'invalid-endpoint-id'),
  ];
  for (const build of alone) {
    t.deepEqual(counts(ended(build), ...rules), [0, 0]);
    t.deepEqual(counts(ended(build, 'throw'), ...rules), [0, 0]);
  }
  const behind = ended((story) => alone[2]?.(story));
  behind.create(3);
  behind.create(4);
  behind.start(4);
  behind.terminate(4);
  t.deepEqual(counts(behind, ...rules), [1, 0], 'those who have ended are passed over, and nobody else');
});

test('TERM-03 messages wait when the future of onStop completes', (t) => {
  const stopped = (waits: boolean): Story => {
    const story = connectedStory();
    const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
    story.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
    const early = waits ? story.tell(1) : -1;
    story.run('stop-future', 1, 'terminate', 'STOP-02');
    story.run('request', waits ? early : story.tell(1), 'drop', 'DEAD-04');
    return story.run('gone', 1, 'release', 'TERM-06').value(terminate);
  };
  const [[none = 0], [one = 0]] = [counts(stopped(false), 'TERM-03'), counts(stopped(true), 'TERM-03')];
  t.is(one - none, 1);
});

/** A handler carries an operation out, and the rest follows. */
function within(
  operation: Operation,
  endpoint = 1,
  method: 'ask' | 'tell' = 'tell',
): [Story, number, number] {
  const story = connectedStory();
  story.create(2);
  story.start(2);
  story.connect(2, 2);
  const op = story.reserve();
  const nested: readonly NestedOperation[] = [{ op, operation }];
  const work = story[method](endpoint, { script: script('return', nested) });
  story.run('request', work, 'execute', 'MSG-06').begin(endpoint, 'call', work);
  story.invoke(operation, { mainOf: endpoint }, op);
  return [story, op, work];
}

test('LIFE-15 START and STOP may come from outside of the endpoint: counted where they do', (t) => {
  const controlled = (by: number): Story => {
    const [story, op, work] = within({ type: 'start', endpoint: 1 }, by);
    story.value(op).end(by, 'call', work);
    return story.run('request', op, 'ignore', 'LIFE-03');
  };
  const [[inside = 0], [outside = 0]] = [counts(controlled(1), 'LIFE-15'), counts(controlled(2), 'LIFE-15')];
  t.is(outside - inside, 1);
});

test('CALL-24, START-08 an endpoint closes itself: in the handler of an ask, or in its onStart', (t) => {
  const closed = (by: number, method: 'ask' | 'tell'): Story => {
    const [story, op, work] = within({ type: 'terminate', endpoint: 1 }, by, method);
    story.end(by, 'call', work);
    if (method === 'ask') story.run('answer', work, 'settle', 'CALL-25').value(work, work);
    story.run('request', op, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
    return story.run('stop-future', 1, 'terminate', 'STOP-02').run('gone', 1, 'release', 'TERM-06').value(op);
  };
  const rules = ['CALL-24', 'START-08'] as const;
  t.deepEqual(counts(closed(1, 'ask'), ...rules), [1, 0]);
  t.deepEqual(counts(closed(1, 'tell'), ...rules), [0, 0]);
  t.deepEqual(counts(closed(2, 'ask'), ...rules), [0, 0]);
  const callable = connectedStory();
  const operation: Operation = { type: 'terminate', endpoint: 1 };
  const inner = callable.reserve();
  const work = script('return', [{ op: inner, operation }]);
  const call = callable.invoke({
    type: 'call-async',
    endpoint: 1,
    timeout: null,
    unfenced: false,
    script: work,
  });
  callable.run('request', call, 'execute', 'MSG-06').begin(1, 'callable', call);
  callable.invoke(operation, { mainOf: 1 }, inner);
  callable.end(1, 'callable', call).run('answer', call, 'settle', 'CALL-25').value(call, call);
  callable.run('request', inner, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
  callable.run('stop-future', 1, 'terminate', 'STOP-02').run('gone', 1, 'release', 'TERM-06').value(inner);
  t.deepEqual(counts(callable, ...rules), [0, 0]);
  const story = new Story();
  const op = story.reserve();
  story.create(1, { onStart: { nested: [{ op, operation }], end: 'return' } });
  const start = story.done({ type: 'start', endpoint: 1 });
  story.run('request', start, 'on-start', 'LIFE-02').begin(1, 'start', 1);
  story.invoke(operation, { mainOf: 1 }, op);
  story.end(1, 'start', 1).run('request', op, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
  story.run('stop-future', 1, 'terminate', 'STOP-02').run('gone', 1, 'release', 'TERM-06').value(op);
  t.deepEqual(counts(story, ...rules), [0, 1]);
});

test('LIFE-09 an endpoint that terminates is closed again', (t) => {
  const closed = (when: 'never' | 'before' | 'while'): readonly number[] => {
    const story = new Story();
    story.create(1, { onStop: { nested: [], end: 'later' } });
    story.start(1);
    const again = () => story.invoke({ type: 'terminate', endpoint: 1 });
    const ops = [again()];
    if (when === 'before') ops.push(again());
    story.run('request', ops[0] as number, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
    if (when === 'while') ops.push(again());
    story.done({ type: 'release-stop', endpoint: 1, how: 'value' });
    story.run('stop-future', 1, 'terminate', 'STOP-02').run('gone', 1, 'release', 'TERM-06');
    for (const op of ops.reverse()) story.value(op);
    return counts(story, 'LIFE-09');
  };
  t.deepEqual(closed('never'), [0]);
  t.deepEqual(closed('before'), [0]);
  t.deepEqual(closed('while'), [1]);
});

test('ADDR-07, ADDR-10, ADDR-11, ADDR-13, START-07, TERM-06 what the id of an endpoint has to do with others', (t) => {
  const created = (name: string | null, build: (story: Story) => void): readonly number[] => {
    const rules = ['ADDR-10', 'ADDR-11', 'ADDR-13', 'ADDR-07', 'START-07', 'TERM-06'] as const;
    const all = (last: boolean): readonly number[] => {
      const story = new Story();
      build(story);
      if (last && name === null) {
        const op = story.invoke(story.creation(9, { name }));
        story.value(op, `${story.address(9)}00000000-0000-4000-8000-000000000001`);
      } else if (last) story.create(9, { name });
      return counts(story, ...rules);
    };
    const [before, after] = [all(false), all(true)];
    return after.map((count, index) => count - (before[index] as number));
  };
  const other = (story: Story, service: number, name: string) => story.create(service + 1, { service, name });
  const removed = (how: 'return' | 'throw') => (story: Story) => {
    story.create(1, { name: 'one', onStart: { nested: [], end: how } });
    story.start(1, how);
    if (how === 'return') story.terminate(1);
    else story.run('gone', 1, 'release', 'TERM-06');
  };
  t.deepEqual(
    created(null, () => undefined),
    [1, 0, 0, 0, 0, 0],
  );
  t.deepEqual(
    created('one', () => undefined),
    [0, 1, 0, 0, 0, 0],
  );
  t.deepEqual(
    created('one', (story) => other(story, 0, 'two')),
    [0, 1, 0, 0, 0, 0],
  );
  t.deepEqual(
    created('one', (story) => other(story, 1, 'one')),
    [0, 1, 1, 0, 0, 0],
  );
  t.deepEqual(created('one', removed('return')), [0, 1, 0, 1, 0, 1]);
  t.deepEqual(created('one', removed('throw')), [0, 1, 0, 1, 1, 0]);
  t.deepEqual(
    created('one', (story) => {
      removed('return')(story);
      story.create(2, { service: 1, name: 'one' });
      story.start(2);
      story.terminate(2);
    }),
    [0, 1, 0, 1, 0, 1],
    'who is gone there does not matter',
  );
});

test('ADDR-14 an address whose name has an asterisk is a pattern, which may be meant to be one', (t) => {
  const connected = (address: 'name' | 'pattern' | 'wildcard'): Story => {
    const story = new Story();
    story.create(1, { name: 'e_1' });
    const kinds = {
      name: { kind: 'name', service: 0, name: 'e_1' },
      pattern: { kind: 'name', service: 0, name: 'e_*' },
      wildcard: { kind: 'wildcard', service: 0, prefix: 'e' },
    } as const;
    const op = story.connecting(1, 1, { address: kinds[address] });
    const hint = address === 'name' ? undefined : 1;
    story.run('identify', op, 'found', 'MSG-05', hint).run('identity', op, 'shake', 'HAND-01', hint);
    story.run('handshake', op, 'accept', 'MSG-05').run('greeting', op, 'settle', 'CALL-25').value(op);
    return story;
  };
  const count = (address: 'name' | 'pattern' | 'wildcard') => counts(connected(address), 'ADDR-14')[0];
  t.deepEqual([count('name'), count('pattern'), count('wildcard')], [0, 1, 0]);
});

test('TIME-01, TIME-02 the limit of a callable is no limit of a call', (t) => {
  const story = connectedStory();
  const work = script('later');
  const callable = story.invoke({
    type: 'call-async',
    endpoint: 1,
    timeout: 50,
    unfenced: false,
    script: work,
  });
  story.run('request', callable, 'execute', 'MSG-06').handler(1, 'callable', callable, 'future');
  story.later(50).run('timeout', callable, 'settle', 'SELF-14').error(callable, 'ask-timeout');
  t.deepEqual(counts(story, 'TIME-01', 'TIME-02'), [0, 0]);
});

test('FENCE-08 of the messages that wait when a token changes, one that carries a token counts', (t) => {
  const changed = (...tokens: readonly (NullableToken | 'none')[]): Story => {
    const story = new Story();
    story.create(1, { kind: 'fenced', token: RED });
    story.start(1);
    for (const [index, token] of tokens.entries()) if (token !== 'none') story.connectWith(index, 1, token);
    const op = story.reserve();
    const operation: Operation = { type: 'set-token', endpoint: 1, token: BLUE };
    const run = story.runAsync({ script: script('return', [{ op, operation }]) }, 5);
    const asks = tokens.map((token, index) =>
      token === 'none' ? story.runAsync({ unfenced: true }, 10 + index) : story.ask(index, {}, 10 + index),
    );
    story.run('request', run, 'execute', 'FENCE-01').begin(1, 'run', run);
    story.done(operation, { mainOf: 1 }, op);
    story.end(1, 'run', run);
    for (const [index, ask] of asks.entries()) {
      if (tokens[index] === 'none') story.run('request', ask, 'execute', 'FENCE-19').handler(1, 'run', ask);
      else story.refused(ask, 'fencing-token', 'FENCE-02', ['tokens']);
    }
    return story;
  };
  t.deepEqual(counts(changed('none'), 'FENCE-08'), [0]);
  t.is((counts(changed('none', RED), 'FENCE-08')[0] as number) > 0, true);
});

test('SIZE-11, SIZE-12, SIZE-13 the results of calls are serialized, or not: within a service and from another', (t) => {
  const rules = ['SIZE-11', 'SIZE-12', 'SIZE-13'] as const;
  const asked = (method: 'ask' | 'askLocal', from: number, options: StoryOptions = {}): readonly number[] => {
    const story = connectedStory(options, from);
    return counts(story.executed(story.ask(1, { method }), 1), ...rules);
  };
  const forced = { forced: true };
  t.deepEqual(asked('ask', 0), [0, 0, 0]);
  t.deepEqual(asked('ask', 1), [0, 0, 0]);
  t.deepEqual(asked('ask', 0, forced), [1, 0, 0]);
  t.deepEqual(asked('ask', 1, forced), [0, 0, 0]);
  t.deepEqual(asked('askLocal', 0), [0, 0, 0]);
  t.deepEqual(asked('askLocal', 0, forced), [0, 1, 0]);
  t.deepEqual(asked('askLocal', 1), [0, 0, 1]);
  t.deepEqual(asked('askLocal', 1, forced), [0, 0, 1]);
});

test('ORD-04 an ask is answered while an earlier one of its sender is still open', (t) => {
  const answered = (order: readonly number[], lanes: readonly number[]): readonly number[] => {
    const story = connectedStory();
    const asks = lanes.map((lane) => story.ask(1, {}, lane));
    for (const ask of asks) story.run('request', ask, 'execute', 'MSG-06').handler(1, 'call', ask);
    for (const index of order) {
      const ask = asks[index] as number;
      story.run('answer', ask, 'settle', 'CALL-25').value(ask, ask);
    }
    return counts(story, 'ORD-04');
  };
  t.deepEqual(answered([0, 1], [0, 0]), [0]);
  t.deepEqual(answered([1, 0], [0, 0]), [1]);
  t.deepEqual(answered([1, 0], [0, 1]), [0]);
  t.deepEqual(answered([2, 0, 1], [0, 1, 0]), [1]);
});

test('FENCE-09 what a fenced endpoint sends to itself carries its token', (t) => {
  const ran = (kind: 'fenced' | 'plain'): Story => {
    const story = new Story();
    story.create(1, { kind, token: kind === 'fenced' ? RED : null });
    story.start(1);
    const run = story.runAsync();
    return story.run('request', run, 'execute', 'FENCE-01').handler(1, 'run', run);
  };
  const plain = new Story();
  plain.create(1);
  plain.start(1);
  const run = plain.runAsync();
  plain.run('request', run, 'execute', 'MSG-06').handler(1, 'run', run);
  t.deepEqual([counts(ran('fenced'), 'FENCE-09'), counts(plain, 'FENCE-09')], [[1], [0]]);
});

/** Delayed runs of an endpoint, each of which is executed when it is due. */
function delayed(...delays: readonly number[]): Story {
  const story = connectedStory();
  const runs = delays.map((delayMs, lane) => ({ delayMs, op: story.runAsync({ delayMs }, lane) }));
  for (const { op } of runs) story.run('request', op, 'arm', 'SELF-05');
  let now = 0;
  for (const { op, delayMs } of [...runs].sort((one, other) => one.delayMs - other.delayMs)) {
    const due = Math.trunc(delayMs);
    story.later(due - now);
    now = due;
    story.run('timer', op, 'resend', 'SELF-05').run('due', op, 'execute', 'SELF-04').handler(1, 'run', op);
  }
  return story;
}

test('SELF-06, SELF-07 the delay of a run is no whole number, or ends close to that of another', (t) => {
  const rules = ['SELF-06', 'SELF-07'] as const;
  t.deepEqual(counts(delayed(5), ...rules), [0, 0]);
  t.is(counts(delayed(5.5), ...rules)[0], counts(delayed(5), ...rules)[0] === 0 ? 2 : 1);
  t.is(counts(delayed(5, 7), ...rules)[1], 0);
  t.true((counts(delayed(5, 6), ...rules)[1] as number) > 0);
  t.true((counts(delayed(5, 5), ...rules)[1] as number) > 0);
  const immediate = (at: number): readonly number[] => {
    const story = connectedStory().later(at);
    const runs = [story.runAsync({ delayMs: 1 }), story.runAsync({}, 1)] as const;
    story.run('request', runs[0], 'arm', 'SELF-05');
    story.run('request', runs[1], 'execute', 'MSG-06').handler(1, 'run', runs[1]);
    story.later(1).run('timer', runs[0], 'resend', 'SELF-05').run('due', runs[0], 'execute', 'SELF-04');
    return counts(story.handler(1, 'run', runs[0]), 'SELF-07');
  };
  t.deepEqual([immediate(0), immediate(50)], [[0], [0]], 'a run without a delay has no deadline');
  const beside = connectedStory();
  beside.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
  const [run, task] = [beside.runAsync({ delayMs: 5 }), beside.schedule({ delayMs: 5 })] as const;
  beside.run('request', run, 'arm', 'SELF-05').later(5).run('timer', run, 'resend', 'SELF-05');
  beside.run('due', run, 'execute', 'SELF-04').handler(1, 'run', run).run('timer', task, 'resend', 'MAIN-07');
  beside.run('due', task, 'execute', 'MAIN-07').handler(1, 'run', task).value(task);
  t.deepEqual(counts(beside, 'SELF-07'), [0], 'a task is no run');
});

test('MAIN-08 a task has no delay, or a negative one', (t) => {
  const scheduled = (delayMs: number): readonly number[] => {
    const story = connectedStory();
    story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
    const task = story.schedule({ delayMs });
    story.later(Math.max(0, delayMs)).run('timer', task, 'resend', 'MAIN-07');
    story.run('due', task, 'execute', 'MAIN-07').handler(1, 'run', task).value(task);
    return counts(story, 'MAIN-08');
  };
  t.deepEqual([scheduled(-1), scheduled(0), scheduled(1)], [[1], [1], [0]]);
});

test('MAIN-05 something waits for a main thread when the handler that held it ends', (t) => {
  const held = (ending: 'hold' | 'return', waits: boolean): readonly number[] => {
    const story = connectedStory();
    const hold = story.ask(1, { script: script(ending) });
    story.run('request', hold, 'execute', 'MSG-06').begin(1, 'call', hold);
    const early = waits ? story.tell(1, {}, 1) : -1;
    if (ending === 'hold') {
      story.done({ type: 'release', work: hold, how: 'value' }, 2);
      story.run('return', hold, 'answer', 'MAIN-01');
    }
    story.end(1, 'call', hold);
    heard(story, waits ? early : story.tell(1, {}, 1));
    return counts(story.run('answer', hold, 'settle', 'CALL-25').value(hold, hold), 'MAIN-05');
  };
  t.deepEqual(held('return', false), [0]);
  t.is((held('hold', true)[0] as number) - (held('hold', false)[0] as number), 1);
});

test('TERM-12, SERV-07 a service closes while an endpoint is being closed on its own, or was never started', (t) => {
  const rules = ['TERM-12', 'SERV-07'] as const;
  const closed = (build: (story: Story) => void): readonly number[] => {
    const story = new Story();
    build(story);
    const close = story.invoke({ type: 'close-service', service: 1, timeoutMs: null });
    return counts(story.run('down', 1, 'release', 'SERV-03').value(close), ...rules);
  };
  const terminated = (service: number, removed: boolean) => (story: Story) => {
    story.create(1, { service });
    story.start(1);
    if (removed) story.terminate(1);
  };
  t.deepEqual(
    closed(() => undefined),
    [0, 0],
  );
  t.deepEqual(
    closed((story) => story.create(1)),
    [0, 0],
  );
  t.deepEqual(closed(terminated(1, true)), [0, 0]);
  t.deepEqual(closed(terminated(0, false)), [0, 0]);
  const alone = new Story();
  terminated(0, false)(alone);
  const terminate = alone.invoke({ type: 'terminate', endpoint: 1 });
  const close = alone.invoke({ type: 'close-service', service: 0, timeoutMs: null });
  alone.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
  alone.run('stop-future', 1, 'terminate', 'STOP-02').run('gone', 1, 'release', 'TERM-06').value(terminate);
  alone.run('down', 0, 'release', 'SERV-03').value(close);
  t.is(counts(alone, ...rules)[0], 1);
});

test('STOP-06, SERV-04 everything has settled, and an endpoint waits for its onStop, perhaps with its service', (t) => {
  const rules = ['STOP-06', 'SERV-04'] as const;
  const waiting = (how: 'terminate' | 'close' | 'none'): readonly number[] => {
    const story = new Story();
    story.create(1, { onStop: { nested: [], end: 'later' } });
    story.start(1);
    if (how === 'none') return counts(story, ...rules);
    const op = story.invoke(
      how === 'close'
        ? { type: 'close-service', service: 0, timeoutMs: null }
        : { type: 'terminate', endpoint: 1 },
    );
    if (how === 'close') story.run('close', 1, 'on-stop', 'SERV-03');
    else story.run('request', op, 'on-stop', 'LIFE-08');
    return counts(story.handler(1, 'stop', 1, 'future'), ...rules);
  };
  const none = waiting('none');
  t.deepEqual(none, [0, 0]);
  const [terminate, close] = [waiting('terminate'), waiting('close')];
  t.true((terminate[0] as number) > 0 && (close[0] as number) > 0);
  t.deepEqual([terminate[1], close[1]], [0, 1]);
});

test('MAIN-05 what finds its endpoint cut off does not arrive while a handler holds the main thread of another', (t) => {
  const story = new Story({ complete: false });
  story.create(1);
  const start = story.invoke({ type: 'start', endpoint: 1 });
  story.handler(1, 'start', 1).value(start);
  const work = script('hold');
  const call = { type: 'call-async', endpoint: 1, timeout: 500, unfenced: false, script: work } as const;
  const held = story.invoke(call);
  story.begin(1, 'callable', held);
  const close = story.invoke({ type: 'close-service', service: 0, timeoutMs: 20 });
  story.later(20).error(held, 'close-timeout').error(close, 'close-timeout');
  story.error(story.invoke(call), 'recipient-unreachable');
  t.deepEqual(counts(story, 'MAIN-05'), [0]);
});
