/** Channels to adapters: a program that the suite starts, or a port where one listens. Both carry lines. */
import { type ChildProcess, spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { ADAPTER_LINE_BYTES_MAX } from '../../spec/index.js';
import { AdapterFault } from './adapter-fault.js';
import { LineSplitter } from './line-splitter.js';

/** What a channel tells; after `ended` or `failed` nothing more. */
export interface ChannelListener {
  line(text: string): void;
  /** The other side is gone; `how` says it in words. */
  ended(how: string): void;
  failed(fault: AdapterFault): void;
}

/** A way to an adapter. */
export interface Channel {
  /** Sends a line; what cannot be sent any more is dropped, `ended` tells why. */
  send(line: string): void;
  /** Ends the adapter and everything that it has started; waits until that is so. */
  close(): Promise<void>;
  /** The last that the adapter wrote to its standard error. */
  readonly diagnostics: string;
}

/** Opens a channel. */
export type OpenChannel = (listener: ChannelListener) => Channel;

const DIAGNOSTICS_CHARACTERS_MAX = 8192;
/** How long an adapter may take to end by itself once its input is closed, in milliseconds. */
const GRACE_MS = 2000;

function splitterFor(listener: ChannelListener): LineSplitter {
  return new LineSplitter(
    {
      line: (text) => listener.line(text),
      tooLong: (start) =>
        listener.failed(
          new AdapterFault(
            'adapter-line-too-long',
            `The adapter wrote a line of more than ${ADAPTER_LINE_BYTES_MAX} bytes: a history must be shorter, and each line must end`,
            start,
          ),
        ),
    },
    ADAPTER_LINE_BYTES_MAX,
  );
}

/** Adapters that run: they are killed when this process ends, however it ends. */
const running = new Set<ProcessChannel>();

/** The first of them asks for it, so that importing this file does nothing. */
function killAtExit(channel: ProcessChannel): void {
  if (running.size === 0) process.once('exit', killAll);
  running.add(channel);
}

function forget(channel: ProcessChannel): void {
  running.delete(channel);
  if (running.size === 0) process.off('exit', killAll);
}

function killAll(): void {
  for (const channel of running) channel.kill();
}

/** What is sent in one turn goes out in one piece. */
class Outbox {
  private text = '';

  send(line: string, stream: Writable): void {
    if (this.text === '') process.nextTick(() => this.flush(stream));
    this.text += `${line}\n`;
  }

  /** Sends what waits for the end of the turn. */
  flush(stream: Writable): void {
    const { text } = this;
    this.text = '';
    if (text !== '' && stream.writable) stream.write(text);
  }
}

/** The exit codes by which a shell says that it has started nothing. */
const shellWords: Readonly<Record<number, string>> = {
  126: 'the shell may not run it (exit code 126)',
  127: 'the shell found no such command (exit code 127)',
};

const notStarted = (command: string, why: string): AdapterFault =>
  new AdapterFault('adapter-not-started', `'${command}' could not be started in ${process.cwd()}: ${why}`);

/** An adapter that the suite has started: its own process group, so that nothing that it starts outlives it. */
class ProcessChannel implements Channel {
  diagnostics = '';
  private readonly outbox = new Outbox();
  private readonly child: ChildProcess;
  private readonly gone: Promise<void>;

  constructor(command: string, listener: ChannelListener) {
    this.child = spawn(command, { shell: true, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    killAtExit(this);
    const { child } = this;
    const splitter = splitterFor(listener);
    let spoke = false;
    child.stdout?.on('data', (chunk: Buffer) => {
      spoke = true;
      splitter.push(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => this.keepDiagnostics(chunk));
    child.stdin?.on('error', () => undefined); // the end of the process tells more than a broken pipe
    this.gone = new Promise((resolve) => {
      child.on('error', (error) => {
        listener.failed(notStarted(command, error.message));
        resolve();
      });
      child.on('close', (code, signal) => {
        this.kill(); // what it has started and left behind
        const words = spoke ? undefined : shellWords[code ?? 0];
        if (words !== undefined) listener.failed(notStarted(command, words));
        listener.ended(signal === null ? `exit code ${code}` : `signal ${signal}`);
        resolve();
      });
    });
    child.on('exit', () => setTimeout(() => this.letGo(), GRACE_MS).unref());
  }

  /** Ends what holds the pipes of a program that has ended; who has left its group keeps them, and is not waited for. */
  private letGo(): void {
    this.kill();
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
  }

  private keepDiagnostics(chunk: Buffer): void {
    this.diagnostics = (this.diagnostics + chunk.toString('utf8')).slice(-DIAGNOSTICS_CHARACTERS_MAX);
  }

  send(line: string): void {
    const { stdin } = this.child;
    if (stdin?.writable === true) this.outbox.send(line, stdin);
  }

  /** Ends the whole process group at once. */
  kill(): void {
    forget(this);
    try {
      if (this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // nothing of the group is left
    }
  }

  async close(): Promise<void> {
    const { stdin } = this.child;
    if (stdin !== null) this.outbox.flush(stdin);
    stdin?.end();
    const patience = setTimeout(() => this.kill(), GRACE_MS);
    await this.gone;
    clearTimeout(patience);
    this.kill();
  }
}

/** An adapter that listens on a port. */
class SocketChannel implements Channel {
  readonly diagnostics = '';
  private readonly outbox = new Outbox();
  private readonly socket: Socket;
  private readonly gone: Promise<void>;

  constructor(host: string, port: number, listener: ChannelListener) {
    this.socket = connect({ host, port, noDelay: true });
    const { socket } = this;
    const splitter = splitterFor(listener);
    socket.on('data', (chunk: Buffer) => splitter.push(chunk));
    this.gone = new Promise((resolve) => {
      let reason = 'the connection was closed';
      let connected = false;
      socket.on('connect', () => {
        connected = true;
      });
      socket.on('error', (error: NodeJS.ErrnoException) => {
        reason = error.message;
        if (connected) return;
        listener.failed(
          new AdapterFault(
            'adapter-not-started',
            `Nobody answers on ${host}:${port} (${error.code ?? reason}): start the adapter first`,
          ),
        );
      });
      socket.on('close', () => {
        listener.ended(reason);
        resolve();
      });
    });
  }

  send(line: string): void {
    if (this.socket.writable) this.outbox.send(line, this.socket);
  }

  async close(): Promise<void> {
    this.outbox.flush(this.socket);
    this.socket.end();
    const patience = setTimeout(() => this.socket.destroy(), GRACE_MS);
    await this.gone;
    clearTimeout(patience);
  }
}

/** A channel to a program that is started for it: a shell command. */
export function startAdapter(command: string): OpenChannel {
  return (listener) => new ProcessChannel(command, listener);
}

/** A channel to a program that listens. */
export function attachAdapter(host: string, port: number): OpenChannel {
  return (listener) => new SocketChannel(host, port, listener);
}
