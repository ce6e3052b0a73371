/** Says for a moment how the canvas is moved, where the page has just scrolled over it. For the eye only: nothing has happened. */
import type { HintTopic } from '../../interaction/input.js';
import { shortcutKeys } from '../shortcut-label.js';

/** Milliseconds that it stays after the last cause. */
const STAYS = 1400;

const text = (about: HintTopic): string =>
  about === 'wheel'
    ? `Use ${shortcutKeys('Mod').join('')} + scroll to zoom, or click the canvas first`
    : 'Use two fingers to move the canvas, or tap it first';

export class GestureHint {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly find: () => HTMLElement | null) {}

  show(about: HintTopic): void {
    const element = this.find();
    if (!element) return;
    const words = text(about);
    if (element.textContent !== words) element.textContent = words;
    element.classList.add('shown');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), STAYS);
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.find()?.classList.remove('shown');
  }
}
