/** Tries the cases of the transport suite: each on transports of its own, with a bound, and everything closed behind it. */
import type { TransportAbility, TransportFactory } from '../transports/transport-factory.js';
import { Bench, pause } from './bench.js';
import { backPressureCases } from './cases/back-pressure.js';
import { byteCases } from './cases/bytes.js';
import { deliveryCases } from './cases/delivery.js';
import { endingCases } from './cases/endings.js';
import { identityCases } from './cases/identity.js';
import { limitCases } from './cases/limits.js';
import { strangerCases } from './cases/strangers.js';
import { type TransportCase, TransportViolation } from './transport-case.js';

/** Every case. */
export const transportCases: readonly TransportCase[] = [
  ...deliveryCases,
  ...byteCases,
  ...backPressureCases,
  ...endingCases,
  ...strangerCases,
  ...limitCases,
  ...identityCases,
];

/** What came of a case. */
export interface CaseReport {
  readonly title: string;
  readonly verdict: 'passed' | 'failed' | 'not-applicable';
  /** Why it failed, or does not apply; empty when it passed. */
  readonly reason: string;
}

/** What came of all of them. */
export interface TransportReport {
  readonly transport: string;
  readonly passed: number;
  readonly failed: number;
  readonly notApplicable: number;
  readonly cases: readonly CaseReport[];
}

/** How long things may take, in milliseconds. */
export interface SuiteLimits {
  /** A whole case. */
  readonly caseMs: number;
  /** Anything that has to come. */
  readonly patienceMs: number;
}

/** What is enough on a machine that is busy. */
export const SUITE_LIMITS: SuiteLimits = { caseMs: 60_000, patienceMs: 10_000 };

/** Why a case does not apply to the transports of a factory, or `null`. */
function obstacle({ needs }: TransportCase, { cannot }: TransportFactory): string | null {
  const missing = needs.filter((ability: TransportAbility) => cannot[ability] !== undefined);
  return missing.length === 0 ? null : missing.map((ability) => `${ability}: ${cannot[ability]}`).join('; ');
}

/**
 * Tries one case.
 *
 * @param factory opens the transports
 * @param limits how long it may take
 * @returns what came of it; a transport that throws, or does not close, has failed
 */
export async function tryCase(
  transportCase: TransportCase,
  factory: TransportFactory,
  { caseMs, patienceMs }: SuiteLimits = SUITE_LIMITS,
): Promise<CaseReport> {
  const { title } = transportCase;
  const reason = obstacle(transportCase, factory);
  if (reason !== null) return { title, verdict: 'not-applicable', reason };
  const bench = new Bench(factory, patienceMs);
  const failure = await failureOf(transportCase.run(bench), caseMs, 'The case was not over');
  const closing = await failureOf(bench.close(), patienceMs, 'The transports of the case did not close');
  const why = failure ?? closing;
  return why === null ? { title, verdict: 'passed', reason: '' } : { title, verdict: 'failed', reason: why };
}

/** Why something fails, or is not over in time; `null` when it is over, and all is well. */
async function failureOf(work: Promise<void>, limitMs: number, late: string): Promise<string | null> {
  const over = new AbortController();
  try {
    await Promise.race([work, tooLate(limitMs, late, over.signal)]);
    return null;
  } catch (error) {
    return told(error);
  } finally {
    over.abort();
  }
}

async function tooLate(limitMs: number, late: string, signal: AbortSignal): Promise<void> {
  for (let waitedMs = 0; waitedMs < limitMs && !signal.aborted; waitedMs += 100) await pause(100);
  if (!signal.aborted) throw new TransportViolation(`${late} after ${limitMs} ms`);
}

/** What the transport itself throws is its fault as well, and its stack says where. */
function told(error: unknown): string {
  if (error instanceof TransportViolation) return error.message;
  return error instanceof Error ? `The transport threw ${error.stack ?? error.message}` : String(error);
}

/**
 * Tries every case, one after the other.
 *
 * @param factory opens the transports; it is not closed
 * @param onCase told after each case
 * @returns what came of them; nothing is thrown for a transport that fails
 */
export async function checkTransport(
  factory: TransportFactory,
  onCase: (report: CaseReport) => void = () => undefined,
): Promise<TransportReport> {
  const cases: CaseReport[] = [];
  for (const transportCase of transportCases) {
    const report = await tryCase(transportCase, factory);
    cases.push(report);
    onCase(report);
  }
  const count = (verdict: CaseReport['verdict']): number =>
    cases.filter((report) => report.verdict === verdict).length;
  return {
    transport: factory.name,
    passed: count('passed'),
    failed: count('failed'),
    notApplicable: count('not-applicable'),
    cases,
  };
}
