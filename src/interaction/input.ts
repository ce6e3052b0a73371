/**
 * DOM events of the canvas surface, translated for the chart and for commands.
 *
 * Etiquette: keys are handled only while focus is inside the surface and only if they mean something here; a plain wheel and one
 * finger belong to the page unless the person has put focus on the canvas by a click, a tap or a key (or the host asked for
 * `capture`); Ctrl or ⌘ with the wheel and two fingers are always the canvas's; a lost window forgets held keys. Every listener hangs
 * on the one AbortSignal given, so a disconnect leaves none behind.
 */
import { toCanvas } from '../scene/camera.js';
import type { Point } from '../scene/types.js';
import { pastThreshold, type CanvasPointer, type Chart } from './chart.js';
import { LongPress } from './long-press.js';
import { Palm } from './palm.js';
import type { Shortcut } from './shortcuts.js';
import { WheelReader } from './wheel.js';

/** What the page has just taken for itself. */
export type HintTopic = 'wheel' | 'touch';

export interface InputHost {
  /** The focusable surface; pointers are relative to its top left corner. */
  readonly surface: HTMLElement;
  readonly wheel: 'cooperative' | 'capture';
  readonly apple: boolean;
  /** The shortcut that a keystroke means now. */
  find(event: KeyboardEvent, apple: boolean): Shortcut | undefined;
  /** Carries a shortcut out; false leaves the key to the browser. */
  shortcut(shortcut: Shortcut, event: KeyboardEvent): boolean;
  /** The page scrolled over the canvas: says how the canvas is moved instead. */
  hint(about: HintTopic): void;
}

/** Elements that take text keep their keys. */
const takesText = (target: EventTarget | undefined): boolean =>
  target instanceof Element && (target.matches('input, textarea, select') || (target as HTMLElement).isContentEditable);

