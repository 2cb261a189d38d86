/** Operations name endpoints: one that was refused after all is as one that never was. */
import test from 'ava';
import type { Operation } from '../../../spec/index.js';
import { RED, Story, script } from '../support.js';

const limits = { timeout: null, unfenced: false, script: script() } as const;

const self = { self: 2 } as const;

/** One operation of each type on endpoint 2. */
const operations: readonly Operation[] = [
  { type: 'start', endpoint: 2 },
  { type: 'stop', endpoint: 2 },
  { type: 'terminate', endpoint: 2 },
  { type: 'watch', endpoint: 2, callback: [] },
  { type: 'release-stop', endpoint: 2, how: 'value' },
  { type: 'stop-server', endpoint: 2, service: 0 },
  { type: 'fault', endpoint: 2 },
  { type: 'set-token', endpoint: 2, token: RED },
  { type: 'register-resource', endpoint: 2, resource: 1 },
  { type: 'unregister-resource', endpoint: 2, resource: 1 },
  { type: 'obtain-executor', endpoint: 2, executor: 1, unfenced: false },
  { type: 'run-async', endpoint: 2, delayMs: 0, unfenced: false, script: script() },
  { type: 'call-async', endpoint: 2, ...limits },
  { type: 'call', target: self, method: 'ask', timeout: null, argument: 'good', script: script() },
  { type: 'send-raw', target: self, message: 'start', ask: false, timeoutMs: 0, script: script() },
  { type: 'query', subject: { endpoint: 2 }, property: 'address' },
];

test('ORD-08 nothing can be done with an endpoint whose creation was refused after all', (t) => {
  for (const operation of operations) {
    const story = new Story();
    const failed = story.creation(1, { name: 'one', constructorThrows: true });
    story.thrown(story.invoke(failed), 'application');
    story.thrown(story.invoke(story.creation(2, { name: 'one' })), 'endpoint-id-in-use');
    t.is(story.judge().verdict, 'accepted');
    const index = story.events.length;
    story.invoke(operation);
    const verdict = story.judge();
    t.like(verdict, { verdict: 'rejected', index, rules: ['ORD-08'] }, operation.type);
  }
});

test('a rejection names the endpoint that is not there', (t) => {
  const story = new Story();
  story.invoke({ type: 'set-token', endpoint: 7, token: RED });
  t.like(story.judge(), { verdict: 'rejected', reason: 'there is no endpoint 7' });
});
