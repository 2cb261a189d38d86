/** Properties of results that are seldom: what callables end with, what fits by far, and raw messages that are in order. */
import type { WorkEnding } from '../../spec/index.js';
import { RETURN, script, TOKENS } from './builder.js';
import { anyToken } from './stage.js';
import { type Theme, theme } from './theme.js';

/** What a message of this size takes is far below the limit of a frame. */
const LARGE_FRAME_BYTES = 65_536;

/** So small a result every codec can make: that of Java writes seven bytes for a text without characters. */
const SMALL_RESULT_BYTES = 10;

const endings: readonly WorkEnding[] = [
  { ending: 'bytes', size: SMALL_RESULT_BYTES },
  { ending: 'unserializable' },
  { ending: 'encoder-throws' },
  { ending: 'undecodable' },
  { ending: 'look-alike' },
  { ending: 'throw-ask-timeout' },
  { ending: 'throw-non-error' },
  { ending: 'null' },
];

export const resultThemes: readonly Theme[] = [
  theme('SELF-12, SELF-13, CALL-15 a callable ends with anything, and nothing of it is serialized', (b) => {
    b.service({ forceSerialization: b.chance(50) });
    const endpoint = b.started();
    b.callAsync(endpoint, 500, script(b.pick(endings)));
  }),

  theme('SIZE-06, SIZE-07, SIZE-11 a result that is far below the limit of a frame is delivered', (b) => {
    const specification = { frameBytes: LARGE_FRAME_BYTES, forceSerialization: b.chance(50) };
    b.service(specification);
    b.service(specification);
    const gateway = b.connected(b.started(), { service: b.int(0, 1) });
    const size = b.pick([SMALL_RESULT_BYTES, 100, 60_000]);
    b.call(gateway, { script: script({ ending: b.pick(['bytes', 'later-bytes']), size }) });
  }),

  theme(
    'FENCE-07, MSG-08 a gateway with a token sends a plain endpoint a message without its envelope',
    (b) => {
      b.service();
      b.service();
      const gateway = b.connected(b.started(), { service: b.int(0, 1), fencing: { token: anyToken(b) } });
      const target = { gateway: gateway.number };
      b.step({
        type: 'send-raw',
        target,
        message: 'other-envelope',
        ask: b.chance(70),
        timeoutMs: 500,
        script: RETURN,
      });
      b.call(gateway);
    },
  ),

  theme('FENCE-17, FENCE-04, FENCE-05 work through an executor that was obtained without a token', (b) => {
    b.service();
    const endpoint = b.started({ kind: 'fenced', token: null });
    const executor = b.executor(endpoint);
    if (b.chance(60)) b.setToken(endpoint, b.pick(TOKENS));
    for (let count = b.int(1, 2); count > 0; count -= 1) {
      if (b.chance(50)) b.execute(executor);
      else b.schedule(executor, b.pick([0, 5]));
    }
    b.advance(5);
  }),

  theme(
    'HAND-14, HAND-07, HAND-08, HAND-09, HAND-11 an endpoint ends between identification and handshake, whatever the handshake says',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.started();
      b.connect(endpoint, {
        service: b.int(0, 1),
        gatewayType: b.pick(['conformance', 'root', 'foreign']),
        version: b.pick([2, 1]),
      });
      const connect = b.lastOp;
      b.terminate(endpoint, 1);
      b.hold({ leg: 'handshake', id: connect }, { leg: 'gone', id: endpoint.number });
      b.hold({ leg: 'request', id: b.lastOp }, { leg: 'identity', id: connect });
    },
  ),

  theme('MAIN-11, MAIN-10 a task cancels itself while it runs', (b) => {
    b.service();
    const endpoint = b.started();
    const executor = b.executor(endpoint);
    const cancel = b.nested({ type: 'cancel', scheduled: b.lastOp + 2 });
    b.schedule(executor, b.pick([0, 5]), script({ ending: b.pick(['return', 'throw']) }, [cancel]));
    b.advance(5);
  }),

  theme('FENCE-11, FENCE-13 a plain endpoint is asked for its token', (b) => {
    b.service();
    const { number } = b.started();
    b.step({ type: 'query', subject: { endpoint: number }, property: 'token' });
  }),

  theme('LIFE-15, HAND-16 the lifecycle is at the server of an endpoint and not at a gateway', (b) => {
    b.service();
    const endpoint = b.started();
    const { number: gateway } = b.connected(endpoint);
    b.step({ type: 'query', subject: { endpoint: endpoint.number }, property: 'exposes-lifecycle' });
    b.step({ type: 'query', subject: { gateway }, property: 'exposes-lifecycle' });
  }),
];
