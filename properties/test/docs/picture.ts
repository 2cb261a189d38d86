/**
 * The picture of the README: the chart of the lifecycle with its inner states folded together, and without the ends that
 * come from failures and from the limit of a close. It is made from the chart, so it cannot say anything else.
 */
import { eras } from '../../../models/charts/chart.js';
import { arrowsOf, chartNamed } from '../../report/chart-arrows.js';

/** Words under some states of the picture. */
const notes: Readonly<Record<string, string>> = {
  stopped: 'asks fail with endpoint-not-started',
  started: 'calls are served',
  terminating: 'calls are served still',
  terminated: 'asks fail with recipient-unreachable',
};

/** The lines of the picture, in Mermaid. */
export function lifecyclePicture(): readonly string[] {
  const lifecycle = chartNamed('lifecycle');
  const lines = arrowsOf(lifecycle).map(({ from, to, events }) => {
    const labels = [...events].map(([event, rules]) => `${event} (${[...rules].sort().join(', ')})`);
    return `  ${from} --> ${to}: ${labels.sort().join('<br/>')}`;
  });
  const said = Object.entries(notes).map(([state, text]) => `  note right of ${state}: ${text}`);
  const { initial } = lifecycle.config(eras.mutable);
  return ['stateDiagram-v2', `  [*] --> ${initial}`, ...lines, '  gone --> [*]', ...said];
}
