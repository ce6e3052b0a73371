/**
 * The interaction chart: one state at a time turns pointers into commands. `docs/rules/interaction.md` lists the states and where
 * each leads; a test holds the list.
 *
 * It knows the scene it asks, the host it commands, and nothing of the DOM: `input.ts` translates events into
 * {@link CanvasPointer}s. A second finger leads to Pinching from any state; losing the pointer or Escape leads to Idle and
 * leaves the document and the selection as they were. A pen sends fingers away: they are the hand that rests on the screen.
 */
import { toCanvas, type Camera, type Size } from '../scene/camera.js';
import type { Scene } from '../scene/scene.js';
import type { Hit, Point, Rect } from '../scene/types.js';
import type { PortRef } from '../graph/types.js';
import { EdgeScroll } from './edge-scroll.js';
import { Idle } from './idle.js';
import { Panning } from './panning.js';
import { Pinching } from './pinching.js';

export interface CanvasPointer {
  readonly id: number;
  readonly type: string;
  /** 0 main, 1 middle, 2 secondary or a pen's barrel, {@link ERASER}. */
  readonly button: number;
  /** CSS pixels from the viewport's top left corner. */
  readonly screen: Point;
  /** Canvas units. */
  readonly point: Point;
  readonly shift: boolean;
  readonly mod: boolean;
  readonly alt: boolean;
  /** Milliseconds, on the clock of events. */
  readonly time: number;
}

/** The button of a pen's other end. */
export const ERASER = 5;

/** What the next drag does, wherever it begins: how fingers and single-handed people reach what others do with held keys. */
export type Tool = 'marquee' | 'lasso' | 'knife';

/** What a drag of items does beside moving them; all of it is one step. */
export interface DropOptions {
  /** Takes them off their wires, which are joined again where that is clear. */
  readonly detach?: boolean;
  /** Puts the one node into this wire. */
  readonly into?: string;
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
  /** What dragged things snap to. */
  readonly snap: { readonly grid: boolean; readonly guides: boolean };
  viewport(): Size;
  /** Calls `step` with every frame until the function that it gives is called; `now` in milliseconds. */
  eachFrame(step: (now: number) => void): () => void;
  /** Moves the view by hand: at once, ending any glide. */
  setCamera(camera: Camera): void;
  /** The view was let go of at this speed, CSS pixels per millisecond. Nothing under reduced motion. */
  coast(vx: number, vy: number): void;
  /** Ends coasting; whether the view was. */
  holdView(): boolean;
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
  /** The input by which a node without wires fits into a wire; undefined where it has none, or no output for where the wire leads. */
  inputFor(nodeId: string, edgeId: string): string | undefined;
  /** One command each. */
  move(ids: ReadonlySet<string>, dx: number, dy: number, options: DropOptions): void;
  resize(id: string, rect: Rect): void;
  /** `instead`: the edge that this one takes the place of. */
  connect(a: PortEnd, b: PortEnd, instead?: string): void;
  disconnect(edgeId: string): void;
  /** The knife went through these wires. */
  cut(edgeIds: ReadonlySet<string>): void;
  /** Bends a wire at a canvas point. */
  reroute(edgeId: string, at: Point): void;
  /** The eraser touched what lies there. */
  erase(hit: Hit): void;
  /** A wire hangs on the pointer, which holds no button: a screen reader says how to go on. */
  connecting(from: PortEnd): void;
  /** `at` in canvas units; with `accepts` the palette offers only what can be joined to that end. */
  openPalette(at: Point, accepts?: PortEnd): void;
  /** A double click: edits, enters or adds, by what lies there. */
  open(hit: Hit | null, at: Point): void;
  /** What can be done with what lies there; it has been selected. */
  openMenu(hit: Hit | null, at: Point): void;
  setCursor(cursor: Cursor): void;
  /** A press or drag began or ended, or a tool was taken or put away. */
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
  /** The view moves while the pointer is at its edge. */
  readonly scrolls?: boolean;
  enter?(): void;
  exit?(): void;
  /** It ends without a trace: puts the selection back. Comes before `exit`. */
  cancel?(): void;
  /** Where two fingers that interrupted it lead back to. Without it that is Idle. */
  resume?(): State;
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
  /** Told of every transition. */
  onTransition?: (from: string, to: string) => void;
  #tool: Tool | null = null;
  #state: State;
  #last: CanvasPointer | undefined;
  readonly #touches = new Map<number, CanvasPointer>();
  readonly #edgeScroll: EdgeScroll;

