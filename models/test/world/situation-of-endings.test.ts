/** The situation of what has to do with the end of an endpoint, or of a task of a service. */
import test from 'ava';
import type { Operation, QueryProperty, Role } from '../../../spec/index.js';
import { brokenRules, connectedStory, rulesOfSituation, Story, script } from '../support.js';

/** The rules about the situation of what a story ends with. */
function situation(story: Story): readonly string[] {
  const verdict = story.judge();
  const last = verdict.verdict === 'rejected' && verdict.index === story.events.length - 1;
  return last ? rulesOfSituation(verdict) : [JSON.stringify(verdict)];
}

/** A service is asked to close. */
const closing = (service = 0): Operation => ({ type: 'close-service', service, timeoutMs: null });

/** An endpoint whose start fails, and another endpoint. */
function failedStart(service = 0): Story {
  const story = new Story();
  story.create(1, { onStart: { nested: [], end: 'throw' } });
  story.create(2, { service });
  story.start(1, 'throw');
  return story;
}

test('START-03 an onStop behind a start that failed is about that failure, an onStart is not', (t) => {
  const behindFailure = (role: Role) => {
    const story = new Story();
    story.create(1, { onStart: { nested: [], end: 'throw' } });
    story.start(1, 'throw');
    return story.begin(1, role, 1).judge();
  };
  const stop = behindFailure('stop');
  t.is(stop.verdict, 'rejected');
  t.true(rulesOfSituation(stop).includes('START-03'), JSON.stringify(stop));
  const start = behindFailure('start');
  t.is(start.verdict, 'rejected');
  t.false(rulesOfSituation(start).includes('START-03'), JSON.stringify(start));
});

test('MAIN-04 who is told to be on the main thread after a task of a service ran', (t) => {
  const asked = (ran: boolean) => {
    const story = new Story();
    story.create(1);
    const timing = { delayMs: ran ? 0 : 1, periodMs: null, mode: 'rate', throwsAtRun: 0 } as const;
    const task = story.invoke({ type: 'service-schedule', service: 0, ...timing });
    if (ran) story.run('tick', task, 'execute', 'SERV-10').handler(0, 'service-task', task).value(task);
    const query = { type: 'query', subject: { endpoint: 1 }, property: 'validate-main-thread' } as const;
    return story.value(story.invoke(query)).judge();
  };
  t.true(brokenRules(asked(true)).length > 0);
  t.true(rulesOfSituation(asked(true)).includes('MAIN-04'), JSON.stringify(asked(true)));
  t.false(rulesOfSituation(asked(false)).includes('MAIN-04'), 'none ran');
});

test('START-03 an onStop behind the failed start of another endpoint, or of none, is not about that', (t) => {
  t.deepEqual(situation(failedStart().begin(2, 'stop', 2)), []);
  t.deepEqual(situation(failedStart().begin(7, 'stop', 7)), []);
  t.deepEqual(situation(failedStart().end(1, 'stop', 1)), []);
});

test('START-04 an end beside a failed start of the same service is about that, of another service it is not', (t) => {
  const gone = (service: number) => situation(failedStart(service).run('gone', 2, 'release', 'TERM-06'));
  t.deepEqual(gone(0), ['SUPER-01', 'SUPER-10', 'START-04']);
  t.deepEqual(gone(1), ['SUPER-01', 'SUPER-10']);
});

test('LIFE-18, CALL-14 an end beside an endpoint that refuses because it is stopped, or whose handler threw', (t) => {
  const refusing = (started: boolean) => {
    const story = new Story();
    story.create(1);
    story.create(2);
    story.connect(1, 1);
    story.refused(story.ask(1), 'endpoint-not-started', 'MSG-01', ['message', 'endpoint']);
    if (started) story.start(1);
    return situation(story.run('gone', 2, 'release', 'TERM-06'));
  };
  t.deepEqual(refusing(false), ['SUPER-01', 'SUPER-10', 'LIFE-18']);
  t.deepEqual(refusing(true), ['SUPER-01', 'SUPER-10']);
  const story = connectedStory();
  story.create(2);
  const tell = story.tell(1, { script: script('throw') });
  story.run('request', tell, 'execute', 'MSG-06').handler(1, 'call', tell, 'throw');
  t.deepEqual(situation(story.run('gone', 2, 'release', 'TERM-06')), ['SUPER-01', 'SUPER-10', 'CALL-14']);
});

test('SERV-08 an endpoint that is closed once, or beside another service, is not closed again', (t) => {
  const closed = (...services: readonly number[]) => {
    const story = connectedStory();
    for (const service of services) story.invoke(closing(service));
    return situation(story.run('close', 1, 'drop', 'SERV-03'));
  };
  t.deepEqual(closed(0), []);
  t.deepEqual(closed(0, 1), []);
  t.deepEqual(closed(0, 0), ['SERV-08']);
  const story = connectedStory();
  for (let count = 0; count < 2; count++) story.invoke(closing());
  t.false(situation(story.run('stop-future', 1, 'terminate', 'STOP-02')).includes('SERV-08'));
});

