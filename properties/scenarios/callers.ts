/** Properties about what the code that makes a call notices of it: it blocks, and its stack is kept for an expired ask. */
import { LATER, RETURN, script, THROW } from './builder.js';
import { stage } from './stage.js';
import { type Theme, theme } from './theme.js';

export const callerThemes: readonly Theme[] = [
  theme('TIME-07, TIME-06 expired asks with captured call stacks', (b) => {
    const { gateway } = stage(b, { captureCallStacks: true, askTimeoutMs: 200 });
    b.call(gateway, {
      method: b.pick(['ask', 'ask', 'askWithin']),
      timeout: 100,
      script: b.pick([LATER, RETURN]),
    });
    b.call(gateway, { script: LATER });
    b.settle();
    b.advance(200);
  }),

  theme('CALL-03, CALL-04 blocking calls', (b) => {
    const { endpoint, gateway } = stage(b, { askTimeoutMs: 200 });
    const op = b.call(gateway, { method: 'askBlocking', script: b.pick([RETURN, THROW, LATER]) });
    b.release(op, b.pick(['value', 'error']), 1);
    b.call(gateway, { method: 'askBlocking', script: b.pick([RETURN, THROW]) });
    b.settle();
    if (b.chance(50)) b.terminate(endpoint);
    b.call(gateway, { method: 'askBlocking', argument: b.pick(['good', 'unserializable']) });
  }),

  theme('CALL-03, CALL-04 a blocking call that nobody answers in time', (b) => {
    const { gateway } = stage(b, { askTimeoutMs: 100 });
    b.call(gateway, { method: 'askBlocking', script: LATER });
    b.call(gateway, { lane: 1 });
    b.settle();
  }),

  theme('CALL-05, CALL-03, CALL-04 a handler makes a blocking call', (b) => {
    const { endpoint, gateway } = stage(b, { askTimeoutMs: 100 });
    const other = b.started();
    const target = b.pick([endpoint, endpoint, other]);
    const nested = b.nested(b.callOperation(target, { method: 'askBlocking' }));
    b.call(gateway, { script: script({ ending: 'return' }, [nested]), ...withinSeconds });
    b.call(gateway, { lane: 1, ...withinSeconds });
    b.settle();
  }),
];

/** A limit that a handler which waits for an answer does not reach. */
const withinSeconds = { method: 'askWithin', timeout: 5000 } as const;
