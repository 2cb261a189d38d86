/**
 * The properties: scenarios that fast-check generates and shrinks, the suite that judges implementations with them, and
 * what puts your own endpoints under the seeded scheduler.
 *
 * - {@link conformance} judges an implementation by every rule of the book,
 * - {@link simulate} and {@link schedules} run your endpoints in virtual time under shrinking schedules.
 */

export { type RuntimeRules, referenceRules } from '../impl/runtime/service-runtime.js';
export { AdapterFault, type AdapterFaultCode } from './adapter/adapter-fault.js';
export { type AdapterLimits, AdapterSession } from './adapter/adapter-session.js';
export { type AdapterOptions, AdapterTarget } from './adapter/adapter-target.js';
export {
  attachAdapter,
  type Channel,
  type ChannelListener,
  type OpenChannel,
  startAdapter,
} from './adapter/channel.js';
export { type AdapterStreams, serveAdapter } from './adapter/serve-adapter.js';
export { anyScenario, scenariosOf } from './arbitraries/scenarios.js';
export { shrinkScenario } from './arbitraries/shrink-scenario.js';
export { eventLines } from './scenario-text/event-lines.js';
export {
  printScenarioFile,
  readScenarioFile,
  type ScenarioFile,
  type ScenarioFileParts,
  withExpectedTrace,
} from './scenario-text/scenario-file.js';
export { ScenarioTextError } from './scenario-text/scenario-text-error.js';
export {
  helloTheme,
  type Label,
  needsOf,
  restrictScenario,
  ScenarioBuilder,
  type Theme,
  theme,
  themes,
} from './scenarios/index.js';
export { FastCheckScheduler } from './schedulers/fast-check-scheduler.js';
export { referenceCapabilities } from './simulation/capabilities.js';
export { runScenarioApi, runScenarioFast, runScenarioOn } from './simulation/run-scenario.js';
export {
  ForeignWaitError,
  type Schedule,
  type SimulatedServiceOptions,
  type Simulation,
  schedules,
  simulate,
} from './simulation/simulate.js';
export { type ConformanceOptions, conformance, type Progress } from './suite/conformance.js';
export { firstDifference, rollingDigest } from './suite/digest.js';
export { withExpectedDifferences } from './suite/expected-differences.js';
export { Judge, type Rejection } from './suite/judge.js';
export { failureStory, printReport } from './suite/print-report.js';
export { type ProfileName, profiles, type RunProfile } from './suite/profiles.js';
export type { SavedScenario } from './suite/saved-check.js';
export { sequenceChart } from './suite/sequence-chart.js';
export {
  type History,
  type OutsideTarget,
  referenceTarget,
  type ScenarioLabel,
  type Target,
} from './suite/target.js';
export { parseToken, SUITE_VERSION, TokenError, tokenOf } from './suite/token.js';
export { profileOf, TraceJudge, type TraceVerdict } from './suite/trace-judge.js';
