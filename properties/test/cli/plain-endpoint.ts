/** The endpoint of traces that tests write by hand. */
import type { Operation } from '../../../spec/index.js';

/** Creates a plain endpoint `a` on service 0, whose callbacks return at once. */
export const plainEndpoint = (endpoint: number): Operation & { readonly type: 'create-endpoint' } => ({
  type: 'create-endpoint',
  endpoint,
  service: 0,
  name: 'a',
  kind: 'plain',
  token: null,
  onStart: { nested: [], end: 'return' },
  onStop: { nested: [], end: 'done' },
  resources: 0,
  resourceThatThrows: null,
  constructing: [],
  constructorThrows: false,
});
