/** The options by which verbs reach an adapter, and the target that they mean. */
import type { Command } from 'commander';
import type { Awaited } from '../adapter/adapter-client.js';
import { AdapterTarget } from '../adapter/adapter-target.js';
import { attachAdapter, type OpenChannel, startAdapter } from '../adapter/channel.js';
import { TransportTarget } from '../real/transport-target.js';
import { referenceTarget, type Target } from '../suite/target.js';
import { missingFor, transportFactories } from '../transports/index.js';
import { EXIT, UsageError } from './exit-codes.js';
import { ERASE_LINE, printErrors } from './print.js';

/** What the options of {@link addTargetOptions} become. */
export interface TargetOptions {
  readonly target: string;
  readonly adapter?: string;
  readonly attach?: string;
  readonly parallel: string;
  /** Whether each step is a request of its own; of verbs that have the option. */
  readonly stepByStep?: boolean;
}

const PARALLEL_MAX = 64;
const PORT_MAX = 65_535;

/** The reference in simulation, and over each transport on a real clock. */
const targetNames = ['reference', ...Object.keys(transportFactories)].join(', ');

/** Adds the options to a verb. */
export function addTargetOptions(command: Command): Command {
  return command
    .option('--target <name>', `what is judged: ${targetNames}`, 'reference')
    .option('--adapter <command>', 'judge the implementation behind this adapter: a shell command')
    .option('--attach <host:port>', 'judge the implementation behind the adapter that listens there')
    .option('--parallel <copies>', 'how many copies of the adapter work at the same time', '1');
}

/**
 * Opens the target that the options name, uses it, and ends its adapter whatever happens.
 *
 * @throws AdapterFault when the adapter does not greet
 */
export async function withTarget<Result>(
  options: TargetOptions,
  use: (target: Target) => Promise<Result>,
): Promise<Result> {
  const open = channelOf(options);
  const { stepByStep = false } = options;
  if (open === null) {
    const given = stepByStep ? '--step-by-step' : options.parallel === '1' ? null : '--parallel';
    if (given !== null) throw new UsageError(`${given} is for an adapter: give --adapter or --attach`);
    return withReference(options.target, use);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(EXIT.harnessFault));
  const parallel = parallelOf(options.parallel);
  const target = await AdapterTarget.open(open, { parallel, stepByStep, onAwaited: tellAwaited });
  try {
    return await use(target);
  } finally {
    await target.close();
  }
}

/** An adapter that is silent for long would look like a suite that hangs. */
function tellAwaited({ verb, during, waitedMs, limitMs }: Awaited): void {
  if (process.stderr.isTTY === true) process.stderr.write(ERASE_LINE);
  const [waited, most] = [waitedMs, limitMs].map((milliseconds) => Math.round(milliseconds / 1000));
  printErrors([
    `fencepost: no answer to '${verb}' for ${waited} s, and it may take ${most} s (during: ${during})`,
  ]);
}

/** What `fencepost replay` needs to reach the same target, as it is written on a command line. */
export function replayOptionsOf({ target, adapter, attach }: TargetOptions): string {
  if (adapter !== undefined) return ` --adapter '${adapter.replaceAll("'", "'\\''")}'`;
  if (attach !== undefined) return ` --attach ${attach}`;
  return target === 'reference' ? '' : ` --target ${target}`;
}

/** Uses the reference in simulation, or over the transport of a name. */
async function withReference<Result>(
  name: string,
  use: (target: Target) => Promise<Result>,
): Promise<Result> {
  if (name === 'reference') return use(referenceTarget());
  const newFactory = Object.hasOwn(transportFactories, name) ? transportFactories[name] : undefined;
  if (newFactory === undefined)
    throw new UsageError(
      `There is no target '${name}': targets are ${targetNames}, or use --adapter or --attach`,
    );
  const missing = missingFor(name);
  if (missing !== null) throw new UsageError(`The target '${name}' needs ${missing}, which is not here`);
  const factory = await newFactory();
  try {
    return await use(new TransportTarget(factory));
  } finally {
    await factory.close();
  }
}

function channelOf({ adapter, attach }: TargetOptions): OpenChannel | null {
  if (adapter !== undefined && attach !== undefined)
    throw new UsageError('--adapter starts a program and --attach finds one: give one of them');
  if (adapter?.trim() === '') throw new UsageError('--adapter takes a shell command, not an empty text');
  if (adapter !== undefined) return startAdapter(adapter);
  if (attach === undefined) return null;
  const match = /^(?:\[(?<literal>[^\]]+)\]|(?<host>.+)):(?<port>\d{1,5})$/.exec(attach);
  const { literal, host = literal, port } = match?.groups ?? {};
  if (host === undefined || !(Number(port) <= PORT_MAX))
    throw new UsageError(`--attach takes HOST:PORT, not '${attach}'`);
  return attachAdapter(host, Number(port));
}

function parallelOf(text: string): number {
  const copies = Number(text);
  if (Number.isInteger(copies) && copies >= 1 && copies <= PARALLEL_MAX) return copies;
  throw new UsageError(`--parallel takes a whole number from 1 to ${PARALLEL_MAX}, not '${text}'`);
}
