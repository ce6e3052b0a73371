/** Keystrokes written as the table of commands writes them, and the table's own shortcuts. */
import { GdsError } from '../errors.js';
import { COMMANDS, type Command } from './commands.js';

export interface Shortcut extends Command {
  readonly keys: readonly string[];
}

/** Every command that has keys of its own. */
export const SHORTCUTS: readonly Shortcut[] = COMMANDS.filter((command): command is Shortcut => command.keys !== undefined);

/** The structural part of a KeyboardEvent that matching needs. */
export interface KeyStroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** The key by its place; needed where Alt turns a letter into a sign, as on Apple keyboards, and where a layout has no Latin letters. */
  readonly code?: string;
  getModifierState?(modifier: string): boolean;
}

const isLetter = (key: string): boolean => key.length === 1 && key.toLowerCase() !== key.toUpperCase();

/** The Latin letter or digit of a key's place. */
const latinOf = (code: string | undefined): string | undefined => /^(?:Key|Digit)([A-Z0-9])$/.exec(code ?? '')?.[1];

/** With Alt the letter of the key's place, where the layout gives a sign or a dead key instead. */
function keyOf({ key, code, altKey }: KeyStroke): string {
  const letter = altKey && !/^[a-z]$/i.test(key) ? /^Key([A-Z])$/.exec(code ?? '')?.[1] : undefined;
  return letter ?? (key === ' ' ? 'Space' : key);
}

/**
 * Writes a keystroke as the table does. Shift is left out for symbols: which of them need it depends on the layout; so are the Ctrl and
 * Alt that AltGr stands for.
 */
export function keysOf(event: KeyStroke, apple: boolean, key = keyOf(event)): string {
  const symbol = key.length === 1 && !isLetter(key);
  const typed = symbol && !apple && event.getModifierState?.('AltGraph') === true;
  const parts: string[] = [];
  if (!typed && (apple ? event.metaKey : event.ctrlKey)) parts.push('Mod');
  if (apple ? event.ctrlKey : event.metaKey) parts.push(apple ? 'Ctrl' : 'Meta');
  if (event.altKey && !typed) parts.push('Alt');
  if (event.shiftKey && !symbol) parts.push('Shift');
  parts.push(isLetter(key) ? key.toUpperCase() : key);
  return parts.join('+');
}

/** The same for layouts without Latin letters, by the place of the key; undefined where the key has a Latin letter or sign. */
export function keysByPlace(event: KeyStroke, apple: boolean): string | undefined {
  const latin = event.key.length === 1 && event.key > '\u007f' ? latinOf(event.code) : undefined;
  return latin === undefined ? undefined : keysOf(event, apple, latin);
}

const MODIFIERS = ['Mod', 'Ctrl', 'Meta', 'Alt', 'Shift'] as const;
const NAMED =
  /^(?:F(?:[1-9]|1[0-9]|2[0-4])|Arrow(?:Left|Right|Up|Down)|Enter|Escape|Tab|Space|Delete|Backspace|Insert|Home|End|PageUp|PageDown|ContextMenu)$/;

/**
 * Reads what a person or a host writes, in whatever order and case, and returns it as the table writes it: `shift+mod+z` is `Mod+Shift+Z`.
 * @throws GdsError `GDS_SHORTCUT_KEYS` where it is no keystroke.
 */
export function parseKeys(text: string, path?: string): string {
  const parts = text.split(/\+(?=.)/).map((part) => part.trim());
  const last = parts.pop() ?? '';
  const modifiers = parts.map((part) => MODIFIERS.find((name) => name.toLowerCase() === part.toLowerCase()));
  const named = last.length > 1 ? `${last[0]!.toUpperCase()}${last.slice(1)}` : last;
  const key = isLetter(last) ? last.toUpperCase() : named;
  const known = (key.length === 1 && key.trim() !== '') || NAMED.test(key);
  if (!known || modifiers.includes(undefined) || new Set(modifiers).size < modifiers.length)
    throw new GdsError(
      'GDS_SHORTCUT_KEYS',
      `“${text}” is no keystroke. Write modifiers (Mod, Ctrl, Meta, Alt, Shift) and one key as KeyboardEvent.key names it, joined by +, for example Mod+Shift+R or F2.`,
      path === undefined ? {} : { path },
    );
  const symbol = key.length === 1 && !isLetter(key);
  return [...MODIFIERS.filter((name) => modifiers.includes(name) && !(symbol && name === 'Shift')), key].join('+');
}

/** A letter, digit or sign alone, with or without Shift: what speech input and slips of the hand can set off (WCAG 2.1.4). */
export const isSingleKey = (keys: string): boolean => keys.replace(/^Shift\+/, '').length === 1;
