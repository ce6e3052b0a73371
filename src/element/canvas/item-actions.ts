/** What can be done to nodes, frames and notes as they are selected: adding a note, modes, colours, sizes, connections. */
import { GdsError } from '../../errors.js';
import { setModes } from '../../graph/commands/marks.js';
import { demote, promote } from '../../graph/commands/subgraph/promoted.js';
import { insertReroute } from '../../graph/commands/reroute.js';
import { SUBGRAPH } from '../../graph/levels.js';
import type { GroupRecord, NodeMode, NoteRecord } from '../../graph/types.js';
import { resizeRect } from '../../scene/resize.js';
import type { Point, Rect, ResizeHandle } from '../../scene/types.js';
import { resolveParameter } from './panel-parameters.js';
import type { Studio } from './studio.js';

/** Of a new note, canvas units. */
export const NOTE_SIZE = { width: 220, height: 120 } as const;

/** Canvas units of one press of a key. */
const STEP = 10;
const RESIZE: Readonly<Record<string, readonly [handle: ResizeHandle, dx: number, dy: number]>> = {
  wider: ['e', STEP, 0],
  narrower: ['e', -STEP, 0],
  taller: ['s', 0, STEP],
  shorter: ['s', 0, -STEP],
};

export class ItemActions {
  constructor(private readonly studio: Studio) {}

  /** Room that an item takes, for commands that place things. */
  readonly rectOf = (id: string): Rect | undefined => this.studio.view.scene.rect(id);

  /** With what is inside the frames among them. */
  withContent(ids: ReadonlySet<string>): string[] {
    const { graph, view } = this.studio;
    return [...new Set([...ids].flatMap((id) => (graph.groups.has(id) ? [id, ...view.scene.contentOf(id)] : [id])))];
  }

  addNote(corner: Point): string | undefined {
    const { graph, messages, levels, selected } = this.studio;
    const note = { x: Math.round(corner.x), y: Math.round(corner.y), ...NOTE_SIZE, text: '', parent: levels.current };
    const id = messages.attempt(() => graph.addNote(note));
    if (id !== undefined) selected.set([id]);
    return id;
  }

  /** Switches the selected nodes to `mode`, or back where all of them have it. */
  toggleMode(mode: Exclude<NodeMode, 'active'>): void {
    const { graph, messages, selected } = this.studio;
    const now = messages.attempt(() => setModes(graph, selected.ids, mode));
    if (now) messages.announce({ active: 'Active', muted: 'Muted', bypassed: 'Bypassed' }[now]);
  }

  /** Leads a wire, the selected one by default, through a new reroute; its middle by default. */
  reroute(edgeId: string, at: Point | undefined): void {
    const { graph, messages, selected, view } = this.studio;
    const edge = view.scene.edges.get(edgeId);
    const ends = edge && view.scene.edgeEnds(edge);
    const middle = ends && { x: (ends.from.x + ends.to.x) / 2, y: (ends.from.y + ends.to.y) / 2 };
    const place = at ?? middle;
    const id = place && messages.attempt(() => insertReroute(graph, edgeId, place));
    if (id === undefined) return;
    selected.setEdge(null);
    selected.set([id]);
  }

  /** Lays out what is selected, or all of the level, by its connections; the layout is fetched on first use. */
  async arrange(): Promise<void> {
    const { graph, levels, messages, selected } = this.studio;
    const { rectOf } = this;
    try {
      const { arrangeItems, arrangeLevel } = await import('../../graph/commands/arrange.js');
      if (selected.ids.size > 1) await arrangeItems(graph, selected.ids, rectOf);
      else await arrangeLevel(graph, levels.current, rectOf);
    } catch (error) {
      messages.report(GdsError.from(error, 'GDS_CHANGE'));
    }
  }

  /** The selected frames and notes. */
  coloured(): (GroupRecord | NoteRecord)[] {
    const { graph, selected } = this.studio;
    return [...selected.ids].flatMap((id) => graph.groups.get(id) ?? graph.notes.get(id) ?? []);
  }

  setColor(color: string): void {
    const { graph, messages } = this.studio;
    const items = this.coloured();
    messages.attempt(() =>
      graph.transact('Change colour', () => {
        for (const { id } of items)
          if (graph.groups.has(id)) graph.setGroup(id, { color });
          else graph.setNote(id, { color });
      }),
    );
  }

  /** Resizes the one selected item by one step; false where it cannot be resized. */
  resizeBy(way: string): boolean {
    const { graph, messages, selected, view } = this.studio;
    const id = selected.only;
    const step = RESIZE[way];
    const rect = id === undefined ? undefined : view.scene.sizeRect(id);
    const min = id === undefined ? undefined : view.scene.minSize(id);
    if (id === undefined || !step || !rect || !min) return false;
    messages.attempt(() => graph.setRect(id, resizeRect(rect, ...step, min)));
    return true;
  }

  /** Shows a parameter at the subgraph around its node, or hides it there; `id` may be the subgraph itself. */
  promote(id: string, name: string, on: boolean): void {
    const { graph, messages } = this.studio;
    const node = graph.nodes.get(id);
    const subgraph = node?.type === SUBGRAPH && name.includes('/') ? id : node?.parent;
    if (subgraph === undefined) return;
    const ref = resolveParameter(graph, id, name);
    messages.attempt(() => (on ? promote(graph, subgraph, ...ref) : demote(graph, subgraph, ...ref)));
    messages.announce(on ? 'Shown at the subgraph' : 'Hidden at the subgraph');
  }

  /** Wires of the port that has focus, the selected wire, or all wires at the selected nodes. */
  wires(): string[] {
    const { graph, selected, ports } = this.studio;
    if (ports.focused) return ports.wires().map(({ id }) => id);
    if (selected.edge !== null) return [selected.edge];
    return [...new Set(selected.nodes.flatMap((id) => graph.edgesOf(id).map((edge) => edge.id)))];
  }

  disconnect(): void {
    const { graph, messages } = this.studio;
    messages.attempt(() => graph.deleteEdges(this.wires()));
  }
}
