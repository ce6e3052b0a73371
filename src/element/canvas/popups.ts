/** What opens over the canvas: the flyout panel, the palette at a place, menus, and the editor in a node's field. */
import type { PortEnd } from '../../interaction/chart.js';
import { NODE } from '../../scene/layout.js';
import type { Point } from '../../scene/types.js';
import type { GdsMenu, MenuItem } from '../gds-menu.js';
import type { PanelId } from '../gds-rail.js';
import type { PaletteFilter } from '../palette-search.js';
import { connectionChoices } from './connections.js';
import { editorHost } from './hosts.js';
import { InlineEditor } from './inline-editor.js';
import type { Studio } from './studio.js';

const PANELS: ReadonlySet<string> = new Set<PanelId>(['add', 'assets', 'models', 'canvases', 'history', 'shortcuts']);
/** Pixels that a floating card keeps from the element's edges. */
const MARGIN = 12;

export class Popups {
  /** The open flyout, '' for none. */
  panel: PanelId | '' = '';
  /** The palette at a place. */
  palette: { readonly filter: PaletteFilter | null; readonly at: Point; readonly accepts?: PortEnd } | undefined;
  #editor: InlineEditor | undefined;
  #chosen: ((value: string) => void) | undefined;

  constructor(private readonly studio: Studio) {}

  toggle(panel: string): void {
    const { studio } = this;
    if (panel === 'add' && this.palette) return void this.close();
    if (!PANELS.has(panel)) return;
    this.panel = this.panel === panel ? '' : (panel as PanelId);
    if (this.panel === 'canvases') void studio.projects.read();
    studio.element.requestUpdate();
    void studio.element.updateComplete.then(() => {
      if (this.panel === 'add') studio.find('.flyout > *')?.focus();
      else if (this.panel === '' && !studio.element.shadowRoot?.activeElement) this.#focusSurface();
    });
  }

  /** Closes the palette, else the flyout; false where neither is open. */
  close(): boolean {
    if (this.palette) {
      this.palette = undefined;
      this.studio.element.requestUpdate();
      this.#focusSurface();
      return true;
    }
    if (this.panel === '') return false;
    this.toggle(this.panel);
    return true;
  }

  /** A press anywhere else closes the palette. */
  pressed(event: Event): void {
    if (!this.palette || event.composedPath().some((target) => target instanceof Element && target.classList.contains('popup'))) return;
    this.palette = undefined;
    this.studio.element.requestUpdate();
  }

  /** Opens the palette at a canvas point; with `accepts` it offers what can be joined to that end. */
  openPalette(at: Point, accepts?: PortEnd): void {
    const { studio } = this;
    if (studio.readonly) return;
    const node = accepts && studio.graph.nodes.get(accepts.ref[0]);
    const type = accepts && node && studio.registry.portType(node.type, accepts.direction, accepts.ref[1]);
    this.panel = '';
    this.palette = { at, filter: type && accepts ? { type, direction: accepts.direction } : null, ...(accepts ? { accepts } : {}) };
    studio.element.requestUpdate();
    void studio.element.updateComplete.then(async () => {
      const card = studio.find('.popup');
      const palette = studio.find<HTMLElement & { updateComplete?: Promise<boolean> }>('.popup > *');
      await palette?.updateComplete;
      if (card) this.#place(card, at);
      palette?.focus({ preventScroll: true });
    });
  }

  /** A node type was chosen, in the palette at a place or in the flyout. */
  addNode(type: string): void {
    const { studio, palette } = this;
    if (palette || studio.compact) this.close();
    studio.actions.addNode(type, palette?.at ?? this.#freePlace(), palette?.accepts ? { accepts: palette.accepts } : {});
    this.#focusSurface();
  }

  /** Where a node added from the rail goes: the middle of the view, or beside what lies there. */
  #freePlace(): Point {
    const { studio } = this;
    let at = studio.centre();
    const taken = (): boolean =>
      studio.view.scene.nodesIn({ x: at.x - NODE.width / 2, y: at.y - 20, width: NODE.width, height: 200 }).length > 0;
    for (let tries = 0; tries < 24 && taken(); tries++) at = { x: at.x + 32, y: at.y + 32 };
    return at;
  }

  // Menus

  openNodeMenu(nodeId: string, at: Point): void {
    const { studio } = this;
    const runs = studio.registry.get(studio.graph.nodes.get(nodeId)?.type ?? '')?.execute !== undefined;
    const disabled = studio.readonly;
    const items: MenuItem[] = [
      ...(runs ? [{ value: 'run-node', label: 'Run node', icon: 'play', disabled }] : []),
      { value: 'connect', label: 'Connect…', icon: 'plus', disabled },
      { value: 'duplicate', label: 'Duplicate', icon: 'copy', disabled },
      { value: 'delete', label: 'Delete', icon: 'trash', danger: true, separated: true, disabled },
    ];
    this.#openMenu('Node', items, at, (value) => studio.commands.run(value, nodeId));
  }

