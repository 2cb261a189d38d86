/** What is around the services of a run: who acts, who writes down what happens, and the network between them. */
import type { Transport } from '../../impl/index.js';
import type { Scheduler } from '../../impl/scheduling/scheduler.js';
import type { Operation } from '../../spec/index.js';
import type { Recorder } from './recorder.js';

/** Who acts now: the call context of a scheduler, written by whoever carries a step out. */
export interface Acting {
  /** The sender of what is sent now: a lane, or an endpoint. */
  currentSender: number;
  /** The number of the operation that is carried out now. */
  currentOperation: number;
  /** The number of the endpoint that is created now. */
  currentEndpoint: number;
}

/** What a service of a scenario is created with. */
export interface ServicePlace {
  readonly scheduler: Scheduler;
  /** `null` for a service that is on its own. */
  readonly transport: Transport | null;
}

/** What `link` asks for. */
export type LinkOperation = Extract<Operation, { readonly type: 'link' }>;

/** See the head of this file. */
export interface Surroundings {
  readonly acting: Acting;
  readonly recorder: Recorder;
  /** Where a service lives, by its number. */
  placeOf(service: number): ServicePlace;
  /** The address that an endpoint of a service has under a name, whether it exists or not. */
  addressAt(service: number, name: string): string;
  /** An address at which no service is. */
  readonly unknownAddress: string;
  /** Loses, delays or breaks what is between two services. */
  disturb(operation: LinkOperation): void;
}
