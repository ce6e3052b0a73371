/** Where a node's ports sit, by slot: what a wire carries instead of coordinates. The shaders hold twins; keep them equal. */

/** Canvas units: centre of the first port of a column, distance to the next, free space under the last. */
const COLUMN = { first: 72, pitch: 24, under: 19 } as const;

/** The last place in a column that a wire can name, and two that are none: the middle of the node's side, and its own middle. */
export const SLOT = { last: 253, side: 254, centre: 255 } as const;

/** Centre of the port in `slot` of a column, down from the node's top. */
export const portY = (slot: number): number => COLUMN.first + COLUMN.pitch * slot;

/** Height that a column of `count` ports needs. */
export const portHeight = (count: number): number => (count === 0 ? 0 : portY(count - 1) + COLUMN.under);

/** Down to the port in `slot` from the top of a node of `height`. */
export const slotY = (slot: number, height: number): number => (slot >= SLOT.side ? height / 2 : portY(slot));

/** From the node's left edge to where a wire leaves (`out`) or enters it. */
export const slotX = (slot: number, width: number, direction: 'in' | 'out'): number =>
  slot === SLOT.centre ? width / 2 : direction === 'out' ? width : 0;