test('SERV-03 a service that goes down before an endpoint has left is not about those of another service, or that have left', (t) => {
  const story = new Story();
  story.create(1, { onStop: { nested: [], end: 'later' } });
  story.create(2, { service: 1 });
  story.create(3, { service: 1 });
  for (const endpoint of [1, 3]) story.start(endpoint);
  story.terminate(3);
  const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
  story.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
  story.invoke(closing(1));
  story.run('close', 2, 'terminate', 'SERV-07').run('down', 1, 'release', 'SERV-03');
  t.deepEqual(situation(story), ['SERV-03']);
});

test('LIFE-19, START-06, SERV-05 how a close comes out is about endpoints of its service that never were, or never started', (t) => {
  const closed = (service: number, constructorThrows: boolean) => {
    const story = new Story();
    if (constructorThrows) {
      const create = story.invoke(story.creation(1, { constructorThrows }));
      story.thrown(create, 'application');
      return situation(story.value(story.invoke(closing())));
    }
    story.create(1, { onStart: { nested: [], end: 'throw' } });
    story.start(1, 'throw');
    story.run('gone', 1, 'release', 'TERM-06');
    const close = story.invoke(closing(service));
    story.run('down', service, 'release', 'SERV-03');
    return situation(service === 0 ? story.value(close) : story.error(close, 'application'));
  };
  t.deepEqual(closed(0, false), ['SERV-05', 'START-06']);
  t.deepEqual(closed(1, false), ['SERV-05']);
  t.deepEqual(closed(0, true), ['LIFE-19']);
  const story = new Story();
  story.create(1);
  const close = story.invoke(closing());
  story.run('close', 1, 'terminate', 'SERV-07').run('gone', 1, 'release', 'TERM-06');
  t.deepEqual(situation(story.run('down', 0, 'release', 'SERV-03').error(close, 'application')), ['SERV-05']);
});

test('TERM-04 a termination that comes out otherwise is about its future, another operation is not', (t) => {
  const ended = (type: 'terminate' | 'watch') => {
    const story = connectedStory();
    const watch = story.invoke({ type: 'watch', endpoint: 1, callback: [] });
    const terminate = story.invoke({ type: 'terminate', endpoint: 1 });
    story.run('request', terminate, 'on-stop', 'LIFE-08').handler(1, 'stop', 1, 'future');
    story.run('stop-future', 1, 'terminate', 'LIFE-08').run('gone', 1, 'release', 'TERM-06');
    return situation(story.error(type === 'watch' ? watch : terminate, 'application'));
  };
  for (const type of ['terminate', 'watch'] as const) t.true(ended(type).includes('TERM-04'), type);
  const story = connectedStory();
  t.deepEqual(situation(story.error(story.invoke({ type: 'start', endpoint: 1 }), 'application')), [
    'LIFE-15',
  ]);
});

test('TERM-07 a creation that comes out otherwise is about the callback that it was carried out in', (t) => {
  const created = (inCallback: boolean) => {
    const story = new Story();
    const inner = story.reserve();
    const creation = story.creation(2);
    story.create(1);
    story.start(1);
    const callback = inCallback ? [{ op: inner, operation: creation }] : [];
    const watch = story.invoke({ type: 'watch', endpoint: 1, callback });
    story.terminate(1);
    return situation(story.value(watch).thrown(story.invoke(creation, 0, inner), 'illegal-state'));
  };
  t.deepEqual(created(true), ['TERM-07']);
  t.deepEqual(created(false), []);
  const story = new Story();
  const inner = story.reserve();
  const creation = story.creation(2, { name: 'taken' });
  story.create(1);
  story.create(3, { name: 'taken' });
  story.start(1);
  const callback = [{ op: inner, operation: creation }];
  const watch = story.invoke({ type: 'watch', endpoint: 1, callback });
  story.terminate(1);
  story.value(watch).value(story.invoke(creation, 0, inner), story.address(2));
  t.true(situation(story).includes('TERM-07'), 'its id was in use');
});

test('TERM-06 an id is not free again while the endpoint that had it is there', (t) => {
  const story = new Story();
  story.create(1);
  story.create(2, { name: 'another' });
  t.deepEqual(
    situation(story.thrown(story.invoke(story.creation(3, { name: 'third' })), 'endpoint-id-in-use')),
    [],
  );
});

test('MAIN-04 another question, or another task, is not about the main thread and tasks of a service', (t) => {
  const asked = (property: QueryProperty, ofService: boolean) => {
    const story = new Story();
    story.create(1);
    story.start(1);
    story.done({ type: 'obtain-executor', executor: 1, endpoint: 1, unfenced: false });
    const task = ofService ? story.serviceTask() : story.schedule();
    if (ofService) story.run('tick', task, 'execute', 'SERV-10').handler(0, 'service-task', task);
    else {
      story.run('timer', task, 'resend', 'MAIN-07').run('due', task, 'execute', 'MAIN-07');
      story.handler(1, 'run', task);
    }
    story.value(task);
    return situation(story.value(story.invoke({ type: 'query', subject: { endpoint: 1 }, property })));
  };
  t.deepEqual(asked('validate-main-thread', true), ['MAIN-04']);
  t.deepEqual(asked('endpoint-id', true), []);
  t.deepEqual(asked('validate-main-thread', false), []);
});
