/** What is printed: this project beside the limit with its goals, everybody beside the limit, and the leads. */
import { aligned } from '../table.js';
import { type Entry, LIMIT } from './contenders.js';
import { type Figure, figures, type Lead, leads } from './figures.js';
import { limitOf, type Record, type Summary, summaryOf } from './measuring.js';

const NOTHING = '-';

/** A ratio with three digits that count. */
const ratioText = (ratio: number): string => (Number.isNaN(ratio) ? NOTHING : ratio.toPrecision(3));

const valueText = (value: number, unit: string): string =>
  `${value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)} ${unit}`;

const verdict = (met: boolean): string => (met ? 'met' : 'not met');

/** Whether a ratio to the limit is good enough. */
export const meets = (ratio: number, { isRate, goal }: Figure): boolean =>
  goal === null || (isRate ? ratio >= goal : ratio <= goal);

/** A contender of this project beside the limit: each figure with its goal. */
export function goalTable(own: Record, limit: Record): string {
  const heading = [`${own.entry.name} over ${own.entry.medium}`, LIMIT, own.entry.name, 'ratio', 'goal', ''];
  const rows = figures.map((figure) => {
    const [left, right] = [summaryOf(figure, limit, limit), summaryOf(figure, own, limit)];
    const cells = [left, right].map((summary) =>
      summary === null ? NOTHING : valueText(summary.value, figure.unit),
    );
    return [figure.name, ...cells, ...goalCells(figure, right)];
  });
  return aligned([heading, ...rows]);
}

function goalCells(figure: Figure, summary: Summary | null): readonly string[] {
  const { goal, isRate } = figure;
  const ratio = summary === null ? NOTHING : ratioText(summary.ratio);
  if (goal === null) return [ratio, NOTHING, ''];
  const bound = `${isRate ? 'at least' : 'at most'} ${goal}`;
  return [ratio, bound, summary === null ? '' : verdict(meets(summary.ratio, figure))];
}

/** Every contender beside the limit, in ratios. */
export function sideBySide(records: readonly Record[]): string {
  const limit = limitOf(records);
  const heading = ['relative to raw', 'over', ...figures.map(({ shortName }) => shortName)];
  const rows = records.map((record) => [
    record.entry.name,
    record.entry.medium,
    ...figures.map((figure) => {
      const summary = summaryOf(figure, record, limit);
      return summary === null ? NOTHING : ratioText(summary.ratio);
    }),
  ]);
  return aligned([heading, ...rows]);
}

/** Whether this project leads as it should. */
export function leadTable(records: readonly Record[]): string {
  const rows = leads.flatMap((lead) => leadRow(lead, records) ?? []);
  return aligned([['times as fast', 'than', 'times', 'goal', ''], ...rows]);
}

function leadRow({ medium, figure, times, over }: Lead, records: readonly Record[]): string[][] | null {
  const limit = limitOf(records);
  const ratioOf = (record: Record): number => summaryOf(figure, record, limit)?.ratio ?? Number.NaN;
  const own = records.find(({ entry }) => isOwn(entry, medium));
  const [fastest] = records
    .filter((record) => over.includes(record.entry.name) && !Number.isNaN(ratioOf(record)))
    .sort((left, right) => ratioOf(right) - ratioOf(left));
  if (own === undefined || fastest === undefined) return null;
  const ratio = ratioOf(own) / ratioOf(fastest);
  const what = `${own.entry.name} over ${medium}, ${figure.name}`;
  return [[what, fastest.entry.name, ratioText(ratio), `at least ${times}`, verdict(ratio >= times)]];
}

const isOwn = ({ role, medium }: Entry, wanted: string): boolean => role === 'own' && medium === wanted;
