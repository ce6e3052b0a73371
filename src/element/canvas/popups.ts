/** What opens over the canvas: the flyout panel, the palette of nodes at a place, and the palette of commands. */
import type { PortEnd } from '../../interaction/chart.js';
import type { Point } from '../../scene/types.js';
import type { PanelId } from '../gds-rail.js';
import type { FinderRow } from '../gds-finder.js';
import type { PaletteFilter } from '../palette-search.js';
import type { Studio } from './studio.js';

/** The list of connections that is open. */
export interface ConnectPopup {
  readonly heading: string;
  readonly find: (query: string) => readonly FinderRow[];
  readonly chosen: (row: FinderRow) => void;
}

const PANELS: ReadonlySet<string> = new Set<PanelId>(['add', 'assets', 'models', 'canvases', 'history', 'shortcuts']);
/** Pixels that a floating card keeps from the element's edges. */
const MARGIN = 12;

export class Popups {
  /** The open flyout, '' for none. */
  panel: PanelId | '' = '';
  /** The palette at a place. */
  palette: { readonly filter: PaletteFilter | null; readonly at: Point; readonly accepts?: PortEnd; readonly into?: string } | undefined;
  /** The palette of commands is open. */
  commands = false;
  /** The list of what a port or node could be connected with. */
  connect: ConnectPopup | undefined;

  constructor(private readonly studio: Studio) {}

  toggle(panel: string): void {
    const { studio } = this;
    if (panel === 'add' && this.palette) return void this.close();
    if (!PANELS.has(panel)) return;
    this.panel = this.panel === panel ? '' : (panel as PanelId);
    if (this.panel === 'canvases') void studio.projects.read();
    if (this.panel !== '') studio.folders.again();
    studio.element.requestUpdate();
    void studio.element.updateComplete.then(() => {
      if (this.panel === 'add') studio.find('.flyout > *')?.focus();
      else if (this.panel === '' && !studio.element.shadowRoot?.activeElement) this.#focusSurface();
    });
  }

  /** Opens the palette of commands, or closes it. */
  openCommands(): void {
    this.palette = undefined;
    this.connect = undefined;
    this.commands = !this.commands;
    this.studio.element.requestUpdate();
    if (!this.commands) return this.#focusSurface();
    void this.studio.element.updateComplete.then(() => this.studio.find('.commands')?.focus());
  }

  /** Opens the list of what something could be connected with. */
  openConnect(popup: ConnectPopup): void {
    this.palette = undefined;
    this.commands = false;
    this.connect = popup;
    this.studio.element.requestUpdate();
    void this.studio.element.updateComplete.then(() => this.studio.find('gds-connect-list')?.focus());
  }

  connectChosen(row: FinderRow): void {
    const { connect } = this;
    this.close();
    connect?.chosen(row);
  }

  /** A command was chosen in the palette. */
  commandChosen(command: string, value: unknown): void {
    this.close();
    this.studio.commands.run(command, value);
  }

  /** Closes a palette, else the flyout; false where none is open. */
  close(): boolean {
    if (this.#open) {
      this.#forget();
      this.studio.element.requestUpdate();
      this.#focusSurface();
      return true;
    }
    if (this.panel === '') return false;
    this.toggle(this.panel);
    return true;
  }

  /** A press anywhere else closes the palettes. */
  pressed(event: Event): void {
    if (!this.#open) return;
    if (event.composedPath().some((target) => target instanceof Element && target.matches('.popup, .commands'))) return;
    this.#forget();
    this.studio.element.requestUpdate();
  }

  /** A palette is open. */
  get #open(): boolean {
    return this.palette !== undefined || this.connect !== undefined || this.commands;
  }

  #forget(): void {
    this.palette = undefined;
    this.connect = undefined;
    this.commands = false;
  }

  /** Opens the palette at a canvas point; with `accepts` it offers what can be joined to that end, with `into` it goes into that wire. */
  openPalette(at: Point, accepts?: PortEnd, into?: string): void {
    const { studio } = this;
    if (studio.readonly) return;
    const type = accepts && studio.graph.portType(accepts.ref[0], accepts.direction, accepts.ref[1]);
    this.panel = '';
    this.palette = {
      at,
      filter: type && accepts ? { type, direction: accepts.direction } : null,
      ...(into !== undefined ? { into } : accepts ? { accepts } : {}),
    };
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
    const { at, accepts, into } = palette ?? { at: studio.framer.freePlace() };
    studio.actions.addNode(type, at, { ...(accepts ? { accepts } : {}), ...(into === undefined ? {} : { into }) });
    this.#focusSurface();
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
