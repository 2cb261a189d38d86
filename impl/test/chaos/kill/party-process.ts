/** A process of the kill rounds, as the driver sees it: started, told what to do, awaited, killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Command, Reply } from './messages.js';

/**
 * Whatever is awaited of a process comes within this time, or the process has failed. A start of Node alone has taken more than
 * 30 s where forty others wanted its processor.
 */
const REPLY_WITHIN_MS = 120_000;

/** How often a port that somebody else has at the moment is tried. */
const LISTEN_TRIES = 5;

/** Most processes live for one round: compiling what runs once is not worth it. */
const FLAGS = ['--expose-gc', '--no-opt', '--max-lazy'];

const script = fileURLToPath(new URL('./party.js', import.meta.url));
let started = 0;

/** See the head of this file. It can be started ahead of time: only {@link begin} gives it a port. */
export class PartyProcess {
  readonly name: string;
  port = 0;
  private readonly child: ChildProcess;
  private errors = '';
  private readonly waiting: ((reply: Reply | null) => void)[] = [];
  private isOver = false;
  private readonly ended: Promise<string>;

  constructor() {
    started += 1;
    this.name = `n${started}`;
    this.child = spawn(process.execPath, [...FLAGS, script], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.child.stderr?.on('data', (text) => {
      this.errors = (this.errors + String(text)).slice(0, 4000);
    });
    this.child.on('message', (reply: Reply) => this.waiting.shift()?.(reply));
    this.ended = new Promise((resolve) => {
      this.child.on('close', (code, signal) => {
        this.isOver = true;
        for (const wait of this.waiting.splice(0)) wait(null);
        resolve(signal ?? `exit ${code}: ${this.errors}`);
      });
    });
  }

  /** Listens, where possible at the port, and writes what its handlers run to the file. */
  async begin(port: number, log: string): Promise<void> {
    for (let tries = 0; tries <= LISTEN_TRIES; tries += 1) {
      const wanted = tries < LISTEN_TRIES ? port : 0;
      const reply = await this.ask({ do: 'begin', name: this.name, port: wanted, log });
      if (reply.said !== 'listening') continue;
      this.port = reply.port;
      return;
    }
    throw new Error(`${this.name} can listen at no port`);
  }

  /** Tells it something. A process that is dead already does not hear it. */
  tell(command: Command): void {
    if (!this.isOver) this.child.send(command, () => undefined);
  }

  /** Tells it something that it answers. @throws Error when it ends or is silent instead */
  async ask(command: Command): Promise<Reply> {
    const replied = new Promise<Reply | null>((resolve) => void this.waiting.push(resolve));
    this.tell(command);
    const reply = await within(replied, REPLY_WITHIN_MS);
    if (reply !== null && reply !== undefined) return reply;
    if (reply === undefined) this.kill();
    const ending = await this.ended;
    const how = reply === undefined ? `for ${REPLY_WITHIN_MS} ms, and was killed` : `and ended: ${ending}`;
    throw new Error(`${this.name} did not answer ${command.do} ${how}`);
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** Waits for the end. @returns how it ended, or `null` when it goes on after the time */
  async end(withinMs: number): Promise<string | null> {
    return (await within(this.ended, withinMs)) ?? null;
  }
}

/** What a future comes to within the time; `undefined` when it comes to nothing. */
async function within<Value>(future: Promise<Value>, milliseconds: number): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([future, late]);
  } finally {
    clearTimeout(timer);
  }
}
