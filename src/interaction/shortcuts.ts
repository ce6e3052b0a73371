/**
 * The keyboard, in one table: the handlers, the shortcut sheet and the tooltips are all made from it.
 *
 * Keys are written `Mod+Shift+Z`: modifiers in the order Mod, Alt, Shift, then one key as `KeyboardEvent.key` names it (letters
 * upper case). `Mod` is ⌘ on Apple systems and Ctrl elsewhere. Symbols that need Shift on some layouts (`+`, `?`) are matched by
 * the symbol alone.
 */

export type CommandName =
  | 'run'
  | 'cancel'
  | 'escape'
  | 'undo'
  | 'redo'
  | 'delete'
  | 'duplicate'
  | 'copy'
  | 'cut'
  | 'paste'
  | 'select-all'
  | 'edit'
  | 'connect'
  | 'add'
  | 'nudge'
  | 'walk'
  | 'zoom-in'
  | 'zoom-out'
  | 'zoom-to'
  | 'fit'
  | 'fit-selection'
  | 'shortcuts';

export type ShortcutGroup = 'Run' | 'Edit' | 'Select' | 'View' | 'Help';

export interface Shortcut {
  /** Alternatives; the first is the one that tooltips show. */
  readonly keys: readonly string[];
  readonly command: CommandName;
  /** Handed to the command, for example a direction or a zoom. */
  readonly value?: string | number;
  readonly title: string;
  readonly group: ShortcutGroup;
  /** Works in read-only mode and changes nothing. */
  readonly view?: true;
  /** Left to the browser, which answers with a clipboard event; listed for the sheet. */
  readonly native?: true;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['Mod+Enter'], command: 'run', title: 'Run', group: 'Run' },
  { keys: ['Escape'], command: 'escape', title: 'Close, cancel the run, or deselect', group: 'Run', view: true },

  { keys: ['Mod+Z'], command: 'undo', title: 'Undo', group: 'Edit' },
  { keys: ['Mod+Shift+Z', 'Mod+Y'], command: 'redo', title: 'Redo', group: 'Edit' },
  { keys: ['A', '/'], command: 'add', title: 'Add a node', group: 'Edit' },
  { keys: ['Enter', 'F2'], command: 'edit', title: 'Edit the text of the selected node', group: 'Edit' },
  { keys: ['C'], command: 'connect', title: 'Connect the selected node', group: 'Edit' },
  { keys: ['Delete', 'Backspace'], command: 'delete', title: 'Delete the selection', group: 'Edit' },
  { keys: ['Mod+D'], command: 'duplicate', title: 'Duplicate', group: 'Edit' },
  { keys: ['Mod+C'], command: 'copy', title: 'Copy', group: 'Edit', native: true },
  { keys: ['Mod+X'], command: 'cut', title: 'Cut', group: 'Edit', native: true },
  { keys: ['Mod+V'], command: 'paste', title: 'Paste nodes or a picture', group: 'Edit', native: true },
  { keys: ['ArrowLeft'], command: 'nudge', value: 'left', title: 'Move left (Shift: 1 unit)', group: 'Edit' },
  { keys: ['ArrowRight'], command: 'nudge', value: 'right', title: 'Move right', group: 'Edit' },
  { keys: ['ArrowUp'], command: 'nudge', value: 'up', title: 'Move up', group: 'Edit' },
  { keys: ['ArrowDown'], command: 'nudge', value: 'down', title: 'Move down', group: 'Edit' },

  { keys: ['Mod+A'], command: 'select-all', title: 'Select all', group: 'Select', view: true },
  { keys: ['Tab'], command: 'walk', value: 'next', title: 'Next node', group: 'Select', view: true },
  { keys: ['Shift+Tab'], command: 'walk', value: 'previous', title: 'Previous node', group: 'Select', view: true },
  { keys: ['Alt+ArrowLeft'], command: 'walk', value: 'left', title: 'Node to the left', group: 'Select', view: true },
  { keys: ['Alt+ArrowRight'], command: 'walk', value: 'right', title: 'Node to the right', group: 'Select', view: true },
  { keys: ['Alt+ArrowUp'], command: 'walk', value: 'up', title: 'Node above', group: 'Select', view: true },
  { keys: ['Alt+ArrowDown'], command: 'walk', value: 'down', title: 'Node below', group: 'Select', view: true },

  { keys: ['+', '='], command: 'zoom-in', title: 'Zoom in', group: 'View', view: true },
  { keys: ['-'], command: 'zoom-out', title: 'Zoom out', group: 'View', view: true },
  { keys: ['0'], command: 'zoom-to', value: 1, title: 'Zoom to 100 %', group: 'View', view: true },
  { keys: ['1'], command: 'fit', title: 'Fit', group: 'View', view: true },
  { keys: ['2'], command: 'fit-selection', title: 'Fit the selection', group: 'View', view: true },

  { keys: ['?'], command: 'shortcuts', title: 'Keyboard shortcuts', group: 'Help', view: true },
];

/** The structural part of a KeyboardEvent that matching needs. */
export interface KeyStroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const isLetter = (key: string): boolean => key.length === 1 && key.toLowerCase() !== key.toUpperCase();

/** Writes a keystroke as the table does. Shift is left out for symbols: which of them need it depends on the layout. */
export function keysOf(event: KeyStroke, apple: boolean): string {
  const symbol = event.key.length === 1 && !isLetter(event.key);
  const parts: string[] = [];
  if (apple ? event.metaKey : event.ctrlKey) parts.push('Mod');
  if (apple ? event.ctrlKey : event.metaKey) parts.push(apple ? 'Ctrl' : 'Meta');
  if (event.altKey) parts.push('Alt');
  if (event.shiftKey && !symbol) parts.push('Shift');
  parts.push(isLetter(event.key) ? event.key.toUpperCase() : event.key);
  return parts.join('+');
}

/** The shortcut of a keystroke, or undefined. Arrows with Shift are the same shortcut in small steps. */
export function shortcutFor(event: KeyStroke, apple: boolean): Shortcut | undefined {
  const keys = keysOf(event, apple);
  const fine = keys.replace(/^Shift\+Arrow/, 'Arrow');
  return SHORTCUTS.find((shortcut) => shortcut.keys.includes(keys)) ?? SHORTCUTS.find((shortcut) => shortcut.keys.includes(fine));
}
