/**
 * The semantic twin of the drawn canvas: a tree that a screen reader reads and operates and that carries the keyboard's focus.
 *
 * Its lines lie invisibly over the canvas; the one that has focus lies where the thing itself is drawn and is the ring around it, so
 * that focus in the page and focus on the canvas cannot differ. Why a tree: docs/decisions/0170.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { NodeRunState } from '../../../execution/types.js';
import type { NodeRecord } from '../../../graph/types.js';
import type { Studio } from '../studio.js';
import { portLines, windowAround, type Line } from './lines.js';
import { keyOf, type Direction, type Target } from './target.js';
import { frameWords, nodeWords, noteWords, type OtherEnd } from './words.js';

interface Known {
  readonly record: object;
  readonly state: NodeRunState | undefined;
  readonly inside: number;
  readonly label: string;
  readonly below: readonly Line[];
}

export class Mirror {
  /** What was worked out for items that have been in the window; forgotten with every change of the graph. */
  readonly #known = new Map<string, Known>();
  #lines: readonly Line[] = [];

  constructor(private readonly studio: Studio) {}

  /** The lines that are there now. */
  get lines(): readonly Line[] {
    return this.#lines;
  }

  /** Ports and wires of an item, in the order they are listed. */
  below(id: string): readonly Line[] {
    return this.#know(id).below;
  }

  /** Names of nodes, ports or wires may be others now. */
  forget(): void {
    this.#known.clear();
  }

  render(): TemplateResult {
    const { studio } = this;
    const { focus, navigation } = studio;
    const order = navigation.order();
    const at = focus.itemId === undefined ? 0 : navigation.positionOf(focus.itemId);
    const [start, end] = windowAround(order.length, at, (index) => 1 + this.#know(order[index]!).below.length);
    this.#lines = order.slice(start, end).flatMap((id, index) => this.#linesOf(id, start + index, order.length));
    const stop = focus.target && keyOf(focus.target);
    const shown = this.#lines.some(({ key }) => key === stop);
    return html`<div
      class="tree"
      role="tree"
      aria-label="Nodes, frames and notes"
      aria-describedby="hint"
      aria-multiselectable="true"
      tabindex=${shown ? -1 : 0}
      @focusin=${(event: FocusEvent) => focus.entered(event)}
      @focusout=${(event: FocusEvent) => focus.left(event)}
    >
      ${repeat(
        this.#lines,
        ({ key }) => key,
        (line) => this.#line(line, line.key === stop),
      )}
    </div>`;
  }

  #linesOf(id: string, index: number, count: number): Line[] {
    const target: Target = { kind: 'item', id };
    const { label, below } = this.#know(id);
    return [{ key: keyOf(target), target, level: 1, label, position: index + 1, siblings: count, hasChildren: below.length > 0 }, ...below];
  }

  #line({ key, target, level, label, position, siblings, hasChildren }: Line, current: boolean): TemplateResult {
    return html`<div
      class="line"
      role="treeitem"
      data-key=${key}
      data-node=${target.kind === 'item' ? target.id : nothing}
      aria-label=${label}
      aria-level=${level}
      aria-posinset=${position}
      aria-setsize=${siblings}
      aria-expanded=${hasChildren ? 'true' : nothing}
      aria-selected=${String(this.#selected(target))}
      tabindex=${current ? 0 : -1}
    ></div>`;
  }

  #selected(target: Target): boolean {
    const { selected, focus } = this.studio;
    if (target.kind === 'item') return selected.ids.has(target.id);
    if (target.kind === 'wire') return selected.edge === target.id;
    return focus.target !== undefined && keyOf(focus.target) === keyOf(target);
  }

  #know(id: string): Known {
    const { graph, view, executor } = this.studio;
    const node = graph.nodes.get(id);
    const frame = graph.groups.get(id);
    const record = node ?? frame ?? graph.notes.get(id) ?? {};
    const state = node && executor.state(id);
    const inside = frame ? view.scene.contentOf(id).length : 0;
    const known = this.#known.get(id);
    if (known && known.record === record && known.state === state && known.inside === inside) return known;
    const note = graph.notes.get(id);
    const label = node ? this.#nodeWords(node) : frame ? frameWords(frame, inside) : note ? noteWords(note) : '';
    const made: Known = { record, state, inside, label, below: known?.record === record ? known.below : node ? this.#below(node) : [] };
    this.#known.set(id, made);
    return made;
  }

  #nodeWords(node: NodeRecord): string {
    const { studio } = this;
    const edges = studio.graph.edgesOf(node.id);
    return nodeWords(node, studio.registry.get(node.type), studio.state(node.id), {
      from: edges.filter(({ to }) => to[0] === node.id).map(({ from }) => studio.nameOf(from[0])),
      to: edges.filter(({ from }) => from[0] === node.id).map(({ to }) => studio.nameOf(to[0])),
    });
  }

  #below({ id, type }: NodeRecord): Line[] {
    const { graph, registry } = this.studio;
    const inputs = registry.get(type)?.inputs ?? [];
    return portLines(id, {
      ports: graph.portsOf(id),
      edges: graph.edgesOf(id),
      typeTitle: (type) => registry.portTypeInfo(type).title,
      required: (port) => inputs.some((input) => input.id === port && input.required === true),
      nameEnd: (node, port, direction) => this.nameEnd(node, port, direction),
    });
  }

  /** A port as a person reads it. */
  nameEnd(node: string, port: string, direction: Direction): OtherEnd {
    const { graph } = this.studio;
    const ports = graph.portsOf(node, true);
    const found = (direction === 'in' ? ports.inputs : ports.outputs).find(({ id }) => id === port);
    return { node: this.studio.nameOf(node), port: found?.title ?? port };
  }
}
