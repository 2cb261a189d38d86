/** The situation of an action that is refused. */
import test from 'ava';
import type { Decision, Leg, Operation, Token } from '../../../spec/index.js';
import type { Verdict } from '../../index.js';
import { BLUE, brokenRules, connectedStory, RED, rulesOfSituation, Story, script } from '../support.js';

/** The rules about the situation of what a story ends with, behind an endpoint that is started and connected to. */
function situation(tell: (story: Story) => unknown, story = connectedStory()): readonly string[] {
  tell(story);
  const verdict = story.judge();
  const last = verdict.verdict === 'rejected' && verdict.index === story.events.length - 1;
  return last ? rulesOfSituation(verdict) : [JSON.stringify(verdict)];
}

/** A callable is on its way, and an action of it comes from nowhere. */
function ofCallable(leg: Leg, decision: 'settle' | 'execute', rule: string): Verdict {
  const story = new Story();
  story.create(1);
  story.start(1);
  const callable = { type: 'call-async', endpoint: 1, timeout: null, unfenced: false } as const;
  const op = story.invoke({ ...callable, script: script() });
  return story.run(leg, op, decision, rule).judge();
}

test('SELF-12 the answer of a callable that did not run is about waiting for it, a run that is due is not', (t) => {
  const answer = ofCallable('answer', 'settle', 'CALL-25');
  t.deepEqual(brokenRules(answer), ['ORD-08'], JSON.stringify(answer));
  t.true(rulesOfSituation(answer).includes('SELF-12'), JSON.stringify(answer));
  const due = ofCallable('due', 'execute', 'SELF-12');
  t.deepEqual(brokenRules(due), ['ORD-08'], JSON.stringify(due));
  t.false(rulesOfSituation(due).includes('SELF-12'), JSON.stringify(due));
});

test('MAIN-05, MAIN-06, MAIN-07 what runs on a main thread that is busy did not come through its mailbox', (t) => {
  const busy = (tell: (story: Story) => unknown) =>
    situation((story) => {
      story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
      const first = story.ask(1, { script: script('hold') });
      tell(story.run('request', first, 'execute', 'MSG-06').begin(1, 'call', first));
    });
  const execute = { type: 'execute', executor: 1, script: script() } as const;
  const due = (story: Story) => {
    const task = story.schedule();
    story.run('timer', task, 'resend', 'MAIN-07');
    return task;
  };
  t.deepEqual(
    busy((story) => story.run('request', story.done(execute), 'execute', 'MAIN-06')),
    ['MAIN-05', 'MAIN-06'],
  );
  t.deepEqual(
    busy((story) => story.begin(1, 'run', story.done(execute))),
    ['MAIN-06'],
  );
  t.deepEqual(
    busy((story) => story.run('due', due(story), 'execute', 'MAIN-07')),
    ['MAIN-05', 'MAIN-07'],
  );
  t.deepEqual(
    busy((story) => story.begin(1, 'run', due(story))),
    ['MAIN-07'],
  );
  t.deepEqual(
    busy((story) => story.run('request', story.ask(1, {}, 1), 'execute', 'MSG-06')),
    ['MAIN-05'],
  );
  const close = { type: 'close-service', service: 0, timeoutMs: null } as const;
  t.deepEqual(
    busy((story) => {
      story.invoke(close);
      story.run('close', 1, 'on-stop', 'SERV-03');
    }),
    ['MAIN-05'],
  );
});

test('TIME-02 a limit that expires early is about the limit of the ask where it has one of its own', (t) => {
  const early = (timeout: number | null, leg: 'timeout' | 'answer') =>
    situation((story) => story.run(leg, story.ask(1, { timeout }), 'settle', 'TIME-01'));
  t.deepEqual(early(50, 'timeout'), ['TIME-02']);
  t.deepEqual(early(null, 'timeout'), []);
  t.deepEqual(early(50, 'answer'), [], 'it is too early, but not by a limit');
});

test('MAIN-08, SELF-06 a timer is about a delay that is negative, or no whole number', (t) => {
  const timer = (delayMs: number, leg: Leg) =>
    situation((story) => {
      story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
      story.run(leg, story.schedule({ delayMs }), 'drop', 'MAIN-11');
    });
  t.deepEqual(timer(-1, 'timer'), ['MAIN-08']);
  t.deepEqual(timer(2.5, 'timer'), ['SELF-06']);
  t.deepEqual(timer(2.5, 'request'), ['SELF-06']);
  for (const delayMs of [0, 2]) t.deepEqual(timer(delayMs, 'timer'), [], String(delayMs));
  for (const delayMs of [-1, 2.5]) t.deepEqual(timer(delayMs, 'due'), [], 'it was not sent');
});

/** The endpoint stops, and something is done before the service forgets it. */
function stopping(story: Story): number {
  const terminate = story.invoke({ type: 'terminate', endpoint: 1 }, 1);
  story.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
  return terminate;
}

