/** Graphs for gestures: what is where matters, so everything is written out. Canvas units; the view begins at the origin. */
import type { GraphJSON } from '../../src/graph/types.js';

const EMPTY: GraphJSON = { format: 'gds-graph', version: 1, nodes: [], edges: [], groups: [], notes: [], meta: {} };

/** prompt p → turbo t → output o in a row, an output n without wires below, and a note. */
export const ROW: GraphJSON = {
  ...EMPTY,
  nodes: [
    { id: 'p', type: 'prompt', x: 40, y: 60, params: { text: 'a fox' } },
    { id: 't', type: 'sdxl-turbo', x: 360, y: 60 },
    { id: 'o', type: 'output', x: 690, y: 60 },
    { id: 'n', type: 'output', x: 60, y: 330 },
  ],
  edges: [
    { id: 'pt', from: ['p', 'text'], to: ['t', 'prompt'] },
    { id: 'to', from: ['t', 'image'], to: ['o', 'image'] },
  ],
  notes: [{ id: 'note', x: 420, y: 420, width: 160, height: 100, text: 'hello', color: '' }],
};
