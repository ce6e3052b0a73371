/** Menus at a place on the canvas: of what lies there, and of the connections a node could have. */
import type { Hit, Point } from '../../scene/types.js';
import { itemOf, type PortEnd } from '../../interaction/chart.js';
import type { GdsMenu, MenuItem, MenuRow } from '../gds-menu.js';
import { connectionChoices, portsFor } from './connections.js';
import { contextMenu, type ContextMenu, type MenuSubject } from './context-menu.js';
import type { Studio } from './studio.js';

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
    const wire = selected.edge === null ? undefined : view.scene.edges.get(selected.edge);
    const rect = selected.ids.size > 0 ? view.scene.bounds(selected.ids) : null;
    if (rect) return this.#openContext({ x: rect.x + Math.min(24, rect.width), y: rect.y + Math.min(24, rect.height) });
    if (!wire) return this.#openContext(framer.centre());
    const { from, to } = view.scene.edgeEnds(wire);
    this.#openContext({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });
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

  /** Connecting without a pointer: a list of every connection the selected node could have. */
  openConnections(): boolean {
    const { studio } = this;
    const id = studio.selected.only;
    const rect = id === undefined ? undefined : studio.view.scene.rect(id);
    if (id === undefined || !rect) return false;
    const choices = connectionChoices(studio.graph, id, (other) => studio.nameOf(other));
    if (choices.length === 0) {
      studio.messages.toasts.add({
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
    this.#open('Connect', items, { x: rect.x + rect.width, y: rect.y }, (value) => {
      const choice = choices[Number(value)];
      if (!choice) return;
      studio.actions.connect({ ref: choice.from, direction: 'out' }, { ref: choice.to, direction: 'in' });
      studio.messages.announce(`Connected ${choice.title}`);
    });
    return true;
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
