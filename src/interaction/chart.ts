/**
 * The interaction chart: one state at a time turns pointers into commands.
 *
 * It knows the scene it asks, the host it commands, and nothing of the DOM: `input.ts` translates events into
 * {@link CanvasPointer}s. A second finger leads to Pinching from any state; losing the pointer or Escape leads to Idle and
 * leaves the document as it was.
 */
import type { Camera } from '../scene/camera.js';
import type { Scene } from '../scene/scene.js';
import type { Hit, Point, Rect } from '../scene/types.js';
import type { PortRef } from '../graph/types.js';
import { Idle } from './idle.js';
import { Pinching } from './pinching.js';

export interface CanvasPointer {
  readonly id: number;
  readonly type: string;
  /** 0 main, 1 middle, 2 secondary. */
  readonly button: number;
  /** CSS pixels from the viewport's top left corner. */
  readonly screen: Point;
  /** Canvas units. */
  readonly point: Point;
  readonly shift: boolean;
  readonly mod: boolean;
}

export interface PortEnd {
  readonly ref: PortRef;
  readonly direction: 'in' | 'out';
}

/** What states ask of whoever owns the chart; `<gds-canvas>` implements it. */
export interface ChartHost {
  readonly scene: Scene;
  readonly readonly: boolean;
  readonly camera: Camera;
  readonly selection: ReadonlySet<string>;
  /** Moves the view by hand: at once, ending any glide. */
  setCamera(camera: Camera): void;
  select(ids: Iterable<string>): void;
  selectEdge(id: string | null): void;
  /** A node was clicked: whatever covers it now gives way. */
  reveal(nodeId: string): void;
  /** Whether an edge between the two ends would be accepted: direction, type, cycle. */
  canConnect(a: PortEnd, b: PortEnd): boolean;
  /** The person tried to; says why it is not. */
  explainRefusal(a: PortEnd, b: PortEnd): void;
  /** A wire was dropped on a node beside its ports: joins it where one port takes it, asks where several do. `instead` as in `connect`. */
  connectToNode(from: PortEnd, nodeId: string, at: Point, instead?: string): void;
  /** The edge that ends at this input, if any. */
  edgeInto(ref: PortRef): { readonly id: string; readonly from: PortRef } | undefined;
  /** What moves when these are dragged: frames bring their content, what is locked stays. Empty where all of it is locked. */
  movable(ids: ReadonlySet<string>): ReadonlySet<string>;
  /** The person tried to move or resize what is locked. */
  explainLocked(): void;
  /** One command each. */
  move(ids: ReadonlySet<string>, dx: number, dy: number): void;
  resize(id: string, rect: Rect): void;
  /** `instead`: the edge that this one takes the place of. */
  connect(a: PortEnd, b: PortEnd, instead?: string): void;
  disconnect(edgeId: string): void;
  /** `at` in canvas units; with `accepts` the palette offers only what can be joined to that end. */
  openPalette(at: Point, accepts?: PortEnd): void;
  /** A double click: edits, enters or adds, by what lies there. */
  open(hit: Hit | null, at: Point): void;
  /** What can be done with what lies there; it has been selected. */
  openMenu(hit: Hit | null, at: Point): void;
  setCursor(cursor: Cursor): void;
  /** A press or drag began or ended. */
  busyChanged(): void;
}

export type Cursor =
  'default' | 'grab' | 'grabbing' | 'move' | 'crosshair' | 'text' | 'pointer' | 'ns-resize' | 'ew-resize' | 'nwse-resize' | 'nesw-resize';

/** The node, frame or note that was hit; undefined for a wire. */
export function itemOf(hit: Hit): string | undefined {
  if (hit.kind === 'port') return hit.ref[0];
  if (hit.kind === 'edge') return undefined;
  return 'nodeId' in hit ? hit.nodeId : hit.id;
}

export interface State {
  readonly name: string;
  enter?(): void;
  exit?(): void;
  pointerDown?(pointer: CanvasPointer): State | void;
  pointerMove?(pointer: CanvasPointer): State | void;
  pointerUp?(pointer: CanvasPointer): State | void;
  doubleClick?(pointer: CanvasPointer): State | void;
  contextMenu?(pointer: CanvasPointer): State | void;
}

/** Screen pixels a pressed pointer may wander before the press becomes a drag. */
export const DRAG_THRESHOLD = { mouse: 3, pen: 5, touch: 8 } as const;

export const pastThreshold = (start: CanvasPointer, now: CanvasPointer): boolean => {
  const threshold = DRAG_THRESHOLD[start.type as keyof typeof DRAG_THRESHOLD] ?? DRAG_THRESHOLD.mouse;
  return Math.hypot(now.screen.x - start.screen.x, now.screen.y - start.screen.y) > threshold;
};

export class Chart {
  /** Space is held: the main button pans. */
  spaceHeld = false;
  #state: State;
  readonly #touches = new Map<number, CanvasPointer>();

  constructor(readonly host: ChartHost) {
    this.#state = new Idle(this);
    this.#state.enter?.();
  }

  get state(): string {
    return this.#state.name;
  }

  /** True while a press or drag is on its way. */
  get busy(): boolean {
    return this.#state.name !== 'idle';
  }

  pointerDown(pointer: CanvasPointer): void {
    if (pointer.type === 'touch') {
      this.#touches.set(pointer.id, pointer);
      const [first, second] = [...this.#touches.values()];
      if (first && second && this.#touches.size === 2) return this.go(new Pinching(this, first, second));
      if (this.#touches.size > 2) return;
    }
    this.go(this.#state.pointerDown?.(pointer));
  }

  pointerMove(pointer: CanvasPointer): void {
    if (this.#touches.has(pointer.id)) this.#touches.set(pointer.id, pointer);
    this.go(this.#state.pointerMove?.(pointer));
  }

  pointerUp(pointer: CanvasPointer): void {
    this.#touches.delete(pointer.id);
    this.go(this.#state.pointerUp?.(pointer));
  }

  /** The pointer was lost: nothing has happened. */
  pointerCancel(id: number): void {
    this.#touches.delete(id);
    this.cancel();
  }

  doubleClick(pointer: CanvasPointer): void {
    this.go(this.#state.doubleClick?.(pointer));
  }

  contextMenu(pointer: CanvasPointer): void {
    this.go(this.#state.contextMenu?.(pointer));
  }

  /** A finger has rested in one place: as a secondary click there. The press that it began is over. */
  longPress(pointer: CanvasPointer): void {
    this.cancel();
    this.contextMenu(pointer);
  }

  /** Back to Idle without a trace; returns whether there was anything to end. */
  cancel(): boolean {
    if (!this.busy) return false;
    this.go(new Idle(this));
    return true;
  }

  /** Forgets fingers too; on disconnect and blur. */
  reset(): void {
    this.#touches.clear();
    this.spaceHeld = false;
    this.cancel();
    this.host.scene.setHover(null);
  }

  setSpace(held: boolean): void {
    if (this.spaceHeld === held) return;
    this.spaceHeld = held;
    if (!this.busy) this.host.setCursor(held ? 'grab' : 'default');
  }

  go(next: State | void): void {
    if (!next || next === this.#state) return;
    const wasBusy = this.busy;
    this.#state.exit?.();
    this.#state = next;
    next.enter?.();
    if (this.busy !== wasBusy) this.host.busyChanged();
  }
}
