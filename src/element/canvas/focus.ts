/**
 * The keyboard's place on the canvas, and the page's focus that goes with it.
 *
 * It follows the selection: what was selected last has it, and a port or wire of that once the person has gone there. Where what has it
 * is deleted, the next thing in reading order takes its place. While the tree holds the page's focus it keeps it, whatever is rendered,
 * deleted or taken back; it never takes it from elsewhere.
 */
import { toScreen } from '../../scene/camera.js';
import type { Rect } from '../../scene/types.js';
import { keyOf, sameTarget, type Target } from './mirror/target.js';
import type { Studio } from './studio.js';

/** Canvas units from the middle of a port or wire to the ring around it. */
const RING = 11;

export class CanvasFocus {
  #target: Target | undefined;
  /** The tree has the page's focus, or had it until what it was on went away. */
  #held = false;
  /** Focus that leaves now leaves because of us. */
  #rendering = false;
  /** Focus has left within this task. */
  #leaving = false;
  /** Focus came by keyboard or assistive technology: the ring is shown. */
  #ringed = false;
  /** Selection that has been followed already. */
  #seen: { readonly ids: ReadonlySet<string>; readonly edge: string | null } | undefined;
  /** Reading order before the last change: says what is next to something that has gone. */
  #order: readonly string[] = [];

  constructor(private readonly studio: Studio) {}

  /** What has the keyboard's focus, or would have it if the canvas were entered. */
  get target(): Target | undefined {
    return this.#target;
  }

  /** The node, note or frame that it is on or belongs to. */
  get itemId(): string | undefined {
    const target = this.#target;
    return target?.kind === 'item' ? target.id : target?.ref[0];
  }

  /** Goes there, selects it (a port's node, a wire alone) and brings it into view. */
  go(target: Target): void {
    const { selected } = this.studio;
    this.#target = target;
    if (target.kind === 'wire') {
      selected.set([]);
      selected.setEdge(target.id);
    } else {
      selected.setEdge(null);
      selected.set([target.kind === 'item' ? target.id : target.ref[0]]);
    }
    this.#arrive();
  }

  /** Goes to an item and selects exactly these, it among them or not. */
  goWith(id: string, ids: Iterable<string>): void {
    const { selected } = this.studio;
    this.#target = { kind: 'item', id };
    selected.setEdge(null);
    selected.set(ids);
    this.#arrive();
  }

  /** Is on nothing: the canvas as a whole has it. */
  clear(): void {
    this.#target = undefined;
    this.studio.element.requestUpdate();
  }

  /** The surface was focused as a whole, by the host or by a pointer: hands on to the tree. */
  handOn(): void {
    this.#held = true;
    this.#focus();
  }

  // What the element tells.

