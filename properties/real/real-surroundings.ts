/** The surroundings of a run on a real clock: real transports, a scheduler of production for each service. */
import { addressAt, localAddress, type Transport } from '../../impl/index.js';
import type { Scenario } from '../../spec/index.js';
import type { Acting, LinkOperation, ServicePlace, Surroundings } from '../simulation/surroundings.js';
import { closeTransport } from '../transports/close-transport.js';
import type { TransportFactory } from '../transports/transport-factory.js';
import { ActingScheduler } from './acting-scheduler.js';
import { Disturbances } from './disturbances.js';
import { ObservableRecorder } from './observable-recorder.js';
import { Traffic } from './traffic.js';
import { type Watch, WatchedTransport } from './watched-transport.js';

/** Where a service lives. */
interface Place extends ServicePlace {
  readonly scheduler: ActingScheduler;
  readonly transport: WatchedTransport | null;
}

/** See the head of this file. */
export class RealSurroundings implements Surroundings, Watch {
  readonly acting: Acting;
  readonly recorder: ObservableRecorder;
  readonly unknownAddress: string;
  readonly traffic: Traffic;
  readonly disturbances: Disturbances;
  private readonly places: readonly Place[];

  private constructor(transports: readonly (Transport | null)[], unknownAddress: string) {
    this.acting = { currentSender: 0, currentOperation: 0, currentEndpoint: 0 };
    const startedAtMs = performance.now();
    this.recorder = new ObservableRecorder({ now: () => performance.now() - startedAtMs });
    this.unknownAddress = unknownAddress;
    this.traffic = new Traffic();
    this.disturbances = new Disturbances();
    this.places = transports.map((transport) => ({
      scheduler: new ActingScheduler(this.acting),
      transport: transport === null ? null : new WatchedTransport(transport, this),
    }));
  }

  /** Opens a transport for each service that has one. */
  static async open(factory: TransportFactory, { services }: Scenario): Promise<RealSurroundings> {
    const nowhere = await factory.nowhere();
    const transports = await Promise.all(services.map(({ remote }) => (remote ? factory.open() : null)));
    const scheme = transports.find((transport) => transport !== null)?.scheme ?? 'fencepost';
    return new RealSurroundings(transports, addressAt(scheme, nowhere, 'x'));
  }

  placeOf(service: number): Place {
    return this.places[service] as Place;
  }

  addressAt(service: number, name: string): string {
    const { transport } = this.placeOf(service);
    return transport === null ? localAddress(name) : addressAt(transport.scheme, transport.authority, name);
  }

  disturb({ action, from, to, milliseconds = 0 }: LinkOperation): void {
    const near = this.placeOf(from).transport;
    const far = this.placeOf(to).transport;
    if (near === null || far === null) return;
    const { disturbances } = this;
    switch (action) {
      case 'partition':
        return disturbances.partition(near.authority, far.authority);
      case 'heal':
        return disturbances.heal(near.authority, far.authority);
      case 'drop-next':
        return disturbances.dropNext(near.authority, far.authority);
      case 'fail':
        return near.breakLinks(far.authority);
      case 'delay':
        return disturbances.delay(near.authority, far.authority, milliseconds);
    }
  }

  /** Whether nothing is under way and nothing is to be done, but for what waits for a moment that has not come. */
  get quiet(): boolean {
    return this.traffic.quiet && this.places.every(({ scheduler }) => scheduler.quiet);
  }

  /** What is under way, in words. */
  describe(): readonly string[] {
    const busy = this.places.flatMap(({ scheduler }, service) =>
      scheduler.quiet ? [] : [`service ${service} has something to do`],
    );
    return [...this.traffic.describe(), ...busy];
  }

  /** Closes every transport. */
  async close(): Promise<void> {
    await Promise.all(this.places.map(({ transport }) => transport && closeTransport(transport)));
  }
}
