/**
 * A hand in Node: the interaction chart over a real document and a real scene, with pointers, keys and frames made one by one. What
 * the element adds (popups, announcements) is noted down instead.
 */
import { withContent } from '../../src/graph/commands/groups.js';
import { reconnect } from '../../src/graph/commands/reconnect.js';
import { insertReroute } from '../../src/graph/commands/reroute.js';
import { detachNodes } from '../../src/graph/commands/detach.js';
import { insertNode, insertionFit } from '../../src/graph/commands/insert.js';
import { GraphStore } from '../../src/graph/store.js';
import type { GraphJSON } from '../../src/graph/types.js';
import { asEdge, misfit } from '../../src/element/canvas/connections.js';
import { CameraController } from '../../src/element/canvas/camera-controller.js';
import { Chart, type CanvasPointer, type ChartHost, type Cursor } from '../../src/interaction/chart.js';
import { createDefaultRegistry } from '../../src/registry/registry.js';
import { toCanvas, toScreen } from '../../src/scene/camera.js';
import { Scene } from '../../src/scene/scene.js';
import type { Point } from '../../src/scene/types.js';

const registry = createDefaultRegistry();
export const VIEWPORT = { width: 1000, height: 700 } as const;

type Keys = { readonly shift?: boolean; readonly mod?: boolean; readonly alt?: boolean };
export interface Press extends Keys {
  readonly id?: number;
  readonly type?: 'mouse' | 'touch' | 'pen';
  readonly button?: number;
}

export class Hand {
  readonly graph = new GraphStore({ registry, now: () => 0 });
  readonly scene = new Scene(registry);
  readonly chart: Chart;
  /** What was asked of the element, in order. */
  readonly told: string[] = [];
  /** Updates of the document. */
  writes = 0;
  /** Those made by a command. */
  commands = 0;
  readonly = false;
  snap = { grid: false, guides: false };
  selection: ReadonlySet<string> = new Set();
  edge: string | null = null;
  cursor: Cursor = 'default';
  time = 0;
  readonly #steps = new Set<(now: number) => void>();
  readonly #camera = new CameraController({ viewport: () => VIEWPORT, cameraMoved: () => undefined });

