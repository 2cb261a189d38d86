/** The situation of what has to do with the end of an endpoint, or of a task of a service. */
import test from 'ava';
import type { Role } from '../../../spec/index.js';
import { brokenRules, rulesOfSituation, Story } from '../support.js';

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
