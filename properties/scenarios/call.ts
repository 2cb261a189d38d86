/** Properties of family CALL: invocation. */
import type { MethodName } from '../../spec/index.js';
import { script } from './builder.js';
import { stage } from './stage.js';
import { type Theme, theme } from './theme.js';

const anyMethod: readonly MethodName[] = [
  'ask',
  'ask',
  'tell',
  'askWithin',
  'askLocal',
  'overloaded(text)',
  'overloaded(number)',
];

export const callThemes: readonly Theme[] = [
  theme(
    'CALL-01, CALL-02, CALL-06, CALL-11, CALL-12, CALL-13, CALL-14, CALL-15, CALL-16, CALL-17, CALL-18, CALL-22, CALL-25, TIME-01, TIME-02 every method with every ending',
    (b) => {
      const { gateway } = stage(b);
      for (let count = b.int(1, 4); count > 0; count -= 1) {
        const ending = b.pick([
          'return',
          'null',
          'throw',
          'throw-non-error',
          'throw-ask-timeout',
          'later',
          'look-alike',
          'return',
        ] as const);
        const op = b.call(gateway, {
          lane: b.int(0, 2),
          // `overloaded` tells which one ran, so it ends at once or not at all
          method:
            ending === 'return' ? b.pick(anyMethod) : b.pick(['ask', 'ask', 'tell', 'askWithin', 'askLocal']),
          script: script({ ending }),
        });
        if (ending === 'later' && b.chance(80)) b.release(op, b.pick(['value', 'error']), b.int(0, 2));
      }
      b.shuffle(40);
    },
    { weight: 6 },
  ),

  theme(
    'CALL-24, START-08, TERM-01 a handler closes its own endpoint and its answer is still delivered',
    (b) => {
      b.service();
      const number = b.endpoints.length + 1;
      const inStart = b.chance(40);
      const close = () => b.nested({ type: 'terminate', endpoint: number });
      const endpoint = b.create({ startNested: inStart ? [close()] : [], onStop: b.pick(['done', 'later']) });
      b.start(endpoint);
      const gateway = b.connected(endpoint);
      b.call(gateway, { script: script({ ending: 'return' }, inStart ? [] : [close()]) });
      b.call(gateway, { lane: 1 });
      b.releaseStop(endpoint);
      b.shuffle(40);
    },
    { weight: 2 },
  ),
];
