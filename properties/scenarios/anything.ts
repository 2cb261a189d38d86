/** Anything that an endpoint can be sent, one draw at a time, and anything that ends it. */
import {
  type BuiltEndpoint,
  type BuiltGateway,
  LATER,
  RETURN,
  type ScenarioBuilder,
  script,
  THROW,
  TOKENS,
} from './builder.js';
import { anyToken, KINDS } from './stage.js';

/** Who takes part: an endpoint, and what reaches it. */
export interface Cast {
  readonly endpoint: BuiltEndpoint;
  readonly sibling: BuiltEndpoint;
  readonly gateways: BuiltGateway[];
  readonly executors: number[];
}

/** An endpoint of any kind, a sibling, and gateways with the right, a wrong, a null and no token. */
export function cast(b: ScenarioBuilder, started: boolean): Cast {
  b.service();
  b.service();
  const kind = b.pick(KINDS);
  const token = kind === 'fenced' && b.chance(20) ? null : (TOKENS[0] ?? null);
  const onStop = b.pick(['later', 'later', 'done', 'failed'] as const);
  const endpoint = b.create({ kind, token: kind === 'plain' ? null : token, name: 'worker_1', onStop });
  const sibling = b.create({ onStop: b.pick(['later', 'done']) });
  if (started) b.start(endpoint);
  const gateways = ['own' as const, { token: anyToken(b) }, b.pick([null, { token: null }])].map((fencing) =>
    b.connect(endpoint, { service: b.int(0, 1), fencing }),
  );
  const executors = [b.executor(endpoint)];
  b.settle();
  return { endpoint, sibling, gateways, executors };
}

/** One message of any kind. */
export function sendAnything(b: ScenarioBuilder, members: Cast): void {
  const { endpoint, gateways, executors } = members;
  const unfenced = endpoint.kind !== 'plain' && b.chance(30);
  const work = b.pick([RETURN, RETURN, THROW]);
  switch (b.int(0, 15)) {
    case 0:
      b.connect(endpoint, {
        service: b.int(0, 1),
        gatewayType: b.pick(['conformance', 'conformance', 'root', 'foreign']),
        version: b.pick([2, 2, 2, 1]),
      });
      break;
    case 1:
      b.connect(null, { service: b.int(0, 1), address: { kind: 'wildcard', service: 0, prefix: 'worker' } });
      break;
    case 2:
    case 3:
      b.call(b.pick([endpoint, ...gateways]), { script: work });
      break;
    case 4:
    case 5:
      b.call(b.pick([endpoint, ...gateways]), { method: 'tell', script: work });
      break;
    case 6:
      b.runAsync(endpoint, 0, work, unfenced);
      break;
    case 7:
      b.runAsync(endpoint, b.pick([1, 5]), work);
      break;
    case 8:
      b.callAsync(endpoint, 500, work, unfenced);
      break;
    case 9:
      b.execute(b.pick(executors), work);
      break;
    case 10:
      b.schedule(b.pick(executors), b.pick([0, 1, 5]), work, b.chance(50));
      break;
    case 11:
      executors.push(b.executor(endpoint, unfenced));
      break;
    case 12:
      b.start(endpoint);
      break;
    case 13:
      b.stop(endpoint);
      break;
    case 14:
      if (endpoint.kind === 'fenced') b.setToken(endpoint, anyToken(b));
      else b.start(endpoint);
      break;
    default:
      b.advance(b.pick([1, 5]));
  }
}

/** One message of any kind that nobody waits for. */
export function sendWithoutPause(
  b: ScenarioBuilder,
  { endpoint, gateways, executors }: Cast,
  lane = 0,
): void {
  const [executor = 0] = executors;
  switch (b.int(0, 11)) {
    case 0:
      b.connect(endpoint, {
        service: b.int(0, 1),
        gatewayType: b.pick(['conformance', 'root', 'foreign']),
        lane,
      });
      break;
    case 1:
      b.runAsync(endpoint, 0, RETURN, false, lane);
      break;
    case 2:
      b.callAsync(endpoint, 500, b.pick([RETURN, LATER]), false, lane);
      break;
    case 3:
      b.execute(executor, RETURN, lane);
      break;
    case 4:
      b.schedule(executor, b.pick([0, 3]), RETURN, true, lane);
      break;
    case 5:
      b.start(endpoint, lane);
      break;
    case 6:
      b.stop(endpoint, lane);
      break;
    case 7:
      b.step({ type: 'fault', endpoint: endpoint.number }, lane);
      break;
    case 8:
      b.sendControl(endpoint, b.pick(['terminate', 'start', 'stop']), lane);
      break;
    case 9:
      b.releaseStop(endpoint, b.pick(['value', 'error']), lane);
      break;
    default:
      b.call(b.pick([endpoint, ...gateways]), {
        method: b.pick(['ask', 'tell']),
        lane,
        script: b.pick([RETURN, script({ ending: 'throw' })]),
      });
  }
}

/** One message of any kind, or a change of the token that they are compared with. */
export function sendWithToken(
  b: ScenarioBuilder,
  endpoint: BuiltEndpoint,
  gateways: readonly BuiltGateway[],
  executors: number[],
): void {
  const lane = b.int(0, 2);
  const [first = null, second = null] = TOKENS;
  const token = b.pick([first, second, null]);
  const unfenced = b.chance(20);
  switch (b.int(0, 11)) {
    case 0:
    case 1:
      b.call(b.pick(gateways), { lane });
      break;
    case 2:
      b.call(b.pick(gateways), { method: 'tell', lane });
      break;
    case 3:
      b.call(endpoint, { method: b.pick(['ask', 'tell']), lane });
      break;
    case 4:
      b.runAsync(endpoint, 0, RETURN, unfenced, lane);
      break;
    case 5:
      b.callAsync(endpoint, 500, RETURN, unfenced, lane);
      break;
    case 6:
      b.runAsync(endpoint, 1, RETURN, false, lane);
      break;
    case 7:
      b.execute(b.pick(executors), RETURN, lane);
      break;
    case 8:
      b.schedule(b.pick(executors), b.pick([0, 1]), RETURN, true, lane);
      break;
    case 9:
      executors.push(b.executor(endpoint, unfenced));
      break;
    case 10:
      if (b.chance(20)) b.step({ type: 'set-token', endpoint: endpoint.number, token }, lane);
      else b.setToken(endpoint, token, lane);
      break;
    default:
      b.advance(1);
  }
}

/** Ends the endpoint, or begins to. */
export function beginTheEnd(b: ScenarioBuilder, { endpoint, sibling }: Cast): void {
  switch (b.int(0, 5)) {
    case 0:
      b.closeService(0, b.pick([null, null, 50]));
      break;
    case 1:
      b.step({ type: 'fault', endpoint: endpoint.number });
      break;
    case 2:
      b.step({ type: 'fault', endpoint: sibling.number });
      break;
    case 3:
      b.sendControl(endpoint, 'terminate');
      break;
    default:
      b.terminate(endpoint);
  }
}

/** Ends the endpoint at once, or takes it down. @returns the operation */
export function endNow(b: ScenarioBuilder, { endpoint, sibling }: Cast): number {
  switch (b.int(0, 4)) {
    case 0:
      return b.step({ type: 'fault', endpoint: endpoint.number });
    case 1:
      return b.step({ type: 'fault', endpoint: sibling.number });
    case 2:
      return b.closeService(0, null, 1);
    default:
      return b.terminate(endpoint);
  }
}