export class CanvasInput {
  /** The person has put focus here by pressing or by the keyboard; ends with focus. */
  #engaged = false;
  readonly #wheel = new WheelReader();
  /** A finger that the page may scroll with still: a tap if it does not. */
  #waiting: CanvasPointer | undefined;
  /** The menu of a secondary press has been dealt with; on some systems its event comes on release. */
  #menuDone = false;
  readonly #palm = new Palm();
  readonly #rest = new LongPress((pointer) => {
    this.#waiting = undefined;
    this.host.surface.focus({ preventScroll: true });
    this.chart.longPress(pointer);
  });

  constructor(
    private readonly host: InputHost,
    private readonly chart: Chart,
  ) {}

  connect(signal: AbortSignal): void {
    const { surface } = this.host;
    const view = surface.ownerDocument.defaultView;
    const on = <K extends keyof HTMLElementEventMap>(type: K, listener: (event: HTMLElementEventMap[K]) => void, passive = true) =>
      surface.addEventListener(type, listener, { signal, passive });

    on('pointerdown', (event) => this.#down(event), false);
    on('pointermove', (event) => this.#move(event));
    on('pointerup', (event) => this.#up(event));
    on('pointercancel', (event) => this.#lost(event));
    // Two fingers are the canvas's in any case: without this the page would scroll by both.
    on('touchstart', (event) => event.touches.length > 1 && this.#ours(event) && event.preventDefault(), false);
    on('pointerleave', (event) => {
      if (!this.chart.busy && event.pointerType !== 'touch') this.chart.host.scene.setHover(null);
    });
    on('dblclick', (event) => this.#ours(event) && this.chart.doubleClick(this.#pointer(event)));
    on('contextmenu', (event) => this.#contextMenu(event), false);
    on('wheel', (event) => this.#onWheel(event), false);
    on('keydown', (event) => this.#keyDown(event), false);
    on('keyup', (event) => {
      if (event.key === ' ') this.chart.setSpace(false);
    });
    on('focusin', () => this.#engage());
    on('focusout', (event) => {
      if (!(event.relatedTarget instanceof Node) || !surface.contains(event.relatedTarget)) this.#disengage();
    });
    view?.addEventListener('blur', () => this.#forget(), { signal });
    signal.addEventListener('abort', () => {
      this.#forget();
      this.#disengage();
    });
  }

  get engaged(): boolean {
    return this.#engaged;
  }

  #engage(): void {
    this.#engaged = true;
    this.host.surface.classList.add('engaged');
  }

  #disengage(): void {
    this.#engaged = false;
    this.host.surface.classList.remove('engaged');
    this.chart.setSpace(false);
  }

  /** Events of inputs laid over the canvas are theirs. */
  #ours(event: Event): boolean {
    return !takesText(event.composedPath()[0]);
  }

  #forget(): void {
    this.#rest.end();
    this.#waiting = undefined;
    this.#palm.forget();
    this.chart.reset();
  }

  #down(event: PointerEvent): void {
    if (this.#palm.down(event) || !this.#ours(event)) return;
    this.#menuDone = false;
    const pointer = this.#pointer(event);
    // Middle button: no autoscroll. Touch keeps its default, so that the page may scroll until the canvas has focus.
    if (event.button === 1) event.preventDefault();
    if (pointer.type === 'touch' && !this.#waiting && !this.#engaged && this.host.wheel === 'cooperative') {
      this.#waiting = pointer;
      return this.#rest.down(pointer);
    }
    const first = this.#waiting;
    this.#waiting = undefined;
    if (first) this.#press(first);
    this.#press(pointer);
    this.#rest.down(pointer);
  }

  #press(pointer: CanvasPointer): void {
    const { surface } = this.host;
    surface.focus({ preventScroll: true });
    try {
      surface.setPointerCapture(pointer.id);
    } catch {
      // The pointer is gone already (a synthetic or cancelled one): events still arrive while it is over the surface.
    }
    this.chart.pointerDown(pointer);
  }

  #move(event: PointerEvent): void {
    if (this.#palm.ignores(event)) return;
    const pointer = this.#pointer(event);
    this.#rest.move(pointer);
    if (this.#waiting?.id === pointer.id) return;
    if (this.chart.busy || this.#ours(event)) this.chart.pointerMove(pointer);
  }

  #up(event: PointerEvent): void {
    const ignored = this.#palm.ignores(event);
    this.#palm.up(event);
    if (ignored) return;
    this.#rest.end();
    const pointer = this.#pointer(event);
    const waiting = this.#waiting?.id === pointer.id ? this.#waiting : undefined;
    if (waiting) {
      this.#waiting = undefined;
      if (pastThreshold(waiting, pointer)) return;
      this.#press(waiting);
    }
    this.#menuDone = event.button === 2 && this.chart.busy;
    this.chart.pointerUp(pointer);
  }

  #lost(event: PointerEvent): void {
    this.#palm.up(event);
    this.#rest.end();
    if (this.#waiting?.id === event.pointerId) {
      this.#waiting = undefined;
      return this.host.hint('touch');
    }
    this.chart.pointerCancel(event.pointerId);
  }

  #contextMenu(event: MouseEvent): void {
    if (!this.#ours(event)) return;
    event.preventDefault();
    // A finger's is made by ourselves, on every system alike; the menu key is a shortcut.
    const byPointer = event.button === 2 || event.ctrlKey;
    const pointer = this.#pointer(event);
    if (byPointer && pointer.type !== 'touch' && !this.chart.busy && !this.#menuDone) this.chart.contextMenu(pointer);
  }

  #onWheel(event: WheelEvent): void {
    const zooming = event.ctrlKey || event.metaKey;
    if (!zooming && this.host.wheel === 'cooperative' && !this.#engaged) return this.host.hint('wheel');
    if (!this.#ours(event) && !zooming) return;
    event.preventDefault();
    const host = this.chart.host;
    host.setCamera(this.#wheel.apply(host.camera, event, this.#screen(event)));
    this.chart.refresh();
  }

  #keyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || !this.#ours(event)) return;
    if (event.key === 'Escape' && this.chart.cancel()) {
      event.preventDefault();
      return;
    }
    const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
    if (event.key === ' ' && !event.repeat && !modified) {
      this.chart.setSpace(true);
      event.preventDefault();
      return;
    }
    if (event.key === ' ' && !modified) return event.preventDefault();
    const shortcut = this.host.find(event, this.host.apple);
    if (shortcut && !shortcut.native && this.host.shortcut(shortcut, event)) event.preventDefault();
  }

  #screen(event: MouseEvent): Point {
    const box = this.host.surface.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #pointer(event: MouseEvent | PointerEvent): CanvasPointer {
    const screen = this.#screen(event);
    const pointer = 'pointerId' in event ? event : undefined;
    return {
      id: pointer?.pointerId ?? -1,
      type: pointer?.pointerType || 'mouse',
      // On Apple systems Ctrl makes a click the secondary one.
      button: this.host.apple && event.ctrlKey && event.button === 0 ? 2 : event.button,
      screen,
      point: toCanvas(this.chart.host.camera, screen),
      shift: event.shiftKey,
      mod: this.host.apple ? event.metaKey : event.ctrlKey,
      alt: event.altKey,
      time: event.timeStamp,
    };
  }
}
