/** Items in the order a person reads them: what Tab walks and the tree lists. */
import type { Rect } from '../../scene/types.js';

/** Items whose tops lie within this many canvas units are on one row. */
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
