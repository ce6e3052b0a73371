/**
 * Nothing is pressed. Shows what lies under the pointer and decides, by what is pressed there, where to go next: Panning,
 * PressingNode, DraggingWire, PressingEdge or PressingCanvas.
 */
import type { Hit } from '../scene/types.js';
import type { CanvasPointer, Chart, Cursor, State } from './chart.js';
import { DraggingWire } from './dragging-wire.js';
import { Panning } from './panning.js';
import { PressingCanvas } from './pressing-canvas.js';
import { PressingEdge } from './pressing-edge.js';
import { PressingNode } from './pressing-node.js';

const CURSORS: Readonly<Record<Hit['kind'], Cursor>> = {
  port: 'crosshair',
  field: 'text',
  menu: 'pointer',
  media: 'default',
  node: 'default',
  edge: 'pointer',
};

export class Idle implements State {
  readonly name = 'idle';
  constructor(private readonly chart: Chart) {}

  enter(): void {
    this.chart.host.setCursor(this.chart.spaceHeld ? 'grab' : 'default');
  }

  pointerMove(pointer: CanvasPointer): void {
    if (pointer.type === 'touch') return;
    const { host } = this.chart;
    const hit = this.#hit(pointer);
    if (hit?.kind === 'port') host.scene.setHover({ nodeId: hit.ref[0], port: { ref: hit.ref, direction: hit.direction } });
    else if (hit?.kind === 'edge') host.scene.setHover({ edgeId: hit.edgeId });
    else host.scene.setHover(hit ? { nodeId: hit.nodeId } : null);
    if (!this.chart.spaceHeld) host.setCursor(hit ? CURSORS[hit.kind] : 'default');
  }

  pointerDown(pointer: CanvasPointer): State | void {
    if (pointer.button === 1 || (pointer.button === 0 && this.chart.spaceHeld)) return new Panning(this.chart, pointer);
    if (pointer.button !== 0) return;
    const hit = this.#hit(pointer);
    if (!hit) return pointer.type === 'touch' ? new Panning(this.chart, pointer) : new PressingCanvas(this.chart, pointer);
    switch (hit.kind) {
      case 'port':
        return this.chart.host.readonly ? undefined : DraggingWire.from(this.chart, pointer, hit);
      case 'edge':
        return new PressingEdge(this.chart, pointer, hit.edgeId);
      default:
        return new PressingNode(this.chart, pointer, hit);
    }
  }

  doubleClick(pointer: CanvasPointer): void {
    const { host } = this.chart;
    const hit = this.#hit(pointer);
    if (hit?.kind === 'field') host.editField(hit.nodeId, hit.param);
    else if (!hit && !host.readonly) host.openPalette(pointer.point);
  }

  contextMenu(pointer: CanvasPointer): void {
    const { host } = this.chart;
    const hit = this.#hit(pointer);
    if (!hit) return host.readonly ? undefined : host.openPalette(pointer.point);
    if (hit.kind === 'edge') return host.selectEdge(hit.edgeId);
    const nodeId = hit.kind === 'port' ? hit.ref[0] : hit.nodeId;
    if (!host.selection.has(nodeId)) host.select([nodeId]);
    host.openNodeMenu(nodeId, pointer.point);
  }

  #hit(pointer: CanvasPointer): Hit | null {
    return this.chart.host.scene.hitTest(pointer.point, this.chart.host.camera.zoom);
  }
}
