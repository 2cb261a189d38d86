/** The published JSON Schemas: which codec goes into which file. */
import type * as t from 'io-ts';
import { AdapterLineCodec } from './adapter.js';
import { ErrorReport } from './error-report.js';
import { ExpectedDifferencesCodec } from './expected-differences.js';
import { ExplorationConfigurationCodec, ExplorationReportCodec } from './exploration.js';
import { jsonSchemaOf } from './json-schema.js';
import { KillMatrixCodec } from './kill-matrix.js';
import { Message } from './messages.js';
import type { SchemaFragment } from './primitives.js';
import { RunRecordCodec } from './run-history.js';
import { ScenarioCodec } from './scenario.js';
import { SuiteReportCodec } from './suite-report.js';
import { TraceCodec, TraceEventCodec, TraceLineCodec } from './trace.js';
import { RuleVectorsCodec } from './vectors.js';

/** A document of the project that other languages read or write. */
export interface PublishedSchema {
  /** The file is `spec/schemas/<name>.schema.json`. */
  readonly name: string;
  readonly title: string;
  readonly codec: t.Mixed;
}

/** Every published schema. */
export const publishedSchemas: readonly PublishedSchema[] = [
  { name: 'trace', title: 'A trace: header and events of one run', codec: TraceCodec },
  { name: 'trace-event', title: 'One event of a trace', codec: TraceEventCodec },
  { name: 'trace-line', title: 'One line of a trace in a file: header, event or end', codec: TraceLineCodec },
  { name: 'scenario', title: 'A scenario: services, steps, decision tape', codec: ScenarioCodec },
  { name: 'message', title: 'A message of the protocol', codec: Message },
  { name: 'error', title: 'An error as it travels', codec: ErrorReport },
  { name: 'adapter', title: 'A line of the adapter protocol, of either side', codec: AdapterLineCodec },
  {
    name: 'expected-differences',
    title: 'Where an implementation is known to break rules, and why',
    codec: ExpectedDifferencesCodec,
  },
  {
    name: 'exploration-configuration',
    title: 'A configuration whose every interleaving is explored',
    codec: ExplorationConfigurationCodec,
  },
  { name: 'exploration', title: 'What was explored, within which bounds', codec: ExplorationReportCodec },
  { name: 'report', title: 'The report of a run of the suite', codec: SuiteReportCodec },
  {
    name: 'run',
    title: 'What one run of the suite said of each rule: a line of a history',
    codec: RunRecordCodec,
  },
  { name: 'vectors', title: 'Accepted and rejected histories of one rule', codec: RuleVectorsCodec },
  { name: 'kill-matrix', title: 'What became of mutants: how sharp the suite is', codec: KillMatrixCodec },
];

/**
 * The schema as it is published.
 *
 * @param published an entry of {@link publishedSchemas}
 * @returns the schema, a plain value
 */
export function schemaOf(published: PublishedSchema): SchemaFragment {
  return jsonSchemaOf(published.codec, published.name, published.title);
}
