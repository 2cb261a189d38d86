/**
 * What a runtime tells a recorder beyond what observers see: which operations the public API is asked to carry out, and
 * how they come out. Absent, it costs a comparison with null where an operation begins.
 */
import type { AddressReference, Operation, PlainValue } from '../../spec/operations.js';
import type { Fence } from '../core/message.js';
import type { Completion } from './futures.js';
import type { Message } from './message.js';

/** See the head of this file. Numbers are those of the scheduler, which is the recorder's. */
export interface OperationRecorder {
  /**
   * Carries out an operation that comes out at once.
   *
   * @param outcomeOf what it comes out with; null when absent
   */
  invoke<Result>(operation: Operation, act: () => Result, outcomeOf?: (result: Result) => PlainValue): Result;
  /** Carries out an operation that comes out when its entry in the table of the caller settles. */
  ask<Result>(operation: Operation, act: () => Result): Result;
  /** Carries out an operation that comes out as `completion` does; the completion is one of the recorder's futures. */
  follow<Result>(operation: Operation, act: () => Result, completion: (result: Result) => Completion): Result;

  /** A number for the endpoint that is created next; the scheduler gives it out. */
  newEndpoint(): number;
  /** A number for a gateway. */
  newGateway(): number;
  /** The number of the executors of an endpoint that are bound to this fence. */
  executorOf(endpoint: number, fence: Fence): number;
  /** The number of a resource. */
  resourceOf(resource: object): number;
  /** An address that `service` connects to, as traces name it. */
  addressOf(service: number, address: string): AddressReference;

  /** What work has given is told before its end: a result or an error. `null` for work without a message. */
  gave(message: Message | null, succeeded: boolean, value: unknown): void;
  /** A registered resource is about to be closed. */
  closed(endpoint: number, resource: object): void;
  /** A run of a task of a service's own executor begins, and ends. */
  taskBegan(operation: number): void;
  taskEnded(operation: number, how: 'return' | 'throw'): void;
  /** A peer has said something. */
  met(scheme: string, authority: string): void;
  /** The link from a service to a peer is lost. */
  linkLost(service: number, scheme: string, authority: string): void;
  /** Something happens that no event can tell: the recording ends before it. */
  gap(reason: string): void;
}
