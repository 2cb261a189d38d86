/** Expired asks that lead to the code that made the call. */
import test from 'ava';
import * as t from 'io-ts';
import { ask, defineGateway, RpcEndpoint, RpcService, SeededScheduler } from '../../index.js';

const SilentGateway = defineGateway('Silent', { wait: ask([], t.null) });

class Silent extends RpcEndpoint<Silent> {
  constructor(service: RpcService) {
    super(service, { endpointId: 'silent', gateways: [SilentGateway] });
  }

  wait(): Promise<null> {
    return new Promise(() => undefined);
  }
}

/** The code that makes the call. */
const callHere = (endpoint: Silent): Promise<unknown> =>
  endpoint
    .getSelfGateway(SilentGateway)
    .wait()
    .catch((error: unknown) => error);

/** The stack of an ask that expired. */
async function stackOfExpiredAsk(captureCallStacks: boolean): Promise<string> {
  const scheduler = new SeededScheduler();
  const endpoint = new Silent(new RpcService({ scheduler, captureCallStacks, askTimeoutMs: 100 }));
  endpoint.start();
  const outcome = callHere(endpoint);
  while (scheduler.step());
  scheduler.fireNextTimer(100);
  return String(((await outcome) as Error).stack);
}

test('TIME-07 with capture on, the error of an expired ask has the frames of the caller and none of the gateway', async (assert) => {
  const stack = await stackOfExpiredAsk(true);
  assert.regex(stack, /^AskTimeoutError: .*\n.*callHere/);
  assert.notRegex(stack, /invocation-handler/);
});

test('TIME-07 with capture off, the error keeps a stack of its own', async (assert) => {
  assert.notRegex(await stackOfExpiredAsk(false), /callHere/);
});
