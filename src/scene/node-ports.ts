/** Ports of a node and their names. */
import type { Detail, Item } from './items.js';
import { baseline } from './marks.js';
import type { NodeView, PortView } from './node-view.js';
import { PALETTE } from './palette.js';
import { ellipsize, type MeasureText } from './text.js';
import type { Rect } from './types.js';

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

/** Where the plate with a port's name lies, canvas units from the node's corner. */
export function plateOf(port: Pick<PortView, 'title' | 'direction' | 'x' | 'y' | 'inward' | 'swollen'>, measure: MeasureText): Rect {
  const width = measure(port.title, NAME, port.swollen ? 500 : 400) + 12;
  const left = (port.direction === 'in') !== port.inward;
  return { x: port.x + (left ? -10 - width : 10), y: port.y - 9, width, height: 18 };
}

/** Beside the port, on a plate: a wire may run under it. */
function plate(items: Item[], port: PortView, alpha: number, measure: MeasureText): void {
  const weight = port.swollen ? 500 : 400;
  const area = plateOf(port, measure);
  items.push({ kind: 'box', ...area, radius: 5, fill: PALETTE.surfaceRaised, alpha: 0.92 * alpha });
  items.push({
    kind: 'text',
    x: area.x + 6,
    y: baseline(port.y, NAME),
    text: port.title,
    size: NAME,
    weight,
    color: port.swollen ? PALETTE.text : PALETTE.muted,
    alpha,
    align: 'start',
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
