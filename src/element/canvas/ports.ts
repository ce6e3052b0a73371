/** Ports and wires by keyboard: going to them and along them, and taking wires away. */
import type { EdgeRecord } from '../../graph/types.js';
import type { PortEnd } from '../../interaction/chart.js';
import type { Line } from './mirror/lines.js';
import { keyOf } from './mirror/target.js';
import type { Studio } from './studio.js';

export class Ports {
  constructor(private readonly studio: Studio) {}

  /** The port that has focus. */
  get focused(): PortEnd | undefined {
    const { target } = this.studio.focus;
    return target?.kind === 'port' ? { ref: target.ref, direction: target.direction } : undefined;
  }

  /** Wires of the port that has focus, or the wire itself. */
  wires(): EdgeRecord[] {
    const { graph, focus } = this.studio;
    const { target } = focus;
    if (target?.kind === 'wire') return [graph.edges.get(target.id)].filter((edge) => edge !== undefined);
    const port = this.focused;
    if (!port) return [];
    const near = port.direction === 'in' ? 'to' : 'from';
    return graph.edgesOf(port.ref[0]).filter((edge) => edge[near][1] === port.ref[1] && edge[near][0] === port.ref[0]);
  }

  /** From a node to its first port; false where it has none. */
  enter(): boolean {
    const { selected, focus } = this.studio;
    const id = focus.itemId ?? selected.only;
    const first = id === undefined ? undefined : this.#lines(id)[0];
    if (first) focus.go(first.target);
    return first !== undefined;
  }

  /** To the next line below the node, from a port to its wires, or back out. */
  step(way: 'next' | 'previous' | 'inward' | 'outward'): boolean {
    const { focus } = this.studio;
    const { target, itemId } = focus;
    if (!target || itemId === undefined) return false;
    const lines = this.#lines(itemId);
    const at = lines.findIndex(({ key }) => key === keyOf(target));
    if (way === 'outward' || (way === 'previous' && at === 0)) {
      focus.go(target.kind === 'wire' ? { kind: 'port', ref: target.ref, direction: target.at } : { kind: 'item', id: itemId });
      return true;
    }
    const next = lines[way === 'previous' ? at - 1 : at + 1];
    if (next && (way !== 'inward' || next.level > lines[at]!.level)) focus.go(next.target);
    return true;
  }

  /** From the wire that has focus to the port at its other end. */
  followWire(): boolean {
    const { focus, graph } = this.studio;
    const { target } = focus;
    const edge = target?.kind === 'wire' ? graph.edges.get(target.id) : undefined;
    if (!edge || target?.kind !== 'wire') return false;
    const out = target.at === 'out';
    focus.go({ kind: 'port', ref: out ? edge.to : edge.from, direction: out ? 'in' : 'out' });
    return true;
  }

  /** To the first node that feeds what has focus, or that it feeds. */
  follow(way: 'back' | 'ahead'): boolean {
    const { focus } = this.studio;
    const { itemId, target } = focus;
    if (itemId === undefined) return false;
    const near = way === 'back' ? 'to' : 'from';
    const here = target?.kind === 'item' ? [] : this.wires().filter((edge) => edge[near][0] === itemId);
    const edge = here[0] ?? this.#firstWire(itemId, way);
    if (!edge) {
      this.studio.messages.announce(way === 'back' ? 'Nothing feeds it' : 'It feeds nothing');
      return true;
    }
    focus.go({ kind: 'item', id: way === 'back' ? edge.from[0] : edge.to[0] });
    return true;
  }

  #firstWire(id: string, way: 'back' | 'ahead'): EdgeRecord | undefined {
    const at = way === 'back' ? 'in' : 'out';
    const line = this.#lines(id).find(({ target }) => target.kind === 'wire' && target.at === at);
    return line?.target.kind === 'wire' ? this.studio.graph.edges.get(line.target.id) : undefined;
  }

  #lines(id: string): readonly Line[] {
    return this.studio.mirror.below(id);
  }
}
