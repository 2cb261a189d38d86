/**
 * A NATS server for the suites: on the loopback interface, at a port that the system chooses, gone with the process at the
 * latest. It needs the program `nats-server`, on Debian in the package of this name.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';

/** Whether there is a server to start. */
export const hasNatsServer = (): boolean => spawnSync('nats-server', ['--version']).status === 0;

/** How long a server may take to begin, in milliseconds. */
const BEGIN_MS = 20_000;

/** See the head of this file. */
export class NatsServer {
  readonly port: number;
  private readonly folder: string;
  private process: ChildProcess | null = null;
  private readonly atExit = (): void => void this.process?.kill('SIGKILL');

  private constructor(port: number, folder: string) {
    this.port = port;
    this.folder = folder;
    process.once('exit', this.atExit);
  }

  /** Starts a server. @param settings lines of its configuration */
  static async start(settings: readonly string[] = []): Promise<NatsServer> {
    const folder = mkdtempSync(join(tmpdir(), 'fencepost-nats-'));
    for (let attempt = 1; ; attempt += 1) {
      const port = await freePort();
      const lines = [`listen: "127.0.0.1:${port}"`, `ports_file_dir: "${folder}"`, ...settings];
      writeFileSync(join(folder, 'server.conf'), `${lines.join('\n')}\n`);
      const server = new NatsServer(port, folder);
      try {
        await server.begin();
        return server;
      } catch (error) {
        await server.stop();
        if (attempt === 3) throw error; // somebody else took the port, once more
      }
    }
  }

  /** Where it is, for clients. */
  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  /** The process of the server. @throws Error when there is none */
  get processId(): number {
    const { pid } = this.process ?? {};
    if (pid === undefined) throw new Error('The NATS server does not run');
    return pid;
  }

  /** Begins to serve, at the same port as before. */
  async begin(): Promise<void> {
    const child = spawn('nats-server', ['-c', join(this.folder, 'server.conf')], { stdio: 'ignore' });
    this.process = child;
    const untilMs = performance.now() + BEGIN_MS;
    while (!this.isReady(child)) {
      if (child.exitCode !== null || performance.now() > untilMs)
        throw new Error(`nats-server did not begin to serve at port ${this.port}`);
      await new Promise((resolve) => void setTimeout(resolve, 5));
    }
  }

  /** A server that is ready writes its ports into a file with its process id. */
  private isReady({ pid }: ChildProcess): boolean {
    const name = readdirSync(this.folder).find((file) => file.includes(`_${pid}.`));
    return name !== undefined && readFileSync(join(this.folder, name), 'utf8').includes(`:${this.port}`);
  }

  /** It dies, as a process does that is killed. */
  async die(): Promise<void> {
    const child = this.process;
    this.process = null;
    if (child === null || child.exitCode !== null) return;
    await new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGKILL');
    });
  }

  /** It is gone, and leaves nothing behind. */
  async stop(): Promise<void> {
    await this.die();
    process.off('exit', this.atExit);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