  constructor(readonly host: ChartHost) {
    this.#edgeScroll = new EdgeScroll(host, () => this.refresh());
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

  get tool(): Tool | null {
    return this.#tool;
  }

  /** Takes a tool for the next drag; the same one again, or null, puts it away. */
  setTool(tool: Tool | null): void {
    this.cancel();
    this.#tool = tool === this.#tool ? null : tool;
    this.#rest();
    this.host.busyChanged();
  }

  /** The tool that is in hand, for the drag that begins now. */
  useTool(): Tool | null {
    const tool = this.#tool;
    this.#tool = null;
    return tool;
  }

  pointerDown(pointer: CanvasPointer): void {
    const held = this.host.holdView();
    if (pointer.type === 'pen' && this.#touches.size > 0) {
      this.#touches.clear();
      this.cancel();
    }
    if (pointer.type === 'touch') {
      this.#touches.set(pointer.id, pointer);
      const [first, second] = [...this.#touches.values()];
      if (first && second && this.#touches.size === 2) {
        const resume = this.#state.resume?.bind(this.#state);
        return this.go(new Pinching(this, first, second, resume));
      }
      if (this.#touches.size > 2) return;
      // The finger stops the view and takes hold of it; it means nothing that lies there.
      if (held && !this.busy) return this.go(new Panning(this, pointer, true));
    }
    this.#last = pointer;
    this.go(this.#state.pointerDown?.(pointer));
  }

  pointerMove(pointer: CanvasPointer): void {
    if (this.#touches.has(pointer.id)) this.#touches.set(pointer.id, pointer);
    this.#last = pointer;
    this.go(this.#state.pointerMove?.(pointer));
    this.#edgeScroll.follow(this.#state.scrolls ? pointer : undefined);
  }

  pointerUp(pointer: CanvasPointer): void {
    this.#touches.delete(pointer.id);
    this.go(this.#state.pointerUp?.(pointer));
  }

  /** The view has moved under a pointer that has not: what it drags stays under it. */
  refresh(): void {
    if (!this.busy || !this.#last) return;
    this.#last = { ...this.#last, point: toCanvas(this.host.camera, this.#last.screen) };
    this.go(this.#state.pointerMove?.(this.#last));
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

  /** Back to Idle without a trace, and the tool out of the hand; returns whether there was anything to end. */
  cancel(): boolean {
    if (this.#tool !== null) {
      this.#tool = null;
      this.#rest();
      this.host.busyChanged();
      return true;
    }
    if (!this.busy) return false;
    this.#state.cancel?.();
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
    this.#rest();
  }

  /** The cursor of a hand that does nothing. */
  #rest(): void {
    if (!this.busy) this.host.setCursor(this.restingCursor);
  }

  get restingCursor(): Cursor {
    return this.spaceHeld ? 'grab' : this.#tool === null ? 'default' : 'crosshair';
  }

  go(next: State | void): void {
    if (!next || next === this.#state) return;
    const wasBusy = this.busy;
    const from = this.#state.name;
    this.#state.exit?.();
    this.#state = next;
    next.enter?.();
    if (!next.scrolls) this.#edgeScroll.stop();
    this.onTransition?.(from, next.name);
    if (this.busy !== wasBusy) this.host.busyChanged();
  }
}
