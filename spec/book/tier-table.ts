/** The table of tiers: in the rule book, and in the chapter for those who have an implementation judged. */
import type { Capability } from '../capabilities.js';
import { stepsFor } from '../rules/order.js';
import { capabilitiesOfTier, tiers } from '../tiers.js';
import { renderTable } from './table.js';

/**
 * The tiers as a table: how many rules apply to a target of each, and what it has.
 *
 * @returns Markdown without a line feed at the end
 */
export function renderTierTable(): string {
  const columns = [
    { heading: 'tier', right: true },
    { heading: 'rules', right: true },
    { heading: 'what an implementation of it has' },
  ];
  const rows = tiers.map(({ number, meaning }) => {
    const applying = stepsFor(capabilitiesOfTier(number)).flatMap((step) => step.rules);
    return [`${number}`, `${applying.length}`, meaning];
  });
  return renderTable(columns, rows);
}

/** The tier that adds a capability, as a text; empty for one of no tier. */
export function tierOfCapability(capability: Capability): string {
  const tier = tiers.find(({ adds, addsOneOf }) => [...adds, ...addsOneOf].includes(capability));
  return tier === undefined ? '' : `${tier.number}`;
}
