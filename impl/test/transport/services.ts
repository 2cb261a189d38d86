/** A service with a worker, for tests of transports, in whatever process or page they run. */
import * as t from 'io-ts';
import {
  ask,
  defineGateway,
  FencedRpcEndpoint,
  RpcService,
  type RpcServiceOptions,
  type Transport,
  tell,
} from '../../everywhere.js';

export const Work = defineGateway('Work', {
  add: ask([t.number, t.number], t.number),
  echo: ask([t.unknown], t.unknown),
  fail: ask([], t.void),
  never: ask([], t.void),
  note: tell([t.number]),
});
export const token = { type: 'Leader', bytes: '01' };

/** A fenced endpoint with methods of every sort. */
export class Worker extends FencedRpcEndpoint<Worker> {
  readonly notes: number[] = [];

  constructor(service: RpcService) {
    super(service, { endpointId: 'worker', gateways: [Work] }, token);
  }

  add(left: number, right: number): number {
    return left + right;
  }

  echo(value: unknown): unknown {
    return value;
  }

  fail(): void {
    throw new RangeError('out of range', { cause: new TypeError('the reason') });
  }

  never(): Promise<void> {
    return new Promise(() => undefined);
  }

  note(number: number): void {
    this.notes.push(number);
  }
}

/** A worker that has started. */
export function startedWorker(service: RpcService): Worker {
  const worker = new Worker(service);
  worker.start();
  return worker;
}

/** A service with a limit of asks that no test waits for. */
export const serviceOf = (transport: Transport, options: RpcServiceOptions = {}): RpcService =>
  new RpcService({ transport, askTimeoutMs: 120_000, ...options });

export const closeAll = (...services: readonly RpcService[]) =>
  Promise.all(services.map((service) => service.close()));
