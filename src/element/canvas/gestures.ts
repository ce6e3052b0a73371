/** What gestures of the pointer do to the document. Each is one step, and told to a screen reader where it changes wires. */
import { detachNodes, outerEdges } from '../../graph/commands/detach.js';
import { insertNode, insertionFit } from '../../graph/commands/insert.js';
import { insertReroute } from '../../graph/commands/reroute.js';
import { itemOf, type DropOptions, type PortEnd } from '../../interaction/chart.js';
import type { Hit, Point } from '../../scene/types.js';
import type { Studio } from './studio.js';

export class Gestures {
  constructor(private readonly studio: Studio) {}

  move(ids: ReadonlySet<string>, dx: number, dy: number, { detach = false, into }: DropOptions): void {
    const { graph, messages } = this.studio;
    const nodes = new Set([...ids].filter((id) => graph.nodes.has(id)));
    const cut = detach ? outerEdges(graph, nodes) : [];
    const [node] = nodes;
    const name = nodes.size === 1 && node !== undefined ? this.studio.nameOf(node) : `${nodes.size} nodes`;
    if (cut.length === 0 && into === undefined) return void messages.attempt(() => graph.moveItems(ids, dx, dy));
    const done = messages.attempt(() => {
      graph.transact(into === undefined ? `Detach ${name}` : `Insert ${name}`, () => {
        if (dx !== 0 || dy !== 0) graph.moveItems(ids, dx, dy);
        if (cut.length > 0) detachNodes(graph, nodes);
        if (into !== undefined && node !== undefined) insertNode(graph, node, into);
      });
      return true;
    });
    if (done) messages.announce(into === undefined ? `Detached ${name} from its connections` : `Inserted ${name} into the connection`);
  }

  inputFor(nodeId: string, edgeId: string): string | undefined {
    const { graph } = this.studio;
    const edge = graph.edges.get(edgeId);
    return edge && insertionFit(graph, nodeId, edge)?.input;
  }

  /** The wire at a canvas point, which something new dropped there goes into. */
  wireAt(at: Point): string | undefined {
    const hit = this.studio.view.scene.hitTest(at, this.studio.camera.zoom);
    return hit?.kind === 'edge' ? hit.edgeId : undefined;
  }

  /** Something is dragged over the canvas from outside: shows the wire that it would go into; null once it has gone. */
  dragOver(at: Point | null): void {
    const wire = at && this.wireAt(at);
    this.studio.view.scene.setMarked(new Set(wire == null ? [] : [wire]));
  }

  cut(edgeIds: ReadonlySet<string>): void {
    const { graph, messages } = this.studio;
    const edges = [...edgeIds].filter((id) => graph.edges.has(id));
    const what = edges.length === 1 ? 'Cut 1 connection' : `Cut ${edges.length} connections`;
    if (!this.studio.send('gds-before-delete', { nodes: [], edges }, { cancelable: true })) return;
    messages.attempt(() => graph.transact(what, () => graph.deleteEdges(edges)));
    messages.announce(what);
  }

  reroute(edgeId: string, at: Point): void {
    const { graph, messages, selected } = this.studio;
    const id = messages.attempt(() => insertReroute(graph, edgeId, at));
    if (id !== undefined) selected.set([id]);
  }

  /** Deletes what was touched, as the command does: the host of the page may refuse, locks hold. */
  erase(hit: Hit): void {
    const { selected, actions } = this.studio;
    const id = itemOf(hit);
    selected.setEdge(hit.kind === 'edge' ? hit.edgeId : null);
    selected.set(id === undefined ? [] : [id]);
    actions.deleteSelection();
  }

  connecting({ ref, direction }: PortEnd): void {
    const { graph, messages } = this.studio;
    const { inputs, outputs } = graph.portsOf(ref[0], true);
    const port = (direction === 'in' ? inputs : outputs).find(({ id }) => id === ref[1]);
    const goal = direction === 'out' ? 'an input' : 'an output';
    messages.announce(`Connecting ${port?.title ?? ref[1]} of ${this.studio.nameOf(ref[0])}. Choose ${goal}; Escape ends.`);
  }
}