  /** Before rendering: what had focus may be gone, or something else was selected. Not during a drag, which would have it run about. */
  reconcile(): void {
    this.#rendering = true;
    const { selected, chart, navigation, graph } = this.studio;
    if (chart.busy) return;
    this.#target = this.#present();
    if (this.#seen?.ids !== selected.ids || this.#seen.edge !== selected.edge) {
      this.#see();
      const edge = selected.edge === null ? undefined : graph.edges.get(selected.edge);
      const last = [...selected.ids].at(-1);
      if (edge) {
        if (this.#target?.kind !== 'wire' || this.#target.id !== edge.id)
          this.#target = { kind: 'wire', id: edge.id, ref: edge.from, at: 'out' };
      } else if (last !== undefined && (this.itemId === undefined || !selected.ids.has(this.itemId))) {
        this.#target = { kind: 'item', id: last };
      }
    }
    this.#order = navigation.order();
  }

  /** After rendering: puts the page's focus where it belongs, if the tree holds it. */
  rendered(): void {
    this.#rendering = false;
    if (!this.#held || this.studio.chart.busy) return;
    if (this.#isElsewhere()) this.#held = false;
    else this.#focus();
  }

  /** Focus has come to the tree, by whatever way: assistive technology may put it on any line. */
  entered(event: FocusEvent): void {
    if (!this.#held) this.studio.navigation.entered();
    this.#held = true;
    const line = event.target as HTMLElement;
    this.#ringed = line.matches(':focus-visible');
    const target = this.#targetOf(line);
    if (target && !sameTarget(target, this.#target)) this.go(target);
    this.place();
  }

  /** The element is taken from the page: focus that has left in the same breath comes back with it. */
  disconnected(): void {
    if (this.#leaving) this.#held = true;
  }

  left({ relatedTarget }: FocusEvent): void {
    const { element } = this.studio;
    if (this.#rendering || !element.isConnected) return;
    // The window was left, not the canvas: the browser brings focus back with it.
    if (relatedTarget === null && !element.ownerDocument.hasFocus()) return;
    if (!(relatedTarget instanceof Element && relatedTarget.closest('.tree'))) {
      this.#held = false;
      this.#leaving = true;
      queueMicrotask(() => (this.#leaving = false));
    }
  }

  /** A click by assistive technology, which presses no keys: the first goes there, the next does what Enter does. */
  pressed(event: MouseEvent): void {
    const { commands, selected } = this.studio;
    const target = this.#targetOf(event.target as HTMLElement);
    if (!target) return;
    const there = sameTarget(target, this.#target) && (target.kind !== 'item' || selected.ids.has(target.id));
    if (!there) this.go(target);
    else commands.run(target.kind === 'item' ? 'edit' : target.kind === 'port' ? 'connect-port' : 'follow-wire');
  }

  /** Puts the ring where the thing is drawn. Costs a write of style, and none where no ring is shown. */
  place(): void {
    if (!this.#held || !this.#ringed) return;
    const line = this.#line();
    const rect = line && this.#rect();
    if (!rect) return;
    const { camera } = this.studio;
    const { x, y } = toScreen(camera, rect);
    line.style.setProperty('transform', `translate(${x}px, ${y}px)`);
    line.style.setProperty('inline-size', `${rect.width * camera.zoom}px`);
    line.style.setProperty('block-size', `${rect.height * camera.zoom}px`);
  }

  #arrive(): void {
    this.#see();
    this.#held = true;
    this.studio.element.requestUpdate();
    const id = this.itemId;
    if (id !== undefined) this.studio.framer.reveal(id);
  }

  #see(): void {
    const { ids, edge } = this.studio.selected;
    this.#seen = { ids, edge };
  }

  /** Where what has focus is drawn, canvas units. */
  #rect(): Rect | undefined {
    const { scene } = this.studio.view;
    const target = this.#target;
    if (!target) return undefined;
    if (target.kind === 'item') return scene.rect(target.id);
    const edge = target.kind === 'wire' ? scene.edges.get(target.id) : undefined;
    const ends = edge && scene.edgeEnds(edge);
    const middle = ends && { x: (ends.from.x + ends.to.x) / 2, y: (ends.from.y + ends.to.y) / 2 };
    const at = target.kind === 'port' ? scene.portPosition(...target.ref, target.direction) : middle;
    return at && { x: at.x - RING, y: at.y - RING, width: 2 * RING, height: 2 * RING };
  }

  #targetOf(line: HTMLElement): Target | undefined {
    const { key } = line.dataset;
    return this.studio.mirror.lines.find((other) => other.key === key)?.target;
  }

  #line(): HTMLElement | null {
    return this.#target ? this.studio.find(`.line[data-key="${CSS.escape(keyOf(this.#target))}"]`) : null;
  }

  #focus(): void {
    const element = this.#line() ?? this.studio.find('.tree');
    if (element !== this.studio.element.shadowRoot?.activeElement) element?.focus({ preventScroll: true });
    this.place();
  }

  /** Something else has the page's focus: text that is edited on the canvas, a tool, the page around. */
  #isElsewhere(): boolean {
    const { element, surface } = this.studio;
    const inside = element.shadowRoot?.activeElement;
    if (inside) return inside !== surface && !inside.closest('.tree');
    const { activeElement, body } = element.ownerDocument;
    return activeElement !== null && activeElement !== body && activeElement !== element;
  }

  /** The target, or what takes its place. */
  #present(): Target | undefined {
    const { graph, view } = this.studio;
    const target = this.#target;
    if (!target) return undefined;
    if (target.kind === 'item') return view.scene.rect(target.id) ? target : this.#nextTo(target.id);
    if (target.kind === 'wire' && view.scene.edges.has(target.id)) return target;
    const [node, port] = target.ref;
    if (!view.scene.rect(node)) return this.#nextTo(node);
    const direction = target.kind === 'wire' ? target.at : target.direction;
    const { inputs, outputs } = graph.portsOf(node);
    const there = (direction === 'in' ? inputs : outputs).some(({ id }) => id === port);
    return there ? { kind: 'port', ref: target.ref, direction } : { kind: 'item', id: node };
  }

  #nextTo(id: string): Target | undefined {
    const { scene } = this.studio.view;
    const at = this.#order.indexOf(id);
    if (at < 0) return undefined;
    const here = (other: string): boolean => scene.rect(other) !== undefined;
    const next = this.#order.slice(at + 1).find(here) ?? this.#order.slice(0, at).findLast(here);
    return next === undefined ? undefined : { kind: 'item', id: next };
  }
}
