/** A scene as a graph file of gds-canvas, in node types that it has. */
import { NODE } from './scene.mjs';

const INPUTS = { text: ['a', 'b'], model: ['prompt', 'negative_prompt'] };
const OUTPUTS = { text: 'text', model: 'image', picture: 'image' };
export const TYPES = { text: 'text', model: 'sdxl-turbo', picture: 'image' };

/** @param hashes  of the pictures' assets, by node id */
export const graphOf = ({ nodes, edges }, hashes = new Map()) => ({
  format: 'gds-graph',
  version: 1,
  nodes: nodes.map(({ id, x, y, title, kind }) => ({
    id,
    x,
    y,
    title,
    type: TYPES[kind],
    ...(kind === 'picture' ? { params: { image: hashes.get(id) }, height: NODE.height } : {}),
  })),
  edges: edges.map(([from, to, input]) => ({
    from: [nodes[from].id, OUTPUTS[nodes[from].kind]],
    to: [nodes[to].id, INPUTS[nodes[to].kind][input]],
  })),
  groups: [],
  notes: [],
  meta: {},
});
