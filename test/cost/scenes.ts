/** Graphs that costs are counted on. */
import type { GraphEdgeJSON, GraphJSON, GraphNodeJSON } from '../../src/graph/types.js';

const EMPTY: GraphJSON = { format: 'gds-graph', version: 1, nodes: [], edges: [], groups: [], notes: [], meta: {} };

/** Two nodes joined by a wire. */
export const SMALL: GraphJSON = {
  ...EMPTY,
  nodes: [
    { id: 'a', type: 'prompt', x: 0, y: 0, params: { text: 'a red apple' } },
    { id: 'b', type: 'sdxl-turbo', x: 320, y: 0 },
  ],
  edges: [{ id: 'e', from: ['a', 'text'], to: ['b', 'prompt'] }],
};

/** Pairs of joined nodes in a square, `count` pairs in all; ids `a0`, `b0`, `a1` and so on. */
export function pairs(count: number): GraphJSON {
  const columns = Math.ceil(Math.sqrt(count));
  const nodes: GraphNodeJSON[] = [];
  const edges: GraphEdgeJSON[] = [];
  for (let index = 0; index < count; index += 1) {
    const x = (index % columns) * 640;
    const y = Math.floor(index / columns) * 320;
    nodes.push(
      { id: `a${index}`, type: 'prompt', x, y, params: { text: `picture ${index}` } },
      { id: `b${index}`, type: 'sdxl-turbo', x: x + 320, y },
    );
    edges.push({ id: `e${index}`, from: [`a${index}`, 'text'], to: [`b${index}`, 'prompt'] });
  }
  return { ...EMPTY, nodes, edges };
}