test('MAIN-14 a delayed run behind the end of the timers is about outliving them, a task or an earlier run is not', (t) => {
  const late = (ended: boolean, delayMs = 5) =>
    situation((story) => {
      const run = story.runAsync({ delayMs });
      if (ended) stopping(story);
      story.run('request', run, 'execute', 'SELF-05');
    });
  t.deepEqual(late(true), ['MAIN-14']);
  t.deepEqual(late(false), []);
  const task = situation((story) => {
    story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
    const op = story.schedule({ delayMs: 5 });
    stopping(story);
    story.error(op, 'task-cancelled').run('timer', op, 'resend', 'MAIN-07');
  });
  t.false(task.includes('MAIN-14'), task.join());
});

test('TERM-03 a message that reaches an endpoint between its end and its removal, and not before or behind them', (t) => {
  const asked = (end: 'none' | 'ended' | 'gone') =>
    situation((story) => {
      const ask = story.ask(1, {}, 2);
      if (end !== 'none') {
        const terminate = stopping(story);
        story.run('stop-future', 1, 'terminate', 'LIFE-08');
        if (end === 'gone') story.run('gone', 1, 'release', 'TERM-06').value(terminate);
      }
      story.run('request', ask, end === 'none' ? 'drop' : 'execute', 'MSG-06');
    });
  t.deepEqual(asked('ended'), ['TERM-03']);
  t.deepEqual(asked('gone'), []);
  t.deepEqual(asked('none'), []);
});

const close = (service: number) => ({ type: 'close-service', service, timeoutMs: null }) as const;

test('TERM-01, TERM-09 a TERMINATE that goes wrong is about closing, and about an endpoint that never started', (t) => {
  const terminated = (story: Story) =>
    story.run('request', story.invoke({ type: 'terminate', endpoint: 1 }), 'drop', 'TERM-01');
  t.deepEqual(situation(terminated), ['TERM-01']);
  const overtaking = (started: boolean) => {
    const story = new Story();
    story.create(1);
    if (started) {
      story.start(1);
      story.run('request', story.done({ type: 'stop', endpoint: 1 }), 'pause', 'LIFE-04');
    }
    story.done({ type: 'stop', endpoint: 1 });
    return situation(terminated, story).filter((rule) => rule.startsWith('TERM-'));
  };
  t.deepEqual(overtaking(false), ['TERM-02', 'TERM-01', 'TERM-09']);
  t.deepEqual(overtaking(true), ['TERM-02', 'TERM-01']);
});

test('TERM-08, TERM-10 closing an endpoint again sends nothing, and once its service closes neither', (t) => {
  const again = (story: Story) => {
    const op = story.invoke({ type: 'terminate', endpoint: 1 });
    return { op, terminated: () => story.run('request', op, 'drop', 'TERM-01') };
  };
  t.deepEqual(
    situation((story) => {
      story.terminate(1);
      const { op, terminated } = again(story);
      story.value(op);
      terminated();
    }),
    ['TERM-08'],
  );
  t.deepEqual(
    situation((story) => {
      story.invoke(close(0));
      again(story).terminated();
    }),
    ['TERM-10'],
  );
  t.deepEqual(
    situation((story) => {
      story.run('fault', story.done({ type: 'fault', endpoint: 1 }), 'fail', 'SUPER-02');
      story.run('gone', 1, 'release', 'TERM-06');
      const failure = { cause: 'application', states: ['endpoint'] } as const;
      const first = story.invoke({ type: 'terminate', endpoint: 1 });
      story.error(first, 'endpoint-failed', failure);
      const { op, terminated } = again(story);
      story.error(op, 'endpoint-failed', failure);
      terminated();
    }),
    ['SUPER-06', 'TERM-08'],
    'a service that failed is open',
  );
});

test('TERM-11 a service that is asked to stop an endpoint of another one sends nothing', (t) => {
  const asked = (leg: Leg, decision: Decision) =>
    situation((story) => {
      const stop = story.done({ type: 'stop-server', service: 1, endpoint: 1 });
      story.run(leg, stop, decision, 'TERM-11');
    });
  t.deepEqual(asked('request', 'on-stop'), ['TERM-11']);
  t.deepEqual(asked('answer', 'settle'), []);
});

test('SELF-03 a callable that overtakes what its endpoint was sent before is about the order of issue', (t) => {
  const callable = { type: 'call-async', endpoint: 1, timeout: null, unfenced: false } as const;
  const overtaking = situation((story) => {
    story.runAsync();
    const op = story.invoke({ ...callable, script: script() });
    story.run('request', op, 'execute', 'SELF-12');
  });
  t.deepEqual(overtaking, ['SELF-03']);
});

test('MAIN-05 what is missing at a barrier may be held back by a handler that occupies a main thread', (t) => {
  const missing = (end: 'hold' | 'later') =>
    situation((story) => {
      story.create(2);
      const ask = story.ask(1, { script: script(end) });
      story.run('request', ask, 'execute', 'MSG-06').begin(1, 'call', ask);
      if (end === 'later') story.end(1, 'call', ask, 'future');
      story.done({ type: 'start', endpoint: 2 });
      story.settle();
    }).includes('MAIN-05');
  t.true(missing('hold'));
  t.false(missing('later'));
});

