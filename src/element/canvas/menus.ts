/** Menus at a place on the canvas: of what lies there, and of the connections a node could have. */
import type { Hit, Point } from '../../scene/types.js';
import { itemOf, type PortEnd } from '../../interaction/chart.js';
import type { FinderRow } from '../gds-finder.js';
import type { GdsMenu, MenuItem, MenuRow } from '../gds-menu.js';
import { MOST_CHOICES, choicesForNode, choicesForPort, type ConnectChoice, type ConnectContext } from './connect-choices.js';
import { portsFor } from './connections.js';
import { contextMenu, type ContextMenu, type MenuSubject } from './context-menu.js';
import { endWords } from './mirror/words.js';
import type { Studio } from './studio.js';

/** Canvas units between a port and a node that is added for it. */
const BESIDE = 80;

type ConnectRow = FinderRow & Pick<ConnectChoice, 'from' | 'to'>;

export class Menus {
  #chosen: ((value: string) => void) | undefined;

  constructor(private readonly studio: Studio) {}

  /** The menu of what lies at a canvas point; that has been selected already. */
  open(hit: Hit | null, at: Point): void {
    const { selected } = this.studio;
    const id = hit && itemOf(hit);
    if (hit?.kind === 'menu' && id != null && !selected.ids.has(id)) selected.set([id]);
    this.#openContext(at);
  }

  /** By keyboard: beside what is selected, on the selected wire, or in the middle of the canvas. */
  openForSelection(): void {
    const { selected, view, framer } = this.studio;
    const wire = selected.edge === null ? undefined : this.#middleOf(selected.edge);
    const rect = selected.ids.size > 0 ? view.scene.bounds(selected.ids) : null;
    if (rect) return this.#openContext({ x: rect.x + Math.min(24, rect.width), y: rect.y + Math.min(24, rect.height) });
    this.#openContext(wire ?? framer.centre());
  }

