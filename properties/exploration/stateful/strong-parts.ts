/** The strongly connected parts of a graph (Tarjan, 1972), without recursion: graphs are deeper than the stack. */

/**
 * Goes through the parts one by one.
 *
 * @param first for each node where its edges begin; one more for the end of the last
 * @param targets where each edge leads
 * @param isIn whether a node counts; edges to others do not
 */
export function* strongParts(
  first: readonly number[],
  targets: readonly number[],
  isIn: (node: number) => boolean,
): Generator<readonly number[], void, void> {
  const count = first.length - 1;
  const order = new Int32Array(count); // 0: not seen yet
  const lowest = new Int32Array(count);
  const waiting = new Uint8Array(count);
  const edges = new Int32Array(count);
  const stack: number[] = [];
  const path: number[] = [];
  let seen = 0;
  const enter = (node: number): void => {
    seen += 1;
    order[node] = lowest[node] = seen;
    waiting[node] = 1;
    edges[node] = first[node] as number;
    stack.push(node);
    path.push(node);
  };
  for (let root = 0; root < count; root += 1) {
    if (order[root] !== 0 || !isIn(root)) continue;
    enter(root);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const edge = edges[node] as number;
      if (edge < (first[node + 1] as number)) {
        edges[node] = edge + 1;
        const target = targets[edge] as number;
        if (!isIn(target)) continue;
        if (order[target] === 0) enter(target);
        else if (waiting[target] === 1)
          lowest[node] = Math.min(lowest[node] as number, order[target] as number);
        continue;
      }
      path.pop();
      const before = path.at(-1);
      if (before !== undefined) lowest[before] = Math.min(lowest[before] as number, lowest[node] as number);
      if (lowest[node] === order[node]) yield part(stack, waiting, node);
    }
  }
}

/** Takes a part from the stack: everything down to its first node. */
function part(stack: number[], waiting: Uint8Array, root: number): readonly number[] {
  const nodes: number[] = [];
  for (;;) {
    const node = stack.pop() as number;
    waiting[node] = 0;
    nodes.push(node);
    if (node === root) return nodes;
  }
}
