/**
 * Editing a node's text field in place: a textarea laid over the field in the same type, following the camera.
 *
 * What is typed goes into the document at once (the store joins quick edits of one parameter into one undo step); Escape puts
 * the old text back; leaving, or Mod+Enter, keeps the new one. Enter makes a new line.
 */
import { toScreen, type Camera } from '../../scene/camera.js';
import type { Rect } from '../../scene/types.js';

/** Field text on a node, canvas units; the scene's own figures. */
export interface FieldType {
  readonly fontSize: number;
  readonly lineHeight: number;
  readonly paddingBlock: number;
  readonly paddingInline: number;
}

export interface InlineEditorHost {
  readonly layer: HTMLElement;
  readonly camera: Camera;
  /** The field on the canvas, canvas units; undefined once the node is gone. */
  fieldRect(nodeId: string, param: string): Rect | undefined;
  readonly fieldType: FieldType;
  write(nodeId: string, param: string, text: string): void;
  /** What the person did to end it, so that focus can go on from there; `cancel` has put the old text back. */
  ended(how: 'blur' | 'run' | 'cancel'): void;
}

export interface FieldOptions {
  readonly label: string;
  readonly placeholder: string;
  readonly maxLength?: number;
}

export class InlineEditor {
  #open: { readonly nodeId: string; readonly param: string; readonly before: string; readonly area: HTMLTextAreaElement } | undefined;

  constructor(private readonly host: InlineEditorHost) {}

  get editing(): { readonly nodeId: string; readonly param: string } | undefined {
    return this.#open;
  }

  open(nodeId: string, param: string, value: string, options: FieldOptions): void {
    this.close('blur');
    const area = this.host.layer.ownerDocument.createElement('textarea');
    area.className = 'inline-field';
    area.value = value;
    area.placeholder = options.placeholder;
    area.setAttribute('aria-label', options.label);
    if (options.maxLength !== undefined) area.maxLength = options.maxLength;
    area.spellcheck = true;
    this.#open = { nodeId, param, before: value, area };
    this.host.layer.append(area);
    this.place();
    area.addEventListener('input', () => this.host.write(nodeId, param, area.value));
    area.addEventListener('keydown', (event) => this.#key(event));
    area.addEventListener('blur', () => this.close('blur'));
    area.focus({ preventScroll: true });
    area.setSelectionRange(value.length, value.length);
  }

  /** The document changed under the editor (undo, another person). */
  sync(value: string | undefined): void {
    if (!this.#open) return;
    if (value === undefined) return this.close('blur');
    if (this.#open.area.value !== value) this.#open.area.value = value;
  }

  /** Lays the textarea over the field; call after every change of camera or node. */
  place(): void {
    if (!this.#open) return;
    const { area, nodeId, param } = this.#open;
    const rect = this.host.fieldRect(nodeId, param);
    if (!rect) return this.close('blur');
    const { camera, fieldType } = this.host;
    const corner = toScreen(camera, rect);
    const px = (value: number) => `${value * camera.zoom}px`;
    area.style.setProperty('transform', `translate(${corner.x}px, ${corner.y}px)`);
    area.style.setProperty('width', px(rect.width));
    area.style.setProperty('height', px(rect.height));
    area.style.setProperty('font-size', px(fieldType.fontSize));
    area.style.setProperty('line-height', px(fieldType.lineHeight));
    area.style.setProperty('padding', `${px(fieldType.paddingBlock)} ${px(fieldType.paddingInline)}`);
  }

  close(how: 'blur' | 'run' | 'cancel'): void {
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    if (how === 'cancel' && open.area.value !== open.before) this.host.write(open.nodeId, open.param, open.before);
    open.area.remove();
    this.host.ended(how);
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.close('cancel');
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      this.close('run');
    }
  }
}
