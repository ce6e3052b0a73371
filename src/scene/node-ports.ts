/** Ports of a node and their names. */
import type { Detail, Item } from './items.js';
import { baseline } from './marks.js';
import type { NodeView, PortView } from './node-view.js';
import { PALETTE } from './palette.js';
import { ellipsize, type MeasureText } from './text.js';

const NAME = 11;

export function ports(items: Item[], view: NodeView, detail: Detail, dim: number, measure: MeasureText): void {
  for (const port of view.ports) {
    const alpha = port.faded ? 0.25 : dim;
    items.push({ kind: 'port', x: port.x, y: port.y, shape: port.shape, size: port.swollen ? 7 : 4.4, color: port.color, alpha });
    // A name on the node is enough, unless a wire on its way asks which port is meant.
    if (port.named && detail === 0 && (!view.layout.named || port.swollen)) plate(items, port, port.faded ? alpha : 1, measure);
  }
  if (view.layout.named) names(items, view, dim, measure);
}

/** Beside the port, on a plate: it may lie over a neighbour. */
function plate(items: Item[], port: PortView, alpha: number, measure: MeasureText): void {
  const into = port.direction === 'in';
  const weight = port.swollen ? 500 : 400;
  const width = measure(port.title, NAME, weight) + 12;
  const area = { x: port.x + (into ? -10 - width : 10), y: port.y - 9, width, height: 18, radius: 5 };
  items.push({ kind: 'box', ...area, fill: PALETTE.surfaceRaised, alpha: 0.92 * alpha });
  items.push({
    kind: 'text',
    x: port.x + (into ? -16 : 16),
    y: baseline(port.y, NAME),
    text: port.title,
    size: NAME,
    weight,
    color: port.swollen ? PALETTE.text : PALETTE.muted,
    alpha,
    align: into ? 'end' : 'start',
  });
}

/** On the node, at the port's own height; both columns share the width. */
function names(items: Item[], view: NodeView, dim: number, measure: MeasureText): void {
  const { width } = view.layout;
  for (const port of view.ports) {
    const into = port.direction === 'in';
    const facing = view.ports.some((other) => other.direction !== port.direction && other.y === port.y);
    items.push({
      kind: 'text',
      x: into ? 14 : width - 14,
      y: baseline(port.y, NAME),
      text: ellipsize(port.title, facing ? width / 2 - 20 : width - 28, NAME, 400, measure),
      size: NAME,
      weight: 400,
      color: PALETTE.text,
      alpha: (port.faded ? 0.4 : 0.85) * dim,
      align: into ? 'start' : 'end',
    });
  }
}
