/** Which cores a process runs on, and how much of their time it had. Linux only; elsewhere nothing is pinned. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How finely the system tells the time of a process, in seconds. */
const TICK_SECONDS = 0.01;

/** The cores that this process may use, in order; empty where that cannot be known. */
export function allowedCores(): readonly number[] {
  const status = readText('/proc/self/status');
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '';
  return coresOf(list);
}

/** The cores of a list such as `0-2,5`. */
export function coresOf(list: string): readonly number[] {
  return list.split(',').flatMap((range) => {
    const [first, last] = range.split('-').map(Number);
    if (range === '' || first === undefined) return [];
    return Array.from({ length: (last ?? first) - first + 1 }, (_, index) => first + index);
  });
}

/** Whether processes can be bound to cores here. */
export function canPin(): boolean {
  return allowedCores().length > 0 && spawnSync('taskset', ['--version']).status === 0;
}

/** Binds every thread of a process to cores. */
export function pin(process: number, cores: readonly number[]): void {
  const { status, stderr } = spawnSync('taskset', ['-acp', cores.join(','), String(process)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`taskset could not bind process ${process}: ${stderr}`);
}

/** How many seconds of the cores' time a process has had; 0 where that cannot be known. */
export function cpuSeconds(process: number): number {
  const [user = 0, system = 0] = readText(`/proc/${process}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return (user + system) * TICK_SECONDS;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
