/** Where messages go, as far as anybody knows: what that is not the case of, links do not touch. */
import test from 'ava';
import { brokenRules, Story } from '../support.js';

test('ORD-06 a message to the endpoint with the lowest number is lost on its own link, and on no other', (t) => {
  const build = (from: number, to: number) => {
    const story = new Story({ services: 3 });
    story.create(0);
    story.start(0);
    story.connect(1, 0, { service: 1 });
    story.done({ type: 'link', from, to, action: 'partition' });
    return story.lose('request', story.tell(1), 'partition').judge();
  };
  t.is(build(1, 0).verdict, 'accepted');
  t.deepEqual(brokenRules(build(1, 2)), ['ORD-06']);
});

test('SERV-10, DEAD-03 a link that fails keeps no task of a service from running', (t) => {
  const build = (runs: boolean) => {
    const story = new Story({ complete: false });
    story.done({ type: 'link', from: 0, to: 1, action: 'fail' });
    const task = story.serviceTask({ delayMs: 5 });
    story.done({ type: 'link', from: 0, to: 1, action: 'fail' });
    const pause = story.invoke({ type: 'advance', milliseconds: 5 });
    story.later(5);
    if (runs) story.handler(0, 'service-task', task).value(task);
    return story.value(pause).settle().judge();
  };
  t.is(build(true).verdict, 'accepted', JSON.stringify(build(true)));
  t.deepEqual(brokenRules(build(false)), ['SERV-10', 'MAIN-04']);
});

test('HAND-02, DEAD-03 a connect to an endpoint that was never created goes over no link: it comes out, whatever fails', (t) => {
  const build = (service: number, comesOut: boolean, late: boolean) => {
    const story = new Story({ complete: false });
    const partition = () => story.done({ type: 'link', from: 0, to: 1, action: 'partition' });
    if (!late) partition();
    const connect = story.connecting(1, 9, { service });
    if (late) partition();
    if (comesOut) story.error(connect, 'connection');
    return story.later(50).settle().judge();
  };
  for (const service of [0, 1])
    for (const late of [false, true]) {
      t.is(build(service, true, late).verdict, 'accepted', JSON.stringify(build(service, true, late)));
      t.is(build(service, false, late).verdict, 'rejected', `${service}, ${late}`);
    }
});

test('HAND-03, HAND-05 an address that is of no service fails as it must, whatever service has failed', (t) => {
  for (const address of [{ kind: 'literal', text: 'nowhere' }, { kind: 'unknown-host' }] as const) {
    const build = (code: 'connection' | 'ask-timeout') => {
      const story = new Story({ complete: false });
      story.create(1, { service: 1 });
      story.done({ type: 'fault', endpoint: 1 });
      const watch = story.invoke({ type: 'watch', endpoint: 1, callback: [] });
      story.error(watch, 'endpoint-failed');
      story.error(story.connecting(1, 1, { address }), code);
      return story.settle().judge();
    };
    t.is(build('connection').verdict, 'accepted', JSON.stringify(build('connection')));
    t.is(build('ask-timeout').verdict, 'rejected', address.kind);
  }
});