  #openContext(at: Point): void {
    const { studio } = this;
    const { title, entries } = this.#context();
    studio.pointer.pin(at);
    this.#open(title, entries, at, (value) => {
      const [command, argument] = value.split(' ', 2) as [string, string | undefined];
      studio.commands.run(command, argument);
    });
  }

  /** Of what is selected. */
  entries(): ContextMenu['entries'] {
    return this.#context().entries;
  }

  #context(): ContextMenu {
    const { commands, items } = this.studio;
    return contextMenu(this.#subject(), {
      keymap: this.studio.keys.keymap,
      state: (command, value) => commands.state(command, value),
      colorOf: () => items.coloured().map(({ color }) => color),
    });
  }

  #subject(): MenuSubject {
    const { selected, graph, levels } = this.studio;
    const ids = [...selected.ids];
    const nodes = ids.flatMap((id) => graph.nodes.get(id) ?? []);
    return {
      nodes,
      frames: ids.filter((id) => graph.groups.has(id)).length,
      notes: ids.filter((id) => graph.notes.has(id)).length,
      edge: selected.edge !== null && ids.length === 0,
      inSubgraph: levels.current !== '',
      runs: nodes.some(({ type }) => this.studio.registry.get(type)?.execute !== undefined),
      hasText: nodes.some(({ type }) => this.studio.registry.get(type)?.face?.field !== undefined),
    };
  }

  /** Connecting without a pointer: a list of every connection the selected node, or the port that has focus, could have. */
  openConnections(): boolean {
    const { studio } = this;
    const id = studio.focus.itemId ?? studio.selected.only;
    if (id === undefined || !studio.graph.nodes.has(id)) return false;
    const end = studio.ports.focused;
    const context = this.#connectContext();
    const port = end && endWords(studio.mirror.nameEnd(...end.ref, end.direction));
    studio.popups.openConnect({
      heading: !end ? `Connect ${studio.nameOf(id)}` : end.direction === 'out' ? `Connect ${port} to` : `Connect ${port} from`,
      find: (query) => [
        ...(end ? choicesForPort(context, end, query) : choicesForNode(context, id, query)).map(asRow),
        ...(end && query === '' ? [{ name: 'A new node…', icon: 'plus' }] : []),
      ],
      chosen: (row) => {
        if (isConnectRow(row)) studio.actions.connect({ ref: row.from, direction: 'out' }, { ref: row.to, direction: 'in' });
        else if (end) this.#connectNew(end);
      },
    });
    return true;
  }

  /** Without a drag: a new node into the selected wire, or the selected node into a wire that it fits into, nearest first. */
  openInsert(): boolean {
    const { studio } = this;
    const { selected, graph, popups, gestures } = studio;
    const wire = selected.edge === null ? undefined : graph.edges.get(selected.edge);
    if (wire) {
      const at = this.#middleOf(wire.id);
      if (at) popups.openPalette(at, { ref: wire.from, direction: 'out' }, wire.id);
      return at !== undefined;
    }
    const id = selected.only;
    if (id === undefined) return false;
    popups.openConnect({
      heading: `Put ${studio.nameOf(id)} into`,
      find: (query) => this.#wiresFor(id, query),
      chosen: (row) => 'edge' in row && gestures.move(new Set([id]), 0, 0, { detach: true, into: String(row.edge) }),
    });
    return true;
  }

  #wiresFor(id: string, query: string): FinderRow[] {
    const { graph, mirror, view, gestures } = this.studio;
    const from = view.scene.rect(id);
    const distance = (edge: string): number => {
      const at = this.#middleOf(edge);
      return at && from ? Math.hypot(at.x - from.x, at.y - from.y) : Infinity;
    };
    const near = [...view.scene.edges.keys()].map((edge) => ({ edge, far: distance(edge) })).sort((a, b) => a.far - b.far);
    const rows: (FinderRow & { readonly edge: string })[] = [];
    for (const { edge } of near) {
      const wire = graph.edges.get(edge);
      if (!wire || rows.length === MOST_CHOICES) continue;
      const name = `${endWords(mirror.nameEnd(...wire.from, 'out'))} to ${endWords(mirror.nameEnd(...wire.to, 'in'))}`;
      if (name.toLowerCase().includes(query.trim().toLowerCase()) && gestures.inputFor(id, edge) !== undefined) rows.push({ name, edge });
    }
    return rows;
  }

  #middleOf(edge: string): Point | undefined {
    const { scene } = this.studio.view;
    const wire = scene.edges.get(edge);
    const ends = wire && scene.edgeEnds(wire);
    return ends && { x: (ends.from.x + ends.to.x) / 2, y: (ends.from.y + ends.to.y) / 2 };
  }

  /** As a wire that is dropped on the empty canvas: offers the nodes that fit, beside the port. */
  #connectNew(end: PortEnd): void {
    const { view, popups } = this.studio;
    const at = view.scene.portPosition(...end.ref, end.direction);
    if (at) popups.openPalette({ x: at.x + (end.direction === 'out' ? BESIDE : -BESIDE), y: at.y }, end);
  }

  #connectContext(): ConnectContext {
    const { studio } = this;
    return {
      graph: studio.graph,
      types: studio.registry,
      nameOf: (id) => studio.nameOf(id),
      placeOf: (id) => {
        const rect = studio.view.scene.rect(id);
        return rect && { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
      },
    };
  }

  /** A wire was dropped on the node: joined where one of its ports fits, chosen from where several do. */
  connectToNode(from: PortEnd, nodeId: string, at: Point, instead?: string): void {
    const { studio } = this;
    const choices = portsFor(studio.graph, from, nodeId);
    const join = (choice: (typeof choices)[number] | undefined): void => {
      if (choice) studio.actions.connect(from, choice.end, instead);
    };
    if (choices.length === 1) return join(choices[0]);
    if (choices.length === 0) {
      const type = studio.graph.portType(from.ref[0], from.direction, from.ref[1]);
      const verb = from.direction === 'out' ? 'takes' : 'gives';
      studio.messages.refuse(`“${studio.nameOf(nodeId)}” ${verb} no ${type}. Connect it to another node.`, 'Not connected');
      return;
    }
    const items = choices.map(({ title }, index) => ({ value: String(index), label: title }));
    this.#open('Connect to', items, at, (value) => join(choices[Number(value)]));
  }

  /** An item of the open menu was chosen. */
  selected(value: string): void {
    this.#chosen?.(value);
  }

  #open(label: string, items: readonly (MenuItem | MenuRow)[], at: Point, chosen: (value: string) => void): void {
    const { studio } = this;
    const menu = studio.find<GdsMenu>('.node-menu');
    if (!menu) return;
    const focused = studio.element.shadowRoot?.activeElement;
    const point = studio.view.canvasToClient(at.x, at.y);
    menu.hide();
    menu.label = label;
    menu.items = items;
    this.#chosen = chosen;
    const inside = focused instanceof HTMLElement && studio.surface?.contains(focused);
    void menu.showAt(point.x, point.y, inside ? focused : studio.surface);
  }
}

const asRow = ({ from, to, title, note, reason }: ConnectChoice): ConnectRow => ({
  from,
  to,
  name: title,
  ...(note === undefined ? {} : { note }),
  ...(reason === undefined ? {} : { reason }),
});

const isConnectRow = (row: FinderRow): row is ConnectRow => 'from' in row && 'to' in row;
