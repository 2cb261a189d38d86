/** The certificate of an exploration in its published form, and for the terminal. */
import type { CertificateReport, ExplorationConfiguration } from '../../spec/index.js';
import { ruleById } from '../../spec/index.js';
import { sequenceChart } from '../suite/sequence-chart.js';
import type { Configuration } from './configuration.js';
import type { Certificate, Violation } from './explore.js';

/** A configuration in its published form. */
export function publishedConfiguration(configuration: Configuration): ExplorationConfiguration {
  return { format: 'fencepost-exploration-configuration', version: 1, ...configuration };
}

/** What a certificate says in one word. */
export function verdictOf({ complete, violations }: Certificate): CertificateReport['verdict'] {
  if (violations.length > 0) return 'violated';
  return complete ? 'conformant' : 'incomplete';
}

/** A certificate in its published form. */
export function publishedCertificate(certificate: Certificate): CertificateReport {
  const { configuration, exercised, violations, milliseconds, ...figures } = certificate;
  return {
    ...figures,
    configuration: publishedConfiguration(configuration),
    verdict: verdictOf(certificate),
    exercised: [...exercised].map(([rule, times]) => ({ rule, times })),
    violations: violations.map(publishedViolation),
    seconds: milliseconds / 1000,
    stepsPerSecond: rateOf(certificate),
  };
}

function publishedViolation({
  rejection,
  trace,
  schedule,
}: Violation): CertificateReport['violations'][number] {
  const { rules, reason, index, accepted } = rejection;
  return { rules, reason, schedule, trace, index, accepted };
}

/** Steps a second, those that were repeated included. */
export function rateOf({ steps, milliseconds }: Certificate): number {
  return milliseconds > 0 ? Math.round((steps / milliseconds) * 1000) : 0;
}

const REDUCTIONS: Readonly<Record<Certificate['reduction'], string>> = {
  none: 'nothing left out',
  sleep: 'sleep sets',
  source: 'source sets and sleep sets',
};

/** A certificate as lines for the terminal: each violation as a story, then the figures. */
export function certificateLines(certificate: Certificate): readonly string[] {
  const { configuration, traces, known, endings, steps, repeated, longest, widest, exercised } = certificate;
  return [
    ...certificate.violations.flatMap((violation) => storyOf(violation)),
    `${configuration.name}: ${verdictLine(certificate)}`,
    `  ${configuration.sentence}`,
    `  bounds: timers race until ${configuration.raceUntilMs} ms, at most ${boundsOf(certificate)}`,
    `  left out: ${REDUCTIONS[certificate.reduction]}${certificate.symmetry ? ', interchangeable clients' : ''}`,
    `  traces: ${traces} judged, ${known} given up as known; ${endings} different endings`,
    `  steps: ${steps}, ${repeated} of them repeated; the longest trace has ${longest}, at most ${widest} could run`,
    `  rules exercised: ${exercised.size}; steps a second: ${rateOf(certificate)}`,
  ];
}

function verdictLine(certificate: Certificate): string {
  const { rejected, traces, violations } = certificate;
  switch (verdictOf(certificate)) {
    case 'conformant':
      return 'CONFORMANT, every interleaving within the bounds';
    case 'incomplete':
      return 'INCOMPLETE, a bound was reached before the end; nothing was rejected so far';
    case 'violated':
      return `VIOLATED: ${rejected} of ${traces} traces rejected, by ${violations.map((each) => each.rejection.rules[0]).join(', ')}`;
  }
}

function boundsOf({ bounds: { stepsMax, runsMax, millisecondsMax } }: Certificate): string {
  return `${stepsMax} steps a run, ${runsMax} runs, ${millisecondsMax / 1000} s`;
}

function storyOf({ rejection, trace, schedule }: Violation): readonly string[] {
  const { rules, reason, index, accepted } = rejection;
  const [rule = 'ORD-08'] = rules;
  return [
    `✗ ${rule}  ${ruleById(rule)?.sentence ?? ''}`,
    `  ${reason}`,
    '',
    ...sequenceChart({ events: trace.events.slice(0, index + 1) }, index).map((line) => `  ${line}`),
    '',
    '  Possible here:',
    ...accepted.map((text) => `    - ${text}`),
    `  Schedule: ${schedule.map(({ leg, id }) => `${leg} ${id}`).join(', ')}`,
    '',
  ];
}
