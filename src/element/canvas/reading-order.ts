/** Nodes in the order a person reads them, and the neighbour in a direction: what Tab and the arrows walk. */
import type { Rect } from '../../scene/types.js';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** Nodes whose tops lie within this many canvas units are on one row. */
const ROW = 80;

/** Row by row from the top, each row from the left. */
export function readingOrder(rects: ReadonlyMap<string, Rect>): string[] {
  const entries = [...rects].sort(([, a], [, b]) => a.y - b.y);
  const rows: [string, Rect][][] = [];
  for (const entry of entries) {
    const row = rows.at(-1);
    if (row?.[0] && entry[1].y - row[0][1].y < ROW) row.push(entry);
    else rows.push([entry]);
  }
  return rows.flatMap((row) => row.sort(([, a], [, b]) => a.x - b.x).map(([id]) => id));
}

/** The nearest node from `id` towards `direction`, by distance between centres, sideways distance counting double. */
export function neighbour(rects: ReadonlyMap<string, Rect>, id: string, direction: Direction): string | undefined {
  const from = rects.get(id);
  if (!from) return undefined;
  const centre = (rect: Rect) => ({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 });
  const a = centre(from);
  let best: string | undefined;
  let bestCost = Infinity;
  for (const [other, rect] of rects) {
    if (other === id) continue;
    const b = centre(rect);
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const horizontal = direction === 'left' || direction === 'right';
    const ahead = horizontal ? dx * (direction === 'right' ? 1 : -1) : dy * (direction === 'down' ? 1 : -1);
    if (ahead <= 0) continue;
    const cost = ahead + 2 * Math.abs(horizontal ? dy : dx);
    if (cost < bestCost) {
      bestCost = cost;
      best = other;
    }
  }
  return best;
}
