/** Builds the display items of one frame: a tinted ground with a border, and its title. Pure. */
import type { GroupRecord } from '../graph/types.js';
import { groupTitle, TITLE_WEIGHT } from './group-title.js';
import type { Item } from './items.js';
import { handles, lockMark, ring } from './marks.js';
import { itemColor, PALETTE } from './palette.js';
import { GROUP } from './sizes.js';
import type { MeasureText } from './text.js';

export interface GroupView {
  readonly record: GroupRecord;
  readonly width: number;
  readonly height: number;
  /** Canvas units, see `titleSizeAt`. */
  readonly titleSize: number;
  readonly selected: boolean;
  readonly hovered: boolean;
  readonly editing: string | undefined;
}

export function groupItems(view: GroupView, coarse: boolean, measure: MeasureText): Item[] {
  const { record, width, height, titleSize, selected, hovered } = view;
  const color = itemColor(record.color);
  const body = { x: 0, y: 0, width, height };
  const { radius } = GROUP;
  const items: Item[] = [
    {
      kind: 'box',
      ...body,
      radius,
      fill: color,
      alpha: 0.1,
      border: color,
      borderAlpha: hovered ? 1 : 0.75,
      borderWidth: hovered ? 2 : 1,
      minBorder: hovered ? 2 : 1,
    },
  ];
  if (!coarse) {
    const title = groupTitle(record, width, titleSize, measure);
    const tab = { kind: 'box', ...title.tab, radius: titleSize * 0.5 } as const;
    items.push({ ...tab, fill: PALETTE.surface, alpha: 1 });
    items.push({ ...tab, fill: color, alpha: 0.28, border: color, borderAlpha: 0.75, borderWidth: titleSize * 0.08 });
    if (title.lock !== undefined)
      items.push(...lockMark(title.lock, title.tab.y + (title.tab.height - titleSize * 0.85) / 2, titleSize * 0.85, PALETTE.text, 1));
    if (view.editing !== 'title')
      items.push({
        kind: 'text',
        x: title.x,
        y: title.y,
        text: title.text,
        size: titleSize,
        weight: TITLE_WEIGHT,
        color: title.named ? PALETTE.text : PALETTE.muted,
        alpha: 1,
        align: 'start',
        letters: true,
      });
  }
  if (selected) {
    items.push(ring(body, radius, PALETTE.accent, 1));
    if (!record.locked) items.push(...handles(body));
  }
  return items;
}
