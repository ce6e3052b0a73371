/**
 * What lies near a point: rows and wires in two grids that follow what moved since the last question. Nothing is done for them while
 * nobody asks, so a drag of everything costs them one look at the end; who asks about cards in between looks at all rows.
 *
 * Who asks about all there is in each frame, with everything on the move, is better off with a scan: `Level.cardsIn`, `WireTable.touching`.
 */
import { BoxGrid } from './box-grid.js';
import type { SceneEdge } from './elements.js';
import { FIRST_NODE, type Rows } from './rows.js';
import type { Rect } from './types.js';
import type { WireTable } from './wire-table.js';
import type { Wires } from './wires.js';

/** Rows on the move from which on a question about cards looks at all of them: putting each anew takes longer than a hundred such looks. */
const MANY = 256;

export class Near {
  readonly #boxes = new BoxGrid();
  readonly #wires = new BoxGrid();
  #generation = -1;
  #table: WireTable | undefined;

  constructor(
    private readonly rows: Rows,
    private readonly wires: Wires,
  ) {}

  /** Rows whose rectangle touches `rect`. */
  rowsAt(rect: Rect): ArrayLike<number> {
    if (this.rows.moved > MANY) return this.rows.touching(rect);
    this.follow();
    return this.#boxes.near(rect.x, rect.y, rect.x + rect.width, rect.y + rect.height).filter((row) => this.rows.touches(row, rect));
  }

  /** Wires whose box touches `rect`, in the order of the table. */
  wiresAt(rect: Rect): SceneEdge[] {
    this.follow();
    const table = this.wires.table;
    const found = this.#wires.near(rect.x, rect.y, rect.x + rect.width, rect.y + rect.height);
    return found.filter((wire) => table.meets(wire, rect)).map((wire) => table.edges[wire]!);
  }

  /** Puts everything where it is now. The first time, and after much has changed at once, that is what a question costs. */
  follow(): void {
    const { rows } = this;
    if (rows.generation !== this.#generation) {
      this.#generation = rows.generation;
      this.#boxes.clear(rows.count);
      this.#wires.clear(this.wires.edges.size);
      this.#table = undefined;
    }
    const moved = rows.takeMoved();
    for (const row of moved) this.#placeRow(row);
    const { table } = this.wires;
    const before = this.#table;
    if (table !== before) this.#take(table, before);
    if (before) for (const row of moved) for (const wire of table.ofRow(row)) this.#placeWire(table, wire);
  }

  /** A wire more leaves the others their numbers: they stay where they are. */
  #take(table: WireTable, before: WireTable | undefined): void {
    this.#table = table;
    for (let wire = 0; wire < table.count; wire += 1) if (!before || !table.joins(wire, before)) this.#placeWire(table, wire);
    for (let wire = table.count; before && wire < before.count; wire += 1) this.#wires.take(wire);
  }

  #placeRow(row: number): void {
    if (row < FIRST_NODE) return;
    const { exact } = this.rows;
    const at = row * 4;
    const [x, y] = [exact[at]!, exact[at + 1]!];
    this.#boxes.put(row, x, y, x + exact[at + 2]!, y + exact[at + 3]!);
  }

  #placeWire(table: WireTable, wire: number): void {
    const box = table.boxOf(wire);
    this.#wires.put(wire, box[0]!, box[1]!, box[2]!, box[3]!);
  }
}
