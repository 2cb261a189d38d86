/** The surroundings of a simulated run: virtual time, one scheduler for all services, and a network in memory. */
import {
  localAddress,
  MemoryNetwork,
  MemoryTransport,
  remoteAddress,
  type SeededScheduler,
} from '../../impl/index.js';
import type { Scenario } from '../../spec/index.js';
import { hostOf, portOf } from './hosts.js';
import { Recorder } from './recorder.js';
import type { LinkOperation, ServicePlace, Surroundings } from './surroundings.js';

/** The scheme of addresses in a simulation. */
const SCHEME = 'fencepost.memory';

/** See the head of this file. */
export class SimulatedSurroundings implements Surroundings {
  readonly acting: SeededScheduler;
  readonly recorder: Recorder;
  readonly unknownAddress = remoteAddress(SCHEME, 'nowhere', 1, 'x');
  private readonly network = new MemoryNetwork();
  private readonly services: Scenario['services'];
  private readonly bytes: boolean;

  /**
   * @param scheduler the scheduler of all services; it takes the tape of the scenario
   * @param bytes whether every frame between services travels as bytes
   */
  constructor({ services, tape }: Scenario, scheduler: SeededScheduler, bytes: boolean) {
    this.acting = scheduler;
    this.recorder = new Recorder(scheduler);
    this.services = services;
    this.bytes = bytes;
    scheduler.reset(tape);
  }

  placeOf(service: number): ServicePlace {
    const { acting: scheduler, network, bytes } = this;
    const transport = this.isRemote(service)
      ? new MemoryTransport(network, hostOf(service), portOf(service), { bytes })
      : null;
    return { scheduler, transport };
  }

  private isRemote(service: number): boolean {
    return this.services[service]?.remote === true;
  }

  addressAt(service: number, name: string): string {
    return this.isRemote(service)
      ? remoteAddress(SCHEME, hostOf(service), portOf(service), name)
      : localAddress(name);
  }

  disturb({ action, from, to, milliseconds = 0 }: LinkOperation): void {
    const { network } = this;
    const [near, far] = [portOf(from), portOf(to)];
    switch (action) {
      case 'partition':
        return network.partition(near, far);
      case 'heal':
        return network.repair(near, far);
      case 'drop-next':
        return network.dropNext(near, far);
      case 'fail':
        return network.breakLinks(near, far);
      case 'delay':
        return network.delay(near, far, milliseconds);
    }
  }
}
