/**
 * Connecting with two clicks or taps: a port was clicked, and its wire hangs on the pointer without a button held. The next click is
 * as letting go of a dragged wire; dragging moves the view, two fingers zoom it. Escape, the secondary button and the port itself
 * end it.
 */
import { panBy } from '../scene/camera.js';
import { Aim } from './aim.js';
import { pastThreshold, type CanvasPointer, type Chart, type PortEnd, type State } from './chart.js';
import { Idle } from './idle.js';

export class Connecting implements State {
  readonly name = 'connecting';
  readonly #aim: Aim;
  #press: { readonly start: CanvasPointer; last: CanvasPointer; moved: boolean } | undefined;

  constructor(
    private readonly chart: Chart,
    private readonly from: PortEnd,
    private readonly at: CanvasPointer,
  ) {
    this.#aim = new Aim(chart, from);
  }

  enter(): void {
    this.chart.host.setCursor('crosshair');
    this.chart.host.connecting(this.from);
    this.#aim.show(this.at);
  }

  pointerDown(pointer: CanvasPointer): State | void {
    if (pointer.button === 2) return new Idle(this.chart);
    this.#press = { start: pointer, last: pointer, moved: false };
  }

  pointerMove(pointer: CanvasPointer): void {
    const press = this.#press;
    if (!press) return this.#aim.show(pointer);
    if (pointer.id !== press.start.id) return;
    press.moved ||= pastThreshold(press.start, pointer);
    if (!press.moved) return;
    const { host } = this.chart;
    host.setCamera(panBy(host.camera, pointer.screen.x - press.last.screen.x, pointer.screen.y - press.last.screen.y));
    press.last = pointer;
  }

  pointerUp(pointer: CanvasPointer): State | void {
    const press = this.#press;
    if (pointer.id !== press?.start.id) return;
    this.#press = undefined;
    if (press.moved || press.start.button === 1) return;
    this.#aim.release(pointer);
    return new Idle(this.chart);
  }

  resume(): State {
    return new Connecting(this.chart, this.from, this.at);
  }

  exit(): void {
    this.#aim.clear();
  }
}
