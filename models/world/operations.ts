/**
 * Carries out operations: what happens when a client or a handler invokes one, before any action runs. Each operation
 * either has its outcome at once, or leaves a future and actions behind.
 */
import type { Operation } from '../../spec/operations.js';
import { call, callAsync, runAsync, sendRaw } from './calling.js';
import { connect } from './connecting.js';
import {
  closeService,
  fault,
  link,
  releaseStop,
  releaseWork,
  startOrStop,
  stopServer,
  terminate,
  watch,
} from './controlling.js';
import { createEndpoint } from './creating.js';
import { evaluate } from './evaluating.js';
import { cancel, execute, obtainExecutor, schedule, serviceSchedule } from './executors.js';
import { query } from './querying.js';
import type { OpRecord } from './records.js';
import { Future } from './records.js';
import { registerResource, unregisterResource } from './resources.js';
import { atOnce } from './settle.js';
import { N } from './symbols.js';
import { setToken } from './tokens.js';
import type { World } from './world.js';

/**
 * Carries out an operation.
 *
 * @returns false when the operation cannot be: something that it names does not exist
 */
export function carryOut(world: World, op: OpRecord): boolean {
  const operation = op.operation as Operation;
  op.future = Future.pending;
  switch (operation.type) {
    case 'call':
      return call(world, op, operation);
    case 'run-async':
      return runAsync(world, op, operation);
    case 'call-async':
      return callAsync(world, op, operation);
    case 'settle':
    case 'advance':
      return true;
    case 'start':
    case 'stop':
      return startOrStop(world, op, operation);
    case 'terminate':
      return terminate(world, op, operation);
    case 'watch':
      return watch(world, op, operation);
    case 'connect':
      return connect(world, op, operation);
    case 'create-endpoint':
      return createEndpoint(world, op, operation);
    case 'set-token':
      return setToken(world, op, operation);
    case 'release':
      return releaseWork(world, op, operation);
    case 'release-stop':
      return releaseStop(world, op, operation);
    case 'obtain-executor':
      return obtainExecutor(world, op, operation);
    case 'execute':
      return execute(world, op, operation);
    case 'schedule':
      return schedule(world, op, operation);
    case 'cancel':
      return cancel(world, op, operation);
    case 'query':
      return query(world, op, operation);
    case 'evaluate':
      return evaluate(world, op, operation);
    case 'send-raw':
      return sendRaw(world, op, operation);
    case 'close-service':
      return closeService(world, op, operation);
    case 'fault':
      return fault(world, op, operation);
    case 'link':
      return link(world, op, operation);
    case 'register-resource':
      return registerResource(world, op, operation);
    case 'unregister-resource':
      return unregisterResource(world, op, operation);
    case 'stop-server':
      return stopServer(world, op, operation);
    case 'service-schedule':
      return serviceSchedule(world, op, operation);
    case 'schedule-periodically':
      return atOnce(world, op, N.PERIODIC);
    case 'run-async-null':
      return atOnce(world, op, N.RUN_NULL);
    case 'run-async-remote':
    case 'call-async-remote':
      return atOnce(world, op, N.NOT_LOCAL);
  }
}
