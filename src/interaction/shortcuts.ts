/** Which command a keystroke means, by the keys in the table of commands. */
import { COMMANDS, type Command } from './commands.js';

export interface Shortcut extends Command {
  readonly keys: readonly string[];
}

/** Every command that has keys. */
export const SHORTCUTS: readonly Shortcut[] = COMMANDS.filter((command): command is Shortcut => command.keys !== undefined);

/** The structural part of a KeyboardEvent that matching needs. */
export interface KeyStroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** The key by its place; needed where Alt turns a letter into a sign, as on Apple keyboards. */
  readonly code?: string;
}

const isLetter = (key: string): boolean => key.length === 1 && key.toLowerCase() !== key.toUpperCase();

/** With Alt the letter of the key's place, where the layout gives a sign or a dead key instead. */
function keyOf({ key, code, altKey }: KeyStroke): string {
  const letter = altKey && !/^[a-z]$/i.test(key) ? /^Key([A-Z])$/.exec(code ?? '')?.[1] : undefined;
  return letter ?? key;
}

/** Writes a keystroke as the table does. Shift is left out for symbols: which of them need it depends on the layout. */
export function keysOf(event: KeyStroke, apple: boolean): string {
  const key = keyOf(event);
  const symbol = key.length === 1 && !isLetter(key);
  const parts: string[] = [];
  if (apple ? event.metaKey : event.ctrlKey) parts.push('Mod');
  if (apple ? event.ctrlKey : event.metaKey) parts.push(apple ? 'Ctrl' : 'Meta');
  if (event.altKey) parts.push('Alt');
  if (event.shiftKey && !symbol) parts.push('Shift');
  parts.push(isLetter(key) ? key.toUpperCase() : key);
  return parts.join('+');
}

/** The shortcut of a keystroke, or undefined. Arrows with Shift are the same shortcut in small steps. */
export function shortcutFor(event: KeyStroke, apple: boolean): Shortcut | undefined {
  const keys = keysOf(event, apple);
  const fine = keys.replace(/^Shift\+Arrow/, 'Arrow');
  return SHORTCUTS.find((shortcut) => shortcut.keys.includes(keys)) ?? SHORTCUTS.find((shortcut) => shortcut.keys.includes(fine));
}
