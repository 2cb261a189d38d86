/**
 * A chart as a picture: boxes in rows from top to bottom, and arrows between them. States and arrows are read off the chart;
 * where they are drawn follows from what leads to what.
 */
import type { Chart, Era } from '../../models/charts/chart.js';
import { charts } from '../../models/index.js';
import { arrowsOf, leftOutOf } from './chart-arrows.js';
import { Routes } from './chart-routes.js';
import { rowsOf } from './chart-rows.js';
import type { BoxData, StatechartData } from './page-data.js';

const WIDTH = 300;
const GAP = 22;
const PLAIN_HEIGHT = 30;
const INNER_HEIGHT = 26;
const INNER_PER_ROW = 3;
const PADDING = 6;
const LABEL_HEIGHT = 18;
/** A box that is narrower has its names below its label. */
const NARROW = 120;
const NARROW_HEIGHT = 42;

/** The pictures of all charts in an era, that of the lifecycle first. */
export const statecharts = (era: Era): readonly StatechartData[] =>
  charts.map((chart) => statechart(chart, era));

/** The picture of a chart in an era. */
export function statechart(chart: Chart, era: Era): StatechartData {
  const { states, initial } = chart.config(era);
  const arrows = arrowsOf(chart, [era]);
  const boxes: BoxData[] = [];
  let y = GAP / 2;
  for (const row of rowsOf(Object.keys(states), initial, arrows)) {
    const width = (WIDTH - (row.length - 1) * GAP) / row.length;
    const heights = row.map((name, column) => {
      const inner = Object.keys(states[name]?.states ?? {});
      const made = boxesOf(name, inner, column * (width + GAP), y, width);
      boxes.push(...made);
      return made[0]?.height ?? 0;
    });
    y += Math.max(...heights) + GAP;
  }
  const outer = new Map(boxes.filter((box) => box.outer).map((box) => [box.state, box]));
  const routes = new Routes([...outer.values()], { left: 0, right: WIDTH });
  const drawn = arrows.map(({ from, to, events }) => ({
    from,
    to,
    label: [...events.keys()].sort().join(', '),
    points: routes.between(outer.get(from) as BoxData, outer.get(to) as BoxData),
  }));
  return {
    name: chart.name,
    sentence: chart.sentence,
    leftOut: leftOutOf(chart),
    left: -routes.room('left'),
    width: routes.room('left') + WIDTH + routes.room('right'),
    height: y - GAP / 2,
    boxes,
    arrows: drawn,
  };
}

/** The box of an outer state, and those of its inner states. */
function boxesOf(name: string, inner: readonly string[], x: number, y: number, width: number): BoxData[] {
  const perRow = Math.min(INNER_PER_ROW, inner.length);
  const rows = inner.length === 0 ? 0 : Math.ceil(inner.length / perRow);
  const plainHeight = width < NARROW ? NARROW_HEIGHT : PLAIN_HEIGHT;
  const height = rows === 0 ? plainHeight : LABEL_HEIGHT + rows * (INNER_HEIGHT + PADDING) + PADDING / 2;
  const innerWidth = (width - (perRow + 1) * PADDING) / perRow;
  const namesY = rows === 0 && width < NARROW ? y + height - 8 : y + 14;
  return [
    { state: name, label: name, outer: true, x, y, width, height, names: [x + width - PADDING, namesY] },
    ...inner.map((each, index) => {
      const innerX = x + PADDING + (index % perRow) * (innerWidth + PADDING);
      const innerY = y + LABEL_HEIGHT + Math.floor(index / perRow) * (INNER_HEIGHT + PADDING);
      return {
        state: `${name}.${each}`,
        label: each,
        outer: false,
        x: innerX,
        y: innerY,
        width: innerWidth,
        height: INNER_HEIGHT,
        names: [innerX + innerWidth - PADDING, innerY + 17] as const,
      };
    }),
  ];
}
