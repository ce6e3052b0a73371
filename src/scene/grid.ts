/** The grid of the canvas plane, in canvas units: what is drawn at 100 % and what things snap to. */

/** Distance of the dots at 100 %; each halving or doubling of the zoom shows half or twice of it. */
export const GRID_STEP = 28;
/** What dragged things snap to: the dots, and the middle between two. */
export const SNAP_STEP = GRID_STEP / 2;