test('SELF-03, TERM-02 a tell that overtakes another one is neither a run nor a TERMINATE', (t) => {
  t.deepEqual(
    situation((story) => {
      story.tell(1);
      story.run('request', story.tell(1), 'execute', 'ORD-01');
    }),
    [],
  );
});

test('SUPER-01, SUPER-10, SELF-09, SELF-13 an end that nobody knows a reason of may come from a callable or a runnable that threw', (t) => {
  const gone = (tell: (story: Story) => unknown) =>
    situation((story) => {
      tell(story);
      story.run('gone', 1, 'release', 'TERM-06');
    });
  const callable = { type: 'call-async', endpoint: 1, timeout: null, unfenced: false } as const;
  t.deepEqual(
    gone((story) => story.invoke({ ...callable, script: script('throw') })),
    ['SUPER-01', 'SUPER-10', 'SELF-13'],
  );
  t.deepEqual(
    gone((story) => story.runAsync({ script: script('throw') })),
    ['SUPER-01', 'SUPER-10', 'SELF-09'],
  );
  for (const fine of [
    (story: Story) => story.invoke({ ...callable, script: script() }),
    (story: Story) => story.ask(1, { script: script('throw') }),
  ])
    t.deepEqual(gone(fine), ['SUPER-01', 'SUPER-10']);
});

test('FENCE-15, FENCE-16 a message is judged by a token that was replaced only where it was', (t) => {
  const judged = (token: Token, tell: (story: Story) => unknown, kind: 'fenced' | 'plain' = 'fenced') => {
    const story = new Story();
    story.create(1, { kind, token: kind === 'fenced' ? RED : null });
    story.start(1);
    const nested = story.reserve();
    const change = { type: 'set-token', endpoint: 1, token } as const;
    const run = story.runAsync({ script: script('return', [{ op: nested, operation: change }]) });
    story.run('request', run, 'execute', 'MSG-06').begin(1, 'run', run);
    story.done(change, { mainOf: 1 }, nested);
    story.end(1, 'run', run).connectWith(1, 1, token);
    return situation(tell, story);
  };
  const ask = (story: Story) => story.run('request', story.ask(1), 'refuse:fencing-token', 'FENCE-02');
  const run = (story: Story) => story.run('request', story.runAsync(), 'drop', 'FENCE-02');
  const exempt = (story: Story) =>
    story.run('request', story.runAsync({ unfenced: true }), 'drop', 'FENCE-02');
  t.deepEqual(judged(BLUE, ask), ['FENCE-16', 'FENCE-15', 'FENCE-10']);
  for (const rule of ['FENCE-15', 'FENCE-16']) {
    t.true(judged(BLUE, run).includes(rule), rule);
    t.false(judged(BLUE, exempt).includes(rule), rule);
  }
  t.deepEqual(judged(RED, ask), []);
});

test('FENCE-16 an action of a service is about no operation that has the same number', (t) => {
  const story = new Story();
  const fenced: Operation = story.creation(1, { kind: 'fenced', token: RED });
  story.value(story.invoke(fenced, 0, 10), story.address(1));
  story.start(1);
  const change = { type: 'set-token', endpoint: 1, token: BLUE } as const;
  const nested = story.reserve();
  const run = story.runAsync({ script: script('return', [{ op: nested, operation: change }]) });
  story.run('request', run, 'execute', 'MSG-06').begin(1, 'run', run);
  story.done(change, { mainOf: 1 }, nested);
  story.end(1, 'run', run).connectWith(1, 1, RED);
  const target = { gateway: 1 };
  const call = {
    type: 'call',
    target,
    method: 'ask',
    timeout: null,
    argument: 'good',
    script: script(),
  } as const;
  story.invoke(call, 0, 1);
  t.false(situation(() => story.run('down', 1, 'release', 'SERV-03'), story).includes('FENCE-16'));
});

test('TERM-07 a connect that does not find whom a callback has created', (t) => {
  const found = (inCallback: boolean, leg: 'identify' | 'handshake') => {
    const story = new Story();
    const inner = story.reserve();
    const creation = story.creation(2);
    story.create(1);
    story.start(1);
    const callback = inCallback ? [{ op: inner, operation: creation }] : [];
    const watch = story.invoke({ type: 'watch', endpoint: 1, callback });
    story.terminate(1);
    story.value(watch).value(story.invoke(creation, 0, inner), story.address(2));
    return situation(() => story.run(leg, story.connecting(1, 2), 'drop', 'HAND-05'), story);
  };
  t.deepEqual(found(true, 'identify'), ['TERM-07']);
  t.deepEqual(found(false, 'identify'), []);
  t.deepEqual(found(true, 'handshake'), []);
});
