/**
 * The loose end of a wire: follows the pointer, snaps to the nearest port that takes it, and what letting go of it does. Shared by
 * dragging a wire and by connecting with two clicks.
 */
import type { Hit } from '../scene/types.js';
import type { CanvasPointer, Chart, PortEnd } from './chart.js';

/**
 * Screen pixels: a port draws the wire to it within `reach`, keeps it until `keep`, and gives it to another one that is nearer by
 * `advantage`. The difference keeps a trembling hand from switching between two ports.
 */
export const SNAP = { reach: 24, keep: 34, advantage: 8 } as const;

export interface PickedWire {
  readonly id: string;
  /** The port that its loose end was at. */
  readonly at: PortEnd;
}

export class Aim {
  #held: PortEnd | undefined;

  constructor(
    private readonly chart: Chart,
    readonly from: PortEnd,
    /** The edge whose end is loose, where it is not a new one. */
    readonly picked?: PickedWire,
  ) {}

  show(pointer: CanvasPointer): void {
    this.#held = this.#target(pointer);
    const to = this.#held ? { ref: this.#held.ref } : pointer.point;
    this.chart.host.scene.setDraft({ from: this.from, to }, (ref, direction) => this.#accepts({ ref, direction }));
  }

  /** Joins, asks, offers or removes, by what lies there. */
  release(pointer: CanvasPointer): void {
    const { host } = this.chart;
    const target = this.#target(pointer);
    if (target) this.#join(target);
    else this.#miss(host.scene.hitTest(pointer.point, host.camera.zoom), pointer);
  }

  clear(): void {
    this.#held = undefined;
    this.chart.host.scene.setDraft(null);
  }

  #join(target: PortEnd): void {
    if (this.picked && sameRef(target.ref, this.picked.at.ref)) return;
    this.chart.host.connect(this.from, target, this.picked?.id);
  }

  /** Released where nothing takes the wire. */
  #miss(hit: Hit | null, pointer: CanvasPointer): void {
    const { host } = this.chart;
    if (hit?.kind === 'port') {
      const end: PortEnd = { ref: hit.ref, direction: hit.direction };
      const own = sameRef(end.ref, this.from.ref) || (this.picked && sameRef(end.ref, this.picked.at.ref));
      if (!own) host.explainRefusal(this.from, end);
    } else if (hit && 'nodeId' in hit && hit.nodeId !== this.from.ref[0])
      host.connectToNode(this.from, hit.nodeId, pointer.point, this.picked?.id);
    else if (hit !== null) return;
    else if (this.picked) host.disconnect(this.picked.id);
    else host.openPalette(pointer.point, this.from);
  }

  #accepts(end: PortEnd): boolean {
    return end.direction !== this.from.direction && this.chart.host.canConnect(this.from, end);
  }

  #target(pointer: CanvasPointer): PortEnd | undefined {
    const { scene, camera } = this.chart.host;
    const { reach, keep, advantage } = SNAP;
    const found = scene.nearestPort(pointer.point, reach / camera.zoom, (ref, direction) => this.#accepts({ ref, direction }));
    const held = this.#held && scene.portPosition(...this.#held.ref, this.#held.direction);
    const away = held ? Math.hypot(held.x - pointer.point.x, held.y - pointer.point.y) * camera.zoom : Infinity;
    if (this.#held && away <= keep && !(found && found.distance * camera.zoom + advantage < away)) return this.#held;
    return found ?? undefined;
  }
}

const sameRef = (a: PortEnd['ref'], b: PortEnd['ref']): boolean => a[0] === b[0] && a[1] === b[1];
