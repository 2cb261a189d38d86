/** The verdict as a badge in SVG, for a README. It is text of its own: nothing is loaded from anywhere. */
import type { SuiteReport } from '../../spec/index.js';
import { escapeXml } from './xml.js';

const colours = {
  conformant: '#1a7f37',
  violated: '#b62324',
  'not-exercised': '#9a6700',
  inconclusive: '#9a6700',
  'adapter-fault': '#b62324',
} as const;

const HEIGHT = 20;
const PADDING = 6;
/** What a character takes in the font of a badge, on average, in pixels. */
const CHARACTER_WIDTH = 6.6;

/** Renders the badge of a report: the tier and the share of rules that passed, or the verdict where it is none. */
export function renderBadge(report: SuiteReport): string {
  const { verdict, tier, totals } = report;
  const applicable = totals.rules - totals.notApplicable;
  const said =
    verdict === 'conformant'
      ? `tier ${tier}, ${totals.passed} of ${applicable} rules`
      : verdict.replace('-', ' ');
  const [left, right] = [widthOf('fencepost'), widthOf(said)];
  const title = escapeXml(`fencepost: ${said}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="${HEIGHT}" role="img" aria-label="${title}">`,
    `  <title>${title}</title>`,
    `  <rect width="${left}" height="${HEIGHT}" fill="#40464d"/>`,
    `  <rect x="${left}" width="${right}" height="${HEIGHT}" fill="${colours[verdict]}"/>`,
    '  <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">',
    `    <text x="${left / 2}" y="14">fencepost</text>`,
    `    <text x="${left + right / 2}" y="14">${escapeXml(said)}</text>`,
    '  </g>',
    '</svg>',
    '',
  ].join('\n');
}

const widthOf = (text: string): number => Math.round(text.length * CHARACTER_WIDTH) + 2 * PADDING;
