/**
 * Editing text in place: a textarea laid over where the text is drawn, in the same type, following the camera.
 *
 * Text of several lines goes into the document as it is typed (the store joins quick edits into one undo step); Escape puts the old
 * text back; leaving, or Mod+Enter, keeps the new one; Enter makes a new line. A single line is written once, by Enter or leaving.
 */
import { toScreen, type Camera } from '../../scene/camera.js';
import type { Rect } from '../../scene/types.js';

/** Text as the scene draws it, canvas units. */
export interface TextType {
  readonly fontSize: number;
  readonly lineHeight: number;
  readonly paddingBlock: number;
  readonly paddingInline: number;
  readonly weight: number;
}

/** One text of the document, and where it is drawn. */
export interface EditTarget {
  /** A node, frame or note. */
  readonly id: string;
  /** Which of its texts: a parameter's name, `title` or `text`. */
  readonly param: string;
  readonly label: string;
  readonly placeholder: string;
  readonly maxLength?: number;
  readonly singleLine: boolean;
  /** What is drawn behind the text shows through. */
  readonly clear?: boolean;
  /** Canvas units; undefined once it is gone. */
  rect(): Rect | undefined;
  type(): TextType;
  read(): string | undefined;
  write(text: string): void;
}

/** What the person did to end it, so that focus can go on from there; `cancel` leaves the old text of a single line. */
export type EditEnd = 'blur' | 'done' | 'run' | 'cancel';

export interface InlineEditorHost {
  readonly layer: HTMLElement;
  readonly camera: Camera;
  ended(how: EditEnd): void;
}

export class InlineEditor {
  #open: { readonly target: EditTarget; readonly before: string; readonly area: HTMLTextAreaElement } | undefined;

  constructor(private readonly host: InlineEditorHost) {}

  get editing(): EditTarget | undefined {
    return this.#open?.target;
  }

  open(target: EditTarget): void {
    this.close('blur');
    const before = target.read() ?? '';
    const area = this.host.layer.ownerDocument.createElement('textarea');
    area.className = `inline-field${target.singleLine ? ' single' : ''}${target.clear ? ' clear' : ''}`;
    area.value = before;
    area.placeholder = target.placeholder;
    area.setAttribute('aria-label', target.label);
    if (target.maxLength !== undefined) area.maxLength = target.maxLength;
    area.spellcheck = !target.singleLine;
    if (target.singleLine) area.rows = 1;
    // Each paragraph runs as on the canvas, by its first letter.
    else area.dir = 'auto';
    this.#open = { target, before, area };
    this.host.layer.append(area);
    this.place();
    area.addEventListener('input', () => {
      if (!target.singleLine) target.write(area.value);
    });
    area.addEventListener('keydown', (event) => this.#key(event));
    area.addEventListener('blur', () => this.close('blur'));
    area.focus({ preventScroll: true });
    if (target.singleLine) area.select();
    else area.setSelectionRange(before.length, before.length);
  }

  /** The document changed under the editor (undo, another person), or what is edited has moved. */
  sync(): void {
    if (!this.#open) return;
    const { target, area } = this.#open;
    const value = target.read();
    if (value === undefined) return this.close('cancel');
    if (!target.singleLine && area.value !== value) area.value = value;
    this.place();
  }

  /** Lays the textarea over the text; call after every change of the camera. */
  place(): void {
    if (!this.#open) return;
    const { area, target } = this.#open;
    const rect = target.rect();
    if (!rect) return this.close('blur');
    const { camera } = this.host;
    const type = target.type();
    const corner = toScreen(camera, rect);
    const px = (value: number) => `${value * camera.zoom}px`;
    const style = (name: string, value: string) => area.style.setProperty(name, value);
    style('transform', `translate(${corner.x}px, ${corner.y}px)`);
    style('width', px(rect.width));
    style('height', px(rect.height));
    style('font-size', px(type.fontSize));
    style('font-weight', String(type.weight));
    style('line-height', px(type.lineHeight));
    style('padding', `${px(type.paddingBlock)} ${px(type.paddingInline)}`);
  }

  close(how: EditEnd): void {
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    const { target, area, before } = open;
    const gone = target.read() === undefined;
    const text = area.value.replace(/\s+/g, ' ').trim();
    if (how !== 'cancel' && !gone && target.singleLine && text !== before) target.write(text);
    area.remove();
    this.host.ended(how);
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const how = this.#endOf(event);
    if (!how) return;
    event.preventDefault();
    event.stopPropagation();
    this.close(how);
  }

  #endOf(event: KeyboardEvent): EditEnd | undefined {
    const single = this.#open?.target.singleLine === true;
    // Longer text is in the document as it is typed: leaving it must not lose it, and undo takes it back.
    if (event.key === 'Escape') return single ? 'cancel' : 'done';
    if (event.key !== 'Enter') return undefined;
    if (single) return 'done';
    return event.ctrlKey || event.metaKey ? 'run' : undefined;
  }
}
