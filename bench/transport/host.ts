/**
 * A process that holds one half of a contender, its server or its caller, and does what the process that measures says.
 * It ends when that one does. Run as `host.js NAME`.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { collector, liveBytes } from '../heap.js';
import type { Caller, Serving } from './contender.js';
import { entryOf } from './contenders.js';
import { type Run, run, type Stretch } from './stretches.js';

/** What a host can be told. */
export type Order =
  | { readonly order: 'serve' }
  | { readonly order: 'connect'; readonly address: string }
  | { readonly order: 'run'; readonly stretch: Stretch; readonly milliseconds: number }
  | { readonly order: 'usage' }
  | { readonly order: 'bytes' }
  | { readonly order: 'close' };

/** A server as other processes know it. */
export interface Served {
  readonly address: string;
  readonly processes: readonly number[];
}

/** A caller as other processes know it. */
export interface Connected {
  readonly hasTells: boolean;
  /** How long connecting took. */
  readonly milliseconds: number;
}

/** What the host of a caller did in a stretch. */
export interface HostRun extends Run {
  /** What its sockets carried both ways, in bytes. */
  readonly wireBytes: number;
}

/** An answer to an order. */
export type Report = { readonly value: unknown } | { readonly error: string };

const entry = entryOf(process.argv[2] ?? '');
const collect = collector();
const sockets: Socket[] = [];
let serving: Serving | null = null;
let caller: Caller | null = null;

subscribe('net.client.socket', (message) => {
  sockets.push((message as { readonly socket: Socket }).socket);
});

const wireBytes = (): number =>
  sockets.reduce((sum, { bytesRead, bytesWritten }) => sum + bytesRead + bytesWritten, 0);

async function obey(order: Order): Promise<unknown> {
  switch (order.order) {
    case 'serve': {
      serving = await (await entry.load()).serve();
      return { address: serving.address, processes: serving.processes ?? [] } satisfies Served;
    }
    case 'connect': {
      const contender = await entry.load();
      const start = performance.now();
      caller = await contender.connect(order.address);
      const milliseconds = performance.now() - start;
      return { hasTells: caller.tell !== undefined, milliseconds } satisfies Connected;
    }
    case 'run': {
      if (caller === null) throw new Error('This host has no caller');
      const before = wireBytes();
      const result = await run(order.stretch, caller, order.milliseconds);
      return { ...result, wireBytes: wireBytes() - before } satisfies HostRun;
    }
    case 'usage': {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    }
    case 'bytes':
      collect();
      return liveBytes() + process.memoryUsage().external;
    case 'close':
      await caller?.close();
      await serving?.close();
      return null;
  }
}

process.on('message', (order: Order) => {
  obey(order).then(
    (value) => tell({ value }),
    (error) => tell({ error: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit());

function tell(report: Report): void {
  process.send?.(report);
}
