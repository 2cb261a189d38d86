/** Properties of messages that a constructor sends before it throws: they find nobody. */
import type { Operation } from '../../spec/index.js';
import { RETURN, type ScenarioBuilder } from './builder.js';
import { type Theme, theme } from './theme.js';

export const constructingThemes: readonly Theme[] = [
  theme(
    'LIFE-19, LIFE-18, HAND-02, DEAD-04 a constructor sends itself messages, connects to itself, and throws',
    (b) => {
      b.service();
      b.service();
      const number = b.endpoints.length + 1;
      const executor = b.nested({ type: 'obtain-executor', executor: 1, endpoint: number, unfenced: false });
      const constructing = [
        executor,
        ...Array.from({ length: b.int(1, 3) }, () => b.nested(anything(b, number))),
      ];
      b.create({ name: b.pick(['x', 'worker_1']), constructing, constructorThrows: b.chance(85) });
      b.advance(10);
    },
    { weight: 2 },
  ),
];

function anything(b: ScenarioBuilder, endpoint: number): Operation {
  switch (b.int(0, 8)) {
    case 0:
      return b.connectOperation(endpoint, 0).operation;
    case 1:
      return { type: 'start', endpoint };
    case 2:
      return { type: 'stop', endpoint };
    case 3:
      return {
        type: 'send-raw',
        target: { self: endpoint },
        message: 'terminate',
        ask: false,
        timeoutMs: 0,
        script: RETURN,
      };
    case 4:
      return { type: 'run-async', endpoint, delayMs: b.pick([0, 5]), unfenced: false, script: RETURN };
    case 5:
      return { type: 'call-async', endpoint, timeout: 500, unfenced: false, script: RETURN };
    case 6:
      return { type: 'execute', executor: 1, script: RETURN };
    case 7:
      return { type: 'fault', endpoint };
    default:
      return {
        type: 'call',
        target: { self: endpoint },
        method: b.pick(['ask', 'tell']),
        timeout: null,
        argument: 'good',
        script: RETURN,
      };
  }
}
