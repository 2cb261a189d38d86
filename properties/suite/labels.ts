/** How often the scenarios of themes were in the situations that the themes promise. */
import type { LabelReport, Trace } from '../../spec/index.js';
import type { Label, Theme } from '../scenarios/index.js';

/** One label of one theme. */
interface Count {
  readonly theme: string;
  readonly label: Label;
  runs: number;
  of: number;
}

/** See the head of this file. */
export class Labels {
  private readonly counts = new Map<Label, Count>();

  /** A scenario of a theme was run. */
  count(theme: Theme, trace: Trace): void {
    for (const label of theme.labels) {
      const count = this.counts.get(label) ?? { theme: theme.name, label, runs: 0, of: 0 };
      this.counts.set(label, count);
      count.of += 1;
      if (label.isMet(trace)) count.runs += 1;
    }
  }

  /** What became of every label, in the order of the themes. */
  report(): readonly LabelReport[] {
    return [...this.counts.values()].map(({ theme, label, runs, of }) => ({
      theme,
      label: label.text,
      runs,
      of,
      minimumPercent: label.minimumPercent,
    }));
  }
}

/** Whether fewer scenarios than promised were in the situation. */
export const isTooSeldom = ({ runs, of, minimumPercent }: LabelReport): boolean =>
  100 * runs < minimumPercent * of;
