/**
 * Which keys mean which command: the table's, changed by the host, changed by the person. A keymap is a value; changing a binding makes
 * another one. Menus, tooltips, the sheet and the palette all ask the keymap that the keys themselves are matched by.
 */
import { GdsError } from '../errors.js';
import { COMMANDS, type Command, type CommandName, type KeyContext } from './commands.js';
import { isSingleKey, keysByPlace, keysOf, parseKeys, type KeyStroke, type Shortcut } from './shortcuts.js';

/** A command of the table, with its value where it has several rows: `run`, `align:left`. */
export type ShortcutName = CommandName | `${CommandName}:${string}`;
/** Keys by command, each as {@link parseKeys} reads them; null or an empty list takes the keys away. */
export type ShortcutBindings = Readonly<Partial<Record<ShortcutName, readonly string[] | null>>>;

export const shortcutName = ({ command, value }: Pick<Command, 'command' | 'value'>): ShortcutName =>
  value === undefined ? command : `${command}:${value}`;

export interface KeymapOptions {
  readonly host?: ShortcutBindings;
  readonly person?: ShortcutBindings;
  /** False switches letters, digits and signs without Mod or Alt off. */
  readonly singleKeys?: boolean;
}

/** Two rows can be meant at the same time. Rows of a port or wire come before those that are meant everywhere, so these do not meet. */
const meet = (a: Command, b: Command): boolean =>
  a.when === undefined || b.when === undefined ? a.when === b.when : a.when.some((context) => b.when?.includes(context));

const BY_NAME: ReadonlyMap<string, Command> = new Map(COMMANDS.map((row) => [shortcutName(row), row]));

export class Keymap {
  /** Every command that has keys, in the order of the table. */
  readonly shortcuts: readonly Shortcut[];
  readonly singleKeys: boolean;
  readonly #keys = new Map<string, readonly string[]>();

  /** Bindings that do not fit (an unknown command, no keystroke, keys that are taken) are left out; {@link checkBindings} says which. */
  constructor({ host = {}, person = {}, singleKeys = true }: KeymapOptions = {}) {
    this.singleKeys = singleKeys;
    const taken: { readonly keys: string; readonly row: Command }[] = [];
    const claim = (row: Command, wanted: readonly string[]): void => {
      const keys = wanted
        .flatMap((text) => readable(text) ?? [])
        .filter((key) => !taken.some((other) => other.keys === key && meet(other.row, row)));
      taken.push(...keys.map((key) => ({ keys: key, row })));
      this.#keys.set(shortcutName(row), singleKeys ? keys : keys.filter((key) => !isSingleKey(key)));
    };
    for (const bindings of [person, host]) {
      for (const [name, keys] of Object.entries(bindings)) {
        const row = BY_NAME.get(name);
        if (row && !row.native && !this.#keys.has(name)) claim(row, keys ?? []);
      }
    }
    for (const row of COMMANDS) if (!this.#keys.has(shortcutName(row))) claim(row, row.keys ?? []);
    this.shortcuts = COMMANDS.flatMap((row) => {
      const keys = this.#keys.get(shortcutName(row)) ?? [];
      return keys.length > 0 ? [{ ...row, keys }] : [];
    });
  }

  /** Keys of a command, the first of them what tooltips show; without a value, of its first row. */
  keysFor(command: CommandName, value?: string | number): readonly string[] {
    const row = COMMANDS.find((entry) => entry.command === command && (value === undefined || entry.value === value));
    return (row && this.#keys.get(shortcutName(row))) ?? [];
  }

  /** The command that a keystroke means; by the place of the key where the layout has no Latin letters. */
  find(event: KeyStroke, apple: boolean, context: KeyContext = 'item'): Shortcut | undefined {
    const place = keysByPlace(event, apple);
    return this.at(keysOf(event, apple), context) ?? (place === undefined ? undefined : this.at(place, context));
  }

  /** The command that `keys` means. The keys of moving with Shift are the same in small steps. */
  at(keys: string, context: KeyContext = 'item'): Shortcut | undefined {
    const here = this.shortcuts.filter(({ when }) => when === undefined || (context !== 'item' && when.includes(context)));
    const rows = [...here.filter(({ when }) => when), ...here.filter(({ when }) => !when)];
    const coarse = keys.replace('Shift+', '');
    return (
      rows.find((shortcut) => shortcut.keys.includes(keys)) ??
      rows.find((shortcut) => shortcut.command === 'nudge' && coarse !== keys && shortcut.keys.includes(coarse))
    );
  }

  /** The command whose keys these are already, where it would get in the way of `name`. */
  holderOf(keys: string, name: ShortcutName): Shortcut | undefined {
    const row = BY_NAME.get(name);
    return row && this.shortcuts.find((other) => shortcutName(other) !== name && other.keys.includes(keys) && meet(other, row));
  }
}

function readable(text: string): string | undefined {
  try {
    return parseKeys(text);
  } catch {
    return undefined;
  }
}

/**
 * Whether bindings can be used as they are, over the table.
 * @throws GdsError `GDS_SHORTCUT_COMMAND` for a command that is not there or whose keys are the browser's; `GDS_SHORTCUT_KEYS` for what is no
 * keystroke; `GDS_SHORTCUT_CONFLICT` for keys that two commands would have. `path` names the binding.
 */
export function checkBindings(bindings: ShortcutBindings): void {
  for (const [name, keys] of Object.entries(bindings)) {
    const row = BY_NAME.get(name);
    if (!row || row.native)
      throw new GdsError(
        'GDS_SHORTCUT_COMMAND',
        row
          ? `The keys of “${name}” belong to the browser, which answers them with a clipboard event. Leave them as they are.`
          : `There is no command “${name}” that could have keys. Take a command of COMMANDS, with its value where it has one, for example run or align:left.`,
        { path: name },
      );
    if (keys !== null && !Array.isArray(keys))
      throw new GdsError('GDS_SHORTCUT_KEYS', `“${name}” takes a list of keystrokes, or null for none.`, { path: name });
  }
  const rows = COMMANDS.map((row) => {
    const own = bindings[shortcutName(row)];
    const keys = own === undefined ? (row.keys ?? []) : (own ?? []).map((text, index) => parseKeys(text, `${shortcutName(row)}[${index}]`));
    return { row, keys, own: own !== undefined };
  });
  for (const { row, keys, own } of rows) {
    if (!own) continue;
    for (const key of keys) {
      const other = rows.find((entry) => entry.row !== row && entry.keys.includes(key) && meet(entry.row, row));
      if (other)
        throw new GdsError(
          'GDS_SHORTCUT_CONFLICT',
          `“${key}” cannot mean “${row.title}”: it means “${other.row.title}”. Give ${shortcutName(other.row)} other keys, or null, in the same object.`,
          { path: shortcutName(row) },
        );
    }
  }
}

export const DEFAULT_KEYMAP = new Keymap();
