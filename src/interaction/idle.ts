/**
 * Nothing is pressed. Shows what lies under the pointer and decides, by what is pressed there, where to go next: Panning,
 * PressingItem, PressingHandle, DraggingWire, PressingEdge or PressingCanvas.
 */
import type { Hover } from '../scene/hover.js';
import type { Hit } from '../scene/types.js';
import { ERASER, itemOf, type CanvasPointer, type Chart, type Cursor, type State } from './chart.js';
import { DraggingWire } from './dragging-wire.js';
import { Panning } from './panning.js';
import { PressingCanvas } from './pressing-canvas.js';
import { PressingEdge } from './pressing-edge.js';
import { PressingHandle } from './pressing-handle.js';
import { PressingItem } from './pressing-item.js';
import { HANDLE_CURSORS } from './resizing.js';

const CURSORS: Readonly<Record<Exclude<Hit['kind'], 'resize'>, Cursor>> = {
  port: 'crosshair',
  field: 'text',
  menu: 'pointer',
  media: 'default',
  node: 'default',
  edge: 'pointer',
  'group-title': 'move',
  'group-border': 'move',
  note: 'default',
};

export class Idle implements State {
  readonly name = 'idle';
  constructor(private readonly chart: Chart) {}

  enter(): void {
    this.chart.host.setCursor(this.chart.restingCursor);
  }

  pointerMove(pointer: CanvasPointer): void {
    if (pointer.type === 'touch') return;
    const { host } = this.chart;
    const hit = this.#hit(pointer);
    host.scene.setHover(hoverOf(hit));
    if (!this.chart.spaceHeld && this.chart.tool === null) host.setCursor(cursorFor(hit, host.readonly));
  }

  pointerDown(pointer: CanvasPointer): State | void {
    const { readonly } = this.chart.host;
    if (pointer.button === 1 || (pointer.button === 0 && this.chart.spaceHeld)) return new Panning(this.chart, pointer);
    if (pointer.button === ERASER || (pointer.button === 2 && pointer.mod))
      return readonly ? undefined : new PressingCanvas(this.chart, pointer, 'knife');
    if (pointer.button !== 0) return;
    const tool = this.chart.useTool();
    if (tool) return new PressingCanvas(this.chart, pointer, tool);
    const hit = this.#hit(pointer);
    const id = hit && itemOf(hit);
    if (!hit && pointer.type === 'touch') return new Panning(this.chart, pointer);
    if (!hit) return new PressingCanvas(this.chart, pointer, !pointer.alt ? 'marquee' : pointer.mod && !readonly ? 'knife' : 'lasso');
    if (hit.kind === 'edge') return new PressingEdge(this.chart, pointer, hit.edgeId);
    if (hit.kind === 'port') return readonly ? undefined : DraggingWire.from(this.chart, pointer, hit);
    if (hit.kind === 'resize' && !readonly) return new PressingHandle(this.chart, pointer, hit);
    if (id != null) return new PressingItem(this.chart, pointer, hit, id);
  }

  doubleClick(pointer: CanvasPointer): void {
    this.chart.host.open(this.#hit(pointer), pointer.point);
  }

  contextMenu(pointer: CanvasPointer): void {
    const { host } = this.chart;
    const hit = this.#hit(pointer);
    if (hit?.kind === 'edge') {
      host.select([]);
      host.selectEdge(hit.edgeId);
    } else {
      const id = hit && itemOf(hit);
      host.selectEdge(null);
      if (id == null) host.select([]);
      else if (!host.selection.has(id)) host.select([id]);
    }
    host.openMenu(hit, pointer.point);
  }

  #hit(pointer: CanvasPointer): Hit | null {
    return this.chart.host.scene.hitTest(pointer.point, this.chart.host.camera.zoom);
  }
}

function cursorFor(hit: Hit | null, readonly: boolean): Cursor {
  if (!hit || (readonly && (hit.kind === 'resize' || hit.kind.startsWith('group')))) return 'default';
  return hit.kind === 'resize' ? HANDLE_CURSORS[hit.handle] : CURSORS[hit.kind];
}

function hoverOf(hit: Hit | null): Hover {
  if (!hit) return null;
  switch (hit.kind) {
    case 'port':
      return { nodeId: hit.ref[0], port: { ref: hit.ref, direction: hit.direction } };
    case 'edge':
      return { edgeId: hit.edgeId };
    case 'group-title':
    case 'group-border':
      return { groupId: hit.id };
    case 'note':
      return { noteId: hit.id };
    case 'resize':
      return hit.item === 'node' ? { nodeId: hit.id } : hit.item === 'group' ? { groupId: hit.id } : { noteId: hit.id };
    default:
      return { nodeId: hit.nodeId };
  }
}
