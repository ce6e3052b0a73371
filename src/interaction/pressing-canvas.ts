/**
 * A button is down where a drag draws a path: a marquee, a lasso or a knife's. A click deselects; one of the secondary button opens
 * the menu; one of the eraser deletes what it touches.
 */
import { ERASER, pastThreshold, type CanvasPointer, type Chart, type State, type Tool } from './chart.js';
import { Cutting } from './cutting.js';
import { Idle } from './idle.js';
import { Lasso } from './lasso.js';
import { Marquee } from './marquee.js';

const DRAGS = { marquee: Marquee, lasso: Lasso, knife: Cutting } as const;

export class PressingCanvas implements State {
  readonly name = 'pressing-canvas';

  constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
    private readonly tool: Tool,
  ) {}

  enter(): void {
    this.chart.host.setCursor('crosshair');
  }

  pointerMove(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id || !pastThreshold(this.start, pointer)) return;
    const drag = new DRAGS[this.tool](this.chart, this.start);
    drag.pointerMove(pointer);
    return drag;
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id) return;
    const { host } = this.chart;
    const idle = new Idle(this.chart);
    if (this.start.button === 2) idle.contextMenu(pointer);
    else if (this.start.button === ERASER) {
      const hit = host.scene.hitTest(pointer.point, host.camera.zoom);
      if (hit) host.erase(hit);
    } else {
      host.selectEdge(null);
      if (!this.start.shift && !this.start.mod) host.select([]);
    }
    return idle;
  }
}
