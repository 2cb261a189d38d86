/**
 * Real sockets around a program, each service behind a proxy, and faults as a network has them: partitions, loss in one
 * direction, delays that differ from link to link, slow readers, resets in the middle of a frame, half-open connections.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { LINK_LIMITS, type LinkLimits, TCP_SCHEME, type Transport } from '../../../impl/index.js';
import { openProxied, type Proxied } from '../../../impl/test/chaos/proxied.js';
import type { ProxiedConnection } from '../../../impl/test/chaos/proxy.js';
import type { Draw } from '../../../impl/test/draw.js';
import { SERVICES_MAX, type Surroundings } from '../recording/programs.js';

/** A silent peer is asked after 40 ms and given up after as long again, so that a program sees the end of a partition. */
const limits: LinkLimits = {
  ...LINK_LIMITS,
  handshakeMs: 40,
  idleMs: 40,
  backOffMs: 1,
  backOffMaxMs: 4,
  drainMs: 40,
};

/** What a preamble begins with, of which no bit can be another. */
const MAGIC_AND_MAJOR_BYTES = 5;

/** Longer than the loss of a link takes to be noticed. */
const NOTICED_MS = 4 * limits.idleMs;

/** How often that is waited for at most: what a slow reader has not read then is lost. */
const CALM_TRIES = 20;

/** What may go wrong with one connection, by name. */
const FAULTS: Readonly<Record<string, (connection: ProxiedConnection, draw: Draw) => void>> = {
  partition: (connection) => connection.partition(),
  'loss there': ({ there }) => there.lose(),
  'loss back': ({ back }) => back.lose(),
  delay: ({ there, back }, draw) => {
    there.delay(draw.int(12));
    back.delay(draw.int(12));
  },
  hold: ({ there, back }, draw) => {
    const way = draw.chance(50) ? there : back;
    way.hold();
    setTimeout(() => way.release(), draw.int(60));
  },
  slow: ({ there, back }, draw) => (draw.chance(50) ? there : back).slow(1 + draw.int(200)),
  'cut there': (connection, draw) => connection.there.cut(draw.int(60), () => connection.reset()),
  'cut back': (connection, draw) => connection.back.cut(draw.int(60), () => connection.reset()),
  'half-open': (connection, draw) => connection.halfOpen(draw.chance(50) ? 'near' : 'far'),
  reset: (connection) => connection.reset(),
};

/** See the head of this file. */
export class ProxiedSurroundings implements Surroundings {
  readonly farAddress = `${TCP_SCHEME}://fencepost@127.0.0.1:1/user/rpc/a`;
  /** How often which fault happened to a connection. */
  readonly faults = new Map<string, number>();
  private readonly services: readonly Proxied[];
  private readonly draw: Draw;

  private constructor(services: readonly Proxied[], draw: Draw) {
    this.services = services;
    this.draw = draw;
    for (const { proxy } of services) proxy.onConnection = (connection) => this.spoilEarly(connection);
  }

  static async open(draw: Draw): Promise<ProxiedSurroundings> {
    const services = Array.from({ length: SERVICES_MAX }, () => openProxied({ limits }));
    return new ProxiedSurroundings(await Promise.all(services), draw);
  }

  transportOf(service: number): Transport {
    return (this.services[service] as Proxied).transport;
  }

  /** One connection in five has a fault from the beginning: before, in or after the preambles. */
  private spoilEarly(connection: ProxiedConnection): void {
    if (this.draw.chance(20)) this.spoil(connection);
    else if (this.draw.chance(10)) this.corrupt(connection);
  }

  /** A byte of a preamble that cannot be another one. What TCP itself does not notice, values may come to: see TLS. */
  private corrupt({ there, back }: ProxiedConnection): void {
    (this.draw.chance(50) ? there : back).spoil(this.draw.int(MAGIC_AND_MAJOR_BYTES), 1 << this.draw.int(8));
    this.count('corruption');
  }

  private count(fault: string): void {
    this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
  }

  disturb(_from: number, to: number, loses: boolean): void {
    const { proxy } = this.services[to] as Proxied;
    const { open } = proxy;
    if (open.length > 0) this.spoil(this.draw.pick(open));
    if (loses || this.draw.chance(70)) return;
    proxy.refuse();
    setTimeout(() => proxy.accept(), this.draw.int(20));
  }

  private spoil(connection: ProxiedConnection): void {
    const name = this.draw.pick(Object.keys(FAULTS));
    this.count(name);
    FAULTS[name]?.(connection, this.draw);
  }

  /**
   * Waits until whatever was lost has been noticed, and whatever was late has come: a socket does not tell whether
   * something is under way, so a recording would end too early.
   */
  async calm(): Promise<void> {
    await pause(NOTICED_MS);
    for (let tries = 0; tries < CALM_TRIES && this.isBusy; tries += 1) await pause(NOTICED_MS);
  }

  private get isBusy(): boolean {
    return this.services.some(({ proxy }) => proxy.open.some(({ isBusy }) => isBusy));
  }

  /** Ends everything that is left. */
  close(): void {
    for (const { transport, proxy } of this.services) {
      transport.close(() => undefined);
      proxy.close();
    }
  }
}
