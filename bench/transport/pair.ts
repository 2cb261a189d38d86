/** The two processes of a contender, seen from the process that measures. Whatever happens, they end. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Entry } from './contenders.js';
import type { Connected, HostRun, Order, Report, Served } from './host.js';
import { cpuSeconds, pin } from './processors.js';
import type { Stretch } from './stretches.js';

/** How long an order may take beyond the work that it asks for, in milliseconds. */
const PATIENCE_MILLISECONDS = 60_000;

/** A warm-up ends after so many times its length, however little was done. */
const WARM_UP_FACTOR_MAX = 5;

/** How much of what a host writes about errors is kept. */
const COMPLAINT_CHARACTERS = 2000;

const hostModule = fileURLToPath(new URL('host.js', import.meta.url));

/** What a stretch of a contender came to. */
export interface Sample {
  readonly perSecond: number;
  /** The median time of a lone ask, in microseconds; `null` for other stretches. */
  readonly microseconds: number | null;
  /** Of all processes together, for a million calls. */
  readonly cpuSeconds: number;
  /** What the caller's sockets carried for a call, both ways, in bytes. */
  readonly wireBytes: number;
}

/** A process that obeys orders. */
class Host {
  private readonly child: ChildProcess;
  /** The last that it wrote about errors. */
  private complaint = '';

  constructor(name: string) {
    this.child = fork(hostModule, [name], { stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
    this.child.stderr?.on('data', (text) => {
      this.complaint = `${this.complaint}${text}`.slice(-COMPLAINT_CHARACTERS);
    });
  }

  get id(): number {
    return this.child.pid as number;
  }

  /** @throws Error when the host reports one, ends, or takes too long */
  obey<Value>(order: Order, milliseconds = 0): Promise<Value> {
    const { child } = this;
    return new Promise((resolve, reject) => {
      const limit = milliseconds + PATIENCE_MILLISECONDS;
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        child.off('message', answered).off('close', ended);
        act();
      };
      const answered = (report: Report): void =>
        settle(() => ('error' in report ? reject(new Error(report.error)) : resolve(report.value as Value)));
      const ended = (code: number | null): void =>
        settle(() => reject(new Error(`the process ended with exit code ${code}: ${this.complaint.trim()}`)));
      const timer = setTimeout(
        () => settle(() => reject(new Error(`'${order.order}' took more than ${limit} ms`))),
        limit,
      );
      child.once('message', answered).once('close', ended);
      child.send(order, (error) => {
        if (error !== null) settle(() => reject(error));
      });
    });
  }

  /** Ends the process, in peace if it agrees. */
  async end(): Promise<void> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return;
    await this.obey({ order: 'close' }).catch(() => undefined);
    child.kill('SIGKILL');
  }
}

/** See the head of this file. */
export class Pair {
  readonly entry: Entry;
  /** Whether it can send without an answer. */
  hasTells = false;
  /** How long connecting took, in milliseconds. */
  connectMilliseconds = 0;
  private readonly server: Host;
  private readonly caller: Host;
  /** Processes beside the two. */
  private others: readonly number[] = [];

  private constructor(entry: Entry) {
    this.entry = entry;
    this.server = new Host(entry.name);
    this.caller = new Host(entry.name);
  }

  /** Starts both processes and connects them. */
  static async open(entry: Entry): Promise<Pair> {
    const pair = new Pair(entry);
    try {
      await pair.connect();
      return pair;
    } catch (error) {
      await pair.close();
      throw error;
    }
  }

  private async connect(): Promise<void> {
    const { address, processes } = await this.server.obey<Served>({ order: 'serve' });
    this.others = processes;
    const { hasTells, milliseconds } = await this.caller.obey<Connected>({ order: 'connect', address });
    this.hasTells = hasTells;
    this.connectMilliseconds = milliseconds;
  }

  /** Everything on the first of these cores, or server and caller on one of their own. */
  pin(cores: readonly number[], oneCore: boolean): void {
    const [first, second] = cores;
    if (first === undefined || second === undefined) return;
    const { server, caller, others, entry } = this;
    // A server that is a thread of the caller's process needs a core of its own.
    pin(caller.id, oneCore || entry.medium !== 'MessagePort' ? [first] : cores);
    pin(server.id, oneCore ? [first] : [second]);
    for (const other of others) pin(other, oneCore ? [first] : cores);
  }

  /**
   * Does a stretch of work until both processes have had so much time of a core, in milliseconds: what the engine compiles
   * depends on that, and on a busy machine a process has little of it in a second.
   */
  async warmUp(stretch: Stretch, milliseconds: number): Promise<void> {
    const until = performance.now() + WARM_UP_FACTOR_MAX * milliseconds;
    const enough = (await this.usage()) + (2 * milliseconds) / 1000;
    do await this.measure(stretch, milliseconds / 2);
    while ((await this.usage()) < enough && performance.now() < until);
  }

  /** Does a stretch of work. */
  async measure(stretch: Stretch, milliseconds: number): Promise<Sample> {
    const before = await this.usage();
    const { count, wireBytes, ...run } = await this.caller.obey<HostRun>(
      { order: 'run', stretch, milliseconds },
      milliseconds,
    );
    const after = await this.usage();
    return {
      perSecond: (count / run.milliseconds) * 1000,
      microseconds: run.microseconds,
      cpuSeconds: ((after - before) / count) * 1e6,
      wireBytes: wireBytes / count,
    };
  }

  private async usage(): Promise<number> {
    const order = { order: 'usage' } as const;
    const [server, caller] = await Promise.all([
      this.server.obey<number>(order),
      this.caller.obey<number>(order),
    ]);
    return this.others.reduce((sum, process) => sum + cpuSeconds(process), server + caller);
  }

  /** What both processes hold in memory, in bytes. */
  async bytes(): Promise<number> {
    const order = { order: 'bytes' } as const;
    return (await this.server.obey<number>(order)) + (await this.caller.obey<number>(order));
  }

  async close(): Promise<void> {
    await this.caller.end();
    await this.server.end();
  }
}