  constructor(json?: GraphJSON) {
    if (json) this.graph.transact('Open', () => this.graph.load(json), { undoable: false });
    this.scene.setGraph(this.graph);
    this.graph.subscribe((change) => this.scene.applyChange(change));
    this.graph.ydoc.on('update', () => (this.writes += 1));
    this.chart = new Chart(this.#host());
  }

  get camera() {
    return this.#camera.camera;
  }

  /** Document, what is in flight, and what floats: all of it at rest again. */
  get untouched(): boolean {
    const { overlay, draft, marked } = this.scene;
    const floating = overlay.marquee !== null || overlay.lasso.length + overlay.cut.length + overlay.guides.length > 0;
    const displaced = [...this.graph.nodes.values()].some(({ id, x, y }) => {
      const rect = this.scene.rect(id);
      return rect !== undefined && (rect.x !== x || rect.y !== y);
    });
    return !floating && draft === null && marked.size === 0 && !displaced && this.#steps.size === 0;
  }

  /** A pointer at a screen point. */
  pointer(screen: Point, { id = 1, type = 'mouse', button = 0, shift = false, mod = false, alt = false }: Press = {}): CanvasPointer {
    return { id, type, button, screen, point: toCanvas(this.camera, screen), shift, mod, alt, time: this.time };
  }
  /** Where a canvas point is on the screen. */
  at(x: number, y: number): Point {
    return toScreen(this.camera, { x, y });
  }
  port(nodeId: string, portId: string): Point {
    const at = this.scene.portPosition(nodeId, portId);
    if (!at) throw new Error(`${nodeId} has no port ${portId}`);
    return this.at(at.x, at.y);
  }
  down(screen: Point, press?: Press): void {
    this.chart.pointerDown(this.pointer(screen, press));
  }
  move(screen: Point, press?: Press): void {
    this.time += 8;
    this.chart.pointerMove(this.pointer(screen, press));
  }
  up(screen: Point, press?: Press): void {
    this.chart.pointerUp(this.pointer(screen, press));
  }
  click(screen: Point, press?: Press): void {
    this.down(screen, press);
    this.up(screen, press);
  }
  /** Presses and moves through all the points, without letting go. */
  drag(points: readonly Point[], press?: Press): void {
    const [first, ...others] = points;
    this.down(first!, press);
    let from = first!;
    for (const to of others) {
      for (let step = 1; step <= 4; step += 1)
        this.move({ x: from.x + ((to.x - from.x) * step) / 4, y: from.y + ((to.y - from.y) * step) / 4 }, press);
      from = to;
    }
  }
  stroke(points: readonly Point[], press?: Press): void {
    this.drag(points, press);
    this.up(points.at(-1)!, press);
  }
  /** `count` frames of `ms` each. */
  frames(count: number, ms = 16): void {
    for (let frame = 0; frame < count; frame += 1) {
      this.time += ms;
      for (const step of [...this.#steps]) step(this.time);
    }
  }
  get framing(): boolean {
    return this.#steps.size > 0;
  }

  edges(): string[] {
    return [...this.graph.edges.values()].map(({ from, to }) => `${from.join('.')} ${to.join('.')}`).sort();
  }
  steps(): number {
    return this.graph.history().done.length;
  }

  #host(): ChartHost {
    const { graph, scene, told } = this;
    const command = (change: () => unknown): void => {
      this.commands += 1;
      try {
        change();
      } catch (error) {
        told.push(`refused ${(error as Error).message}`);
      }
    };
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the getters below read it afresh
    const hand = this;
    return {
      scene,
      get readonly() {
        return hand.readonly;
      },
      get camera() {
        return hand.camera;
      },
      get selection() {
        return hand.selection;
      },
      get snap() {
        return hand.snap;
      },
      viewport: () => VIEWPORT,
      eachFrame: (step) => {
        hand.#steps.add(step);
        return () => hand.#steps.delete(step);
      },
      setCamera: (camera) => hand.#camera.set(camera),
      coast: (vx, vy) => void told.push(`coast ${vx.toFixed(2)} ${vy.toFixed(2)}`),
      holdView: () => false,
      select: (ids) => {
        hand.selection = new Set(ids);
        scene.setSelection(hand.selection);
      },
      selectEdge: (id) => (hand.edge = id),
      reveal: () => undefined,
      canConnect: (a, b) => misfit(graph, a, b) === undefined,
      explainRefusal: () => void told.push('refusal'),
      connectToNode: (from, nodeId) => void told.push(`connect ${from.ref.join('.')} to node ${nodeId}`),
      edgeInto: (ref) => graph.edgeAt(...ref),
      movable: (ids) => {
        const free = [...ids].filter((id) => !(graph.nodes.get(id) ?? graph.groups.get(id) ?? graph.notes.get(id))?.locked);
        return new Set(withContent(graph, free, (id) => scene.rect(id)));
      },
      explainLocked: () => void told.push('locked'),
      inputFor: (nodeId, edgeId) => {
        const edge = graph.edges.get(edgeId);
        return edge && insertionFit(graph, nodeId, edge)?.input;
      },
      move: (ids, dx, dy, { detach, into }) =>
        command(() =>
          graph.transact('Move', () => {
            graph.moveItems(ids, dx, dy);
            if (detach) detachNodes(graph, ids);
            if (into !== undefined) insertNode(graph, [...ids][0]!, into);
          }),
        ),
      resize: (id, rect) => command(() => graph.setRect(id, rect)),
      connect: (a, b, instead) =>
        command(() => {
          const { from, to } = asEdge(a, b)!;
          const before = instead === undefined ? undefined : graph.edges.get(instead);
          if (!before) graph.addEdge(from, to);
          else if (before.from[0] === from[0] && before.from[1] === from[1]) reconnect(graph, before.id, 'to', to);
          else reconnect(graph, before.id, 'from', from);
        }),
      disconnect: (id) => command(() => graph.deleteEdges([id])),
      cut: (ids) => command(() => graph.deleteEdges(ids)),
      reroute: (id, at) => command(() => insertReroute(graph, id, at)),
      erase: (hit) => void told.push(`erase ${hit.kind}`),
      connecting: (from) => void told.push(`connecting ${from.ref.join('.')}`),
      openPalette: (_at, accepts) => void told.push(`palette ${accepts?.ref.join('.') ?? ''}`),
      open: (hit) => void told.push(`open ${hit?.kind ?? 'canvas'}`),
      openMenu: (hit) => void told.push(`menu ${hit?.kind ?? 'canvas'}`),
      setCursor: (cursor) => (hand.cursor = cursor),
      busyChanged: () => undefined,
    };
  }
}
