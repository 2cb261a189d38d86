/** SPIN as a yardstick: it searches the same system, written in Promela. Without `spin` and `gcc` there is no yardstick. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const MODEL = resolve('bench/spin/protocol.pml');
/** No search takes longer; one that hangs is killed. */
const PATIENCE_MS = 300_000;
const MEGABYTE = 1 << 20;

/** What a search of SPIN came to. */
export interface SpinResult {
  readonly states: number;
  readonly transitions: number;
  /** Processor time. */
  readonly seconds: number;
  /** The states and the table of the search, without its stack. */
  readonly bytesAState: number;
}

/** A compiled search. */
export interface Spin {
  search(): SpinResult;
  close(): void;
}

/** SPIN counts one state and two steps more: those before the clients have their tokens. */
const BEFORE_STATES = 1;
const BEFORE_STEPS = 2;

/** Whether SPIN has searched the system that a search of states has: both have counted the same. */
export function isSameSystem(
  spin: Pick<SpinResult, 'states' | 'transitions'>,
  own: { readonly states: number; readonly transitions: number },
): boolean {
  return spin.states === own.states + BEFORE_STATES && spin.transitions === own.transitions + BEFORE_STEPS;
}

/** Whether a program is there. */
const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** Whether SPIN and a compiler for what it writes are here. */
export const hasSpin = (): boolean => has('spin') && has('gcc');

/** Compiles the model; `null` where SPIN or a compiler is missing. */
export function compileSpin(): Spin | null {
  if (!hasSpin()) return null;
  const folder = mkdtempSync(join(tmpdir(), 'fencepost-spin-'));
  const limits = { cwd: folder, timeout: PATIENCE_MS, encoding: 'utf8' as const };
  execFileSync('spin', ['-a', MODEL], limits);
  execFileSync('gcc', ['-O2', '-DSAFETY', '-DNOREDUCE', '-DMEMLIM=4096', '-o', 'pan', 'pan.c'], limits);
  return {
    // `times` tells the processor time of the search behind its report.
    search: () => resultOf(execFileSync('sh', ['-c', './pan -m100000 -w22 -E; times'], limits)),
    close: () => rmSync(folder, { recursive: true }),
  };
}

function resultOf(report: string): SpinResult {
  const number = (pattern: RegExp): number => {
    const found = pattern.exec(report)?.[1];
    if (found === undefined)
      throw new Error(`the report of SPIN has changed: ${pattern} is not in it\n${report}`);
    return Number(found);
  };
  const states = number(/(\S+) states, stored/);
  const kept = number(/(\S+)\tactual memory usage for states/) + number(/(\S+)\tmemory used for hash table/);
  return {
    states,
    transitions: number(/(\S+) transitions/),
    seconds: secondsOf(report),
    bytesAState: (kept * MEGABYTE) / states,
  };
}

/** The processor time of the children of the shell: minutes and seconds, of the program and of the system. */
function secondsOf(report: string): number {
  const [line = ''] = report.trimEnd().split('\n').slice(-1);
  const times = [...line.matchAll(/(\d+)m([\d.]+)s/g)];
  if (times.length !== 2) throw new Error(`the shell tells no processor time: ${line}`);
  return times.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0);
}
