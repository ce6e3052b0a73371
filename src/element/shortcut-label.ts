/** Keys as the person's platform writes them: `Mod+Shift+Z` is `⇧⌘Z` on Apple and `Ctrl+Shift+Z` elsewhere. */
import type { CommandName } from '../interaction/commands.js';
import type { Keymap } from '../interaction/keymap.js';

const APPLE: Readonly<Record<string, string>> = {
  mod: '⌘',
  ctrl: '⌃',
  meta: '⌘',
  alt: '⌥',
  shift: '⇧',
  enter: '↩',
  escape: 'Esc',
  backspace: '⌫',
  delete: '⌦',
};
const OTHER: Readonly<Record<string, string>> = {
  mod: 'Ctrl',
  ctrl: 'Ctrl',
  meta: 'Win',
  alt: 'Alt',
  shift: 'Shift',
  enter: 'Enter',
  escape: 'Esc',
  backspace: 'Backspace',
  delete: 'Delete',
};
const ARROWS: Readonly<Record<string, string>> = {
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  space: 'Space',
  tab: 'Tab',
  contextmenu: 'Menu',
  '-': '−',
};
/** Apple's order of modifiers. */
const APPLE_ORDER = ['ctrl', 'alt', 'shift', 'mod', 'meta'];

/** Keys are written and read as Apple's systems have them. */
export const isApple = (): boolean => typeof navigator !== 'undefined' && /Mac|iP(hone|ad|od)/.test(navigator.platform);

/** One label per key, in the order they are written, for `<kbd>` elements. */
export function shortcutKeys(keys: string, apple = isApple()): string[] {
  const parts = keys.toLowerCase().split(/\+(?=.)/);
  const name = (part: string): string =>
    (apple ? APPLE : OTHER)[part] ?? ARROWS[part] ?? (part.length === 1 ? part.toUpperCase() : part[0]!.toUpperCase() + part.slice(1));
  if (!apple) return parts.map(name);
  return [...parts].sort((a, b) => rank(a) - rank(b)).map(name);
}

const rank = (part: string): number => {
  const at = APPLE_ORDER.indexOf(part);
  return at < 0 ? APPLE_ORDER.length : at;
};

export const shortcutLabel = (keys: string, apple = isApple()): string => shortcutKeys(keys, apple).join(apple ? '' : '+');

/** The first keys of a command, as a label; empty where it has none. */
export function shortcutOf(keymap: Keymap, command: CommandName, value?: string | number): string {
  const [keys] = keymap.keysFor(command, value);
  return keys === undefined ? '' : shortcutLabel(keys);
}

/** The text of a tooltip: `Undo (Ctrl+Z)`. */
export function tooltip(keymap: Keymap, name: string, command: CommandName): string {
  const keys = shortcutOf(keymap, command);
  return keys ? `${name} (${keys})` : name;
}
