/** The wires of the shown level: pairs of row and slot. */
import type { EdgeRecord } from '../graph/types.js';
import type { SceneEdge, SceneNode } from './elements.js';
import type { PortColors } from './port-colors.js';
import type { Rows } from './rows.js';
import { intersects } from './rect.js';
import { slotX, slotY } from './slots.js';
import type { Point, PortLayout, Rect } from './types.js';
import { wireBounds } from './wire.js';
import { WireTable } from './wire-table.js';

export class Wires {
  readonly edges = new Map<string, SceneEdge>();
  #table: WireTable | undefined;

  constructor(
    private readonly rows: Rows,
    private readonly colors: PortColors,
  ) {}

  /** All wires in typed arrays, for whoever looks at each of them; made anew after wires have come, gone or changed. */
  get table(): WireTable {
    return (this.#table ??= new WireTable(this.rows, [...this.edges.values()]));
  }

  clear(): void {
    this.#table = undefined;
    this.edges.clear();
  }

  /** Returns false where it was there before. */
  add(record: EdgeRecord, from: SceneNode, to: SceneNode): boolean {
    if (this.edges.has(record.id)) return false;
    this.#table = undefined;
    this.edges.set(record.id, this.#linked(record, from, to));
    return true;
  }

  remove(id: string): SceneEdge | undefined {
    const edge = this.edges.get(id);
    if (!edge) return undefined;
    this.#table = undefined;
    this.edges.delete(id);
    return edge;
  }

  /** Finds places and colours anew where the ports of these nodes are others. */
  relink(changed: ReadonlySet<string>, nodes: ReadonlyMap<string, SceneNode>): void {
    this.#table = undefined;
    for (const { id, record } of this.edges.values()) {
      if (!changed.has(record.from[0]) && !changed.has(record.to[0])) continue;
      const from = nodes.get(record.from[0]);
      const to = nodes.get(record.to[0]);
      if (from && to) this.edges.set(id, this.#linked(record, from, to));
    }
  }

  ends(edge: SceneEdge): { from: Point; to: Point } {
    const { exact } = this.rows;
    const a = edge.fromRow * 4;
    const b = edge.toRow * 4;
    return {
      from: { x: exact[a]! + slotX(edge.fromSlot, exact[a + 2]!, 'out'), y: exact[a + 1]! + slotY(edge.fromSlot, exact[a + 3]!) },
      to: { x: exact[b]! + slotX(edge.toSlot, exact[b + 2]!, 'in'), y: exact[b + 1]! + slotY(edge.toSlot, exact[b + 3]!) },
    };
  }

  /** Whether the wire's box touches `rect`. For all wires, ask the {@link table}. */
  touches(edge: SceneEdge, rect: Rect): boolean {
    const { from, to } = this.ends(edge);
    return intersects(wireBounds(from, to), rect);
  }

  #linked(record: EdgeRecord, from: SceneNode, to: SceneNode): SceneEdge {
    const output = portOf(from, record.from[1], 'out');
    const input = portOf(to, record.to[1], 'in');
    return {
      id: record.id,
      record,
      fromRow: from.row,
      fromSlot: output?.slot ?? 0,
      toRow: to.row,
      toSlot: input?.slot ?? 0,
      color: this.colors.of(output?.type ?? 'any'),
    };
  }
}

/** A port by id; for wires to one that does not exist, the slot of the first stands in. */
export const portOf = (node: SceneNode | undefined, id: string, direction?: 'in' | 'out'): PortLayout | undefined =>
  node?.layout.ports.find((port) => port.id === id && (direction === undefined || port.direction === direction));
