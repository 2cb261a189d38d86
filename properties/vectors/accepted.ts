/** Small scenarios that meet a rule, with what the reference does in them. */
import type { AcceptedVector } from '../../spec/index.js';
import { isConfluent } from '../confluence/confluent.js';
import { needsOf } from '../scenarios/index.js';
import { type Candidate, traceOf } from './candidates.js';
import { shapeOf, smallest } from './smaller.js';
import type { TraceReader } from './trace-reader.js';

/**
 * Accepted vectors of a rule, each of another shape.
 *
 * @param reader judges them
 * @param rule the id of the rule
 * @param candidates scenarios that meet it
 * @param count how many are wanted
 */
export function acceptedVectors(
  reader: TraceReader,
  rule: string,
  candidates: readonly Candidate[],
  count: number,
): readonly AcceptedVector[] {
  const shapes = new Set<string>();
  const vectors: AcceptedVector[] = [];
  for (const { scenario: first, form } of candidates) {
    if (vectors.length === count) break;
    const found = smallest(first, (scenario) => {
      const history = traceOf(scenario, form, reader.capabilities);
      return reader.meets(history, rule) && !shapes.has(shapeOf(history)) ? { scenario, history } : null;
    });
    if (found === null) continue;
    shapes.add(shapeOf(found.history));
    const requires = [...needsOf(found.scenario)].sort();
    vectors.push({ requires, confluent: isConfluent(found.scenario), ...found });
  }
  return vectors;
}