  /** Connecting without a pointer: a list of every connection the selected node could have. */
  openConnections(): boolean {
    const { studio } = this;
    const id = studio.selection.size === 1 ? [...studio.selection][0] : undefined;
    const rect = id === undefined ? undefined : studio.view.scene.rect(id);
    if (id === undefined || !rect) return false;
    const choices = connectionChoices(studio.graph, studio.registry, id, (other) => studio.nameOf(other));
    if (choices.length === 0) {
      studio.toasts.add({
        kind: 'info',
        title: 'Nothing to connect',
        text: `No other node has a port that fits ${studio.nameOf(id)}. Add one first.`,
      });
      return true;
    }
    const items = choices.map((choice, index) => ({
      value: String(index),
      label: choice.title,
      ...(choice.replaces ? { shortcut: 'replaces' } : {}),
    }));
    this.#openMenu('Connect', items, { x: rect.x + rect.width, y: rect.y }, (value) => {
      const choice = choices[Number(value)];
      if (!choice) return;
      studio.actions.connect({ ref: choice.from, direction: 'out' }, { ref: choice.to, direction: 'in' });
      studio.announce(`Connected ${choice.title}`);
    });
    return true;
  }

  #openMenu(label: string, items: readonly MenuItem[], at: Point, chosen: (value: string) => void): void {
    const { studio } = this;
    const menu = studio.find<GdsMenu>('.node-menu');
    if (!menu) return;
    const focused = studio.element.shadowRoot?.activeElement;
    const point = studio.view.canvasToClient(at.x, at.y);
    menu.hide();
    menu.label = label;
    menu.items = items;
    this.#chosen = chosen;
    void menu.showAt(point.x, point.y, focused instanceof HTMLElement ? focused : studio.surface);
  }

  menuSelected(value: string): void {
    this.#chosen?.(value);
  }

  // The editor in a field

  editSelected(): boolean {
    const { studio } = this;
    const id = studio.selection.size === 1 ? [...studio.selection][0] : undefined;
    const node = id === undefined ? undefined : studio.graph.nodes.get(id);
    const field = node && studio.registry.get(node.type)?.face?.field;
    if (id === undefined || field === undefined) return false;
    this.editField(id, field);
    return true;
  }

  editField(nodeId: string, param: string): void {
    const { studio } = this;
    const node = studio.graph.nodes.get(nodeId);
    const spec = node && studio.registry.get(node.type)?.parameters.find((parameter) => parameter.name === param);
    const layer = studio.find('.layer');
    if (studio.readonly || !layer || !node || !spec || (spec.kind !== 'text' && spec.kind !== 'textarea')) return;
    this.#editor ??= new InlineEditor(editorHost(studio, layer));
    const value = node.params[param];
    studio.view.scene.setEditing({ nodeId, param });
    this.#editor.open(nodeId, param, typeof value === 'string' ? value : spec.default, {
      label: `${spec.title} of ${studio.nameOf(nodeId)}`,
      placeholder: spec.placeholder ?? '',
      ...(spec.maxLength === undefined ? {} : { maxLength: spec.maxLength }),
    });
  }

  graphChanged(): void {
    const editing = this.#editor?.editing;
    if (!editing) return;
    const value = this.studio.graph.nodes.get(editing.nodeId)?.params[editing.param];
    this.#editor?.sync(typeof value === 'string' ? value : undefined);
    this.#editor?.place();
  }

  placeEditor(): void {
    this.#editor?.place();
  }

  closeEditor(): void {
    this.#editor?.close('blur');
  }

  /** Puts a card at a canvas point, inside the element. */
  #place(card: HTMLElement, at: Point): void {
    const { element, view } = this.studio;
    const box = element.getBoundingClientRect();
    const point = view.canvasToClient(at.x, at.y);
    const x = Math.max(MARGIN, Math.min(point.x - box.left, element.clientWidth - card.offsetWidth - MARGIN));
    const y = Math.max(MARGIN, Math.min(point.y - box.top, element.clientHeight - card.offsetHeight - MARGIN));
    card.style.setProperty('transform', `translate(${Math.round(x)}px, ${Math.round(y)}px)`);
  }

  #focusSurface(): void {
    this.studio.surface?.focus({ preventScroll: true });
  }
}
