/** What is selected: nodes, frames and notes by id, or one wire. Passes with the session; the document knows nothing of it. */
import type { ReadonlyGraph } from '../../graph/types.js';

export interface SelectionHost {
  readonly graph: ReadonlyGraph;
  /** Shows the selection on the canvas. */
  show(ids: ReadonlySet<string>): void;
  /** The items selected are others now. */
  changed(ids: readonly string[]): void;
}

export class Selection {
  #ids: ReadonlySet<string> = new Set();
  #edge: string | null = null;

  constructor(private readonly host: SelectionHost) {}

  /** Nodes, frames and notes, in the order they were selected. */
  get ids(): ReadonlySet<string> {
    return this.#ids;
  }
  /** The selected wire. */
  get edge(): string | null {
    return this.#edge;
  }
  /** The one selected item; undefined where there are none or several. */
  get only(): string | undefined {
    return this.#ids.size === 1 ? [...this.#ids][0] : undefined;
  }
  get nodes(): string[] {
    return [...this.#ids].filter((id) => this.host.graph.nodes.has(id));
  }

  /** Selects exactly these; ids that are not there are left out. */
  set(ids: Iterable<string>): void {
    const { graph } = this.host;
    const next = new Set([...ids].filter((id) => graph.nodes.has(id) || graph.groups.has(id) || graph.notes.has(id)));
    if (next.size === this.#ids.size && [...next].every((id) => this.#ids.has(id))) return;
    this.#ids = next;
    this.show();
    this.host.changed(Object.freeze([...next]));
  }

  setEdge(id: string | null): void {
    if (id === this.#edge) return;
    this.#edge = id;
    this.show();
  }

  /** Items or the wire may have been deleted. */
  prune(): void {
    this.set(this.#ids);
    if (this.#edge !== null && !this.host.graph.edges.has(this.#edge)) this.setEdge(null);
  }

  show(): void {
    this.host.show(this.#edge === null ? this.#ids : new Set([...this.#ids, this.#edge]));
  }
}
