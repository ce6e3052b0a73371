/**
 * Every command of the studio in one table: keys, menus, tooltips, the sheet of shortcuts and the command palette are all made
 * from it, so that they cannot disagree. What a command does is in `element/canvas/commands/`.
 *
 * Keys are written `Mod+Shift+Z`: modifiers in the order Mod, Alt, Shift, then one key as `KeyboardEvent.key` names it (letters
 * upper case). `Mod` is ⌘ on Apple systems and Ctrl elsewhere. Symbols that need Shift on some layouts (`+`, `?`) are matched by
 * the symbol alone.
 */

export type CommandGroup = 'Run' | 'File' | 'Edit' | 'Nodes' | 'Ports and wires' | 'Arrange' | 'Subgraphs' | 'Select' | 'View' | 'Help';

/** What has the keyboard's focus: a port, a wire, or anything else. */
export type KeyContext = 'port' | 'wire' | 'item';

export interface CommandEntry {
  readonly command: string;
  /** Handed to the command, for example a direction or a zoom. */
  readonly value?: string | number;
  /** Alternatives; the first is the one that tooltips and menus show. Left out: no key. */
  readonly keys?: readonly string[];
  readonly title: string;
  /** In menus, where the title is longer than it needs to be there. */
  readonly short?: string;
  readonly icon?: string;
  readonly group: CommandGroup;
  /** Its keys mean this only while a port or wire has focus; there they come before others. Left out: everywhere. */
  readonly when?: readonly Exclude<KeyContext, 'item'>[];
  /** Works in read-only mode and changes nothing. */
  readonly view?: true;
  /** Its keys are left to the browser, which answers with a clipboard event. */
  readonly native?: true;
  readonly danger?: true;
  /** Not in the command palette: it makes sense only as a key. */
  readonly keyOnly?: true;
}

const EXTEND = { command: 'extend', group: 'Select', view: true, keyOnly: true } as const;
const PAN = { command: 'pan', group: 'View', view: true, keyOnly: true } as const;
const IN_NODE = { when: ['port', 'wire'], group: 'Ports and wires', view: true, keyOnly: true } as const;

const TABLE = [
  { command: 'run', title: 'Run', keys: ['Mod+Enter'], icon: 'play', group: 'Run' },
  { command: 'run-selection', title: 'Run the selection', short: 'Run selection', keys: ['Mod+Shift+Enter'], icon: 'play', group: 'Run' },
  { command: 'run-node', title: 'Run to this node', icon: 'play', group: 'Run' },
  { command: 'queue', title: 'Queue another run', keys: ['Mod+Alt+Enter'], icon: 'list-plus', group: 'Run' },
  { command: 'run-next', title: 'Run next, before what waits', short: 'Run next', icon: 'list-start', group: 'Run' },
  { command: 'cancel', title: 'Cancel the run', short: 'Cancel this run', icon: 'square', group: 'Run', view: true },
  { command: 'cancel-all', title: 'Cancel all runs', icon: 'circle-stop', group: 'Run', view: true },
  { command: 'auto-run', title: 'Run cheap nodes by themselves after edits', short: 'Auto-run', icon: 'zap', group: 'Run' },
  { command: 'escape', title: 'Close, cancel the run, deselect, or leave', keys: ['Escape'], group: 'Run', view: true, keyOnly: true },

  { command: 'open-file', title: 'Open or add files', short: 'Open file…', keys: ['Mod+O'], icon: 'folder-open', group: 'File' },
  { command: 'save-file', title: 'Save the canvas as a file', short: 'Save as file', icon: 'download', group: 'File', view: true },
  { command: 'export-comfyui', title: 'Export a workflow for ComfyUI', icon: 'file-braces', group: 'File', view: true },

  { command: 'undo', title: 'Undo', keys: ['Mod+Z'], icon: 'undo-2', group: 'Edit' },
  { command: 'redo', title: 'Redo', keys: ['Mod+Shift+Z', 'Mod+Y'], icon: 'redo-2', group: 'Edit' },
  { command: 'copy', title: 'Copy', keys: ['Mod+C'], icon: 'clipboard', group: 'Edit', native: true, view: true },
  { command: 'cut', title: 'Cut', keys: ['Mod+X'], icon: 'scissors', group: 'Edit', native: true },
  {
    command: 'paste',
    title: 'Paste nodes, a picture or a workflow',
    short: 'Paste here',
    keys: ['Mod+V'],
    icon: 'clipboard-paste',
    group: 'Edit',
    native: true,
  },
  { command: 'duplicate', title: 'Duplicate', keys: ['Mod+D'], icon: 'copy', group: 'Edit' },
  {
    command: 'delete',
    title: 'Delete the selection',
    short: 'Delete',
    keys: ['Delete', 'Backspace'],
    icon: 'trash',
    group: 'Edit',
    danger: true,
  },
  {
    command: 'delete-heal',
    title: 'Delete and reconnect',
    keys: ['Shift+Delete', 'Shift+Backspace'],
    icon: 'unfold-horizontal',
    group: 'Edit',
    danger: true,
  },

  { command: 'add', title: 'Add a node', short: 'Add node…', keys: ['A', '/'], icon: 'plus', group: 'Nodes' },
  { command: 'note', title: 'Add a note', short: 'Add note', keys: ['N'], icon: 'sticky-note', group: 'Nodes' },
  {
    command: 'edit',
    title: 'Edit the text, or open the subgraph',
    short: 'Edit text',
    keys: ['Enter'],
    icon: 'text-cursor',
    group: 'Nodes',
  },
  { command: 'rename', title: 'Rename', keys: ['F2'], icon: 'pencil', group: 'Nodes' },
  { command: 'connect', title: 'Connect the selected node', short: 'Connect…', keys: ['C'], icon: 'cable', group: 'Nodes' },
  { command: 'disconnect', title: 'Disconnect the selection', short: 'Disconnect', keys: ['Shift+C'], icon: 'unplug', group: 'Nodes' },
  { command: 'knife', title: 'Cut connections with the next drag', short: 'Cut connections', keys: ['K'], icon: 'slice', group: 'Nodes' },
  { command: 'reroute', title: 'Put a reroute point on the wire', short: 'Add reroute point', keys: ['R'], icon: 'spline', group: 'Nodes' },
  { command: 'mute', title: 'Mute: does not run', short: 'Mute', keys: ['M'], icon: 'circle-slash', group: 'Nodes' },
  { command: 'bypass', title: 'Bypass: hands its input on', short: 'Bypass', keys: ['B'], icon: 'fast-forward', group: 'Nodes' },
  { command: 'lock', title: 'Lock in place', short: 'Lock', keys: ['L'], icon: 'lock', group: 'Nodes' },
  { command: 'color', title: 'Colour', icon: 'palette', group: 'Nodes', keyOnly: true },

  { command: 'ports', title: 'Go to the ports of the node', keys: ['P', 'Alt+P'], icon: 'cable', group: 'Ports and wires', view: true },
  { ...IN_NODE, command: 'port', value: 'next', title: 'Next port or wire', keys: ['ArrowDown'] },
  { ...IN_NODE, command: 'port', value: 'previous', title: 'Previous port or wire', keys: ['ArrowUp'] },
  { ...IN_NODE, command: 'port', value: 'inward', title: 'From a port to its wires', keys: ['ArrowRight'] },
  { ...IN_NODE, command: 'port', value: 'outward', title: 'From a wire to its port, from a port to its node', keys: ['ArrowLeft'] },
  {
    command: 'connect-port',
    title: 'Connect from this port',
    keys: ['Enter', 'C'],
    when: ['port'],
    group: 'Ports and wires',
    keyOnly: true,
  },
  {
    command: 'follow-wire',
    title: 'Follow the wire to its other end',
    keys: ['Enter'],
    when: ['wire'],
    group: 'Ports and wires',
    view: true,
    keyOnly: true,
  },
  {
    command: 'disconnect',
    value: 'focused',
    title: 'Remove the connections of this port',
    keys: ['Delete', 'Backspace'],
    when: ['port'],
    group: 'Ports and wires',
    keyOnly: true,
  },
  {
    command: 'detach',
    title: 'Take it off its wires and join what they leave open',
    short: 'Detach',
    keys: ['D'],
    icon: 'unplug',
    group: 'Ports and wires',
  },
  { command: 'insert', title: 'Put a node into a wire', short: 'Insert…', keys: ['I'], icon: 'list-plus', group: 'Ports and wires' },
  {
    command: 'follow',
    value: 'back',
    title: 'Go to what feeds this node',
    keys: ['['],
    group: 'Ports and wires',
    view: true,
    keyOnly: true,
  },
  {
    command: 'follow',
    value: 'ahead',
    title: 'Go to what this node feeds',
    keys: [']'],
    group: 'Ports and wires',
    view: true,
    keyOnly: true,
  },

  { command: 'group', title: 'Frame the selection', keys: ['Mod+G'], icon: 'group', group: 'Arrange' },
  {
    command: 'ungroup',
    title: 'Remove the frame, keep what is in it',
    short: 'Ungroup',
    keys: ['Mod+Shift+G'],
    icon: 'ungroup',
    group: 'Arrange',
  },
  { command: 'align', value: 'left', title: 'Align left', keys: ['Alt+A'], icon: 'align-start-vertical', group: 'Arrange' },
  { command: 'align', value: 'center', title: 'Align centres', keys: ['Alt+H'], icon: 'align-center-vertical', group: 'Arrange' },
  { command: 'align', value: 'right', title: 'Align right', keys: ['Alt+D'], icon: 'align-end-vertical', group: 'Arrange' },
  { command: 'align', value: 'top', title: 'Align top', keys: ['Alt+W'], icon: 'align-start-horizontal', group: 'Arrange' },
  { command: 'align', value: 'middle', title: 'Align middles', keys: ['Alt+V'], icon: 'align-center-horizontal', group: 'Arrange' },
  { command: 'align', value: 'bottom', title: 'Align bottom', keys: ['Alt+S'], icon: 'align-end-horizontal', group: 'Arrange' },
  {
    command: 'distribute',
    value: 'horizontal',
    title: 'Distribute horizontally',
    keys: ['Alt+Shift+H'],
    icon: 'align-horizontal-space-between',
    group: 'Arrange',
  },
  {
    command: 'distribute',
    value: 'vertical',
    title: 'Distribute vertically',
    keys: ['Alt+Shift+V'],
    icon: 'align-vertical-space-between',
    group: 'Arrange',
  },
  { command: 'arrange', title: 'Tidy up: lay out by connections', short: 'Tidy up', keys: ['Shift+A'], icon: 'workflow', group: 'Arrange' },
  { command: 'snap-grid', title: 'Snap to the grid', keys: ['G'], icon: 'grid-3x3', group: 'Arrange', view: true },
  { command: 'snap-guides', title: 'Snap to what lies around', icon: 'magnet', group: 'Arrange', view: true },
  { command: 'nudge', value: 'left', title: 'Move left (Shift: 1 unit)', keys: ['ArrowLeft'], group: 'Arrange', keyOnly: true },
  { command: 'nudge', value: 'right', title: 'Move right', keys: ['ArrowRight'], group: 'Arrange', keyOnly: true },
  { command: 'nudge', value: 'up', title: 'Move up', keys: ['ArrowUp'], group: 'Arrange', keyOnly: true },
  { command: 'nudge', value: 'down', title: 'Move down', keys: ['ArrowDown'], group: 'Arrange', keyOnly: true },
  { command: 'resize', value: 'wider', title: 'Wider', keys: ['Mod+ArrowRight'], group: 'Arrange', keyOnly: true },
  { command: 'resize', value: 'narrower', title: 'Narrower', keys: ['Mod+ArrowLeft'], group: 'Arrange', keyOnly: true },
  { command: 'resize', value: 'taller', title: 'Taller', keys: ['Mod+ArrowDown'], group: 'Arrange', keyOnly: true },
  { command: 'resize', value: 'shorter', title: 'Shorter', keys: ['Mod+ArrowUp'], group: 'Arrange', keyOnly: true },

  {
    command: 'collapse',
    title: 'Collapse into a subgraph',
    keys: ['Mod+Shift+E'],
    icon: 'package',
    group: 'Subgraphs',
  },
  { command: 'expand', title: 'Expand the subgraph', short: 'Expand', keys: ['Mod+Alt+E'], icon: 'package-open', group: 'Subgraphs' },
  { command: 'enter', title: 'Open the subgraph', short: 'Open', icon: 'log-in', group: 'Subgraphs', view: true },
  { command: 'leave', title: 'Leave the subgraph', icon: 'log-out', keys: ['Shift+Escape'], group: 'Subgraphs', view: true },

  { command: 'select-all', title: 'Select all', keys: ['Mod+A'], icon: 'square-dashed', group: 'Select', view: true },
  {
    command: 'select-content',
    title: 'Select what is in the frame',
    short: 'Select content',
    icon: 'square-dashed',
    group: 'Select',
    view: true,
  },
  {
    command: 'marquee',
    title: 'Select by a rectangle with the next drag',
    short: 'Select by rectangle',
    keys: ['S'],
    icon: 'square-dashed-mouse-pointer',
    group: 'Select',
    view: true,
  },
  {
    command: 'lasso',
    title: 'Select by a lasso with the next drag',
    short: 'Select by lasso',
    keys: ['Q'],
    icon: 'lasso',
    group: 'Select',
    view: true,
  },
  { command: 'walk', value: 'next', title: 'Next node', keys: ['Tab'], group: 'Select', view: true, keyOnly: true },
  { command: 'walk', value: 'previous', title: 'Previous node', keys: ['Shift+Tab'], group: 'Select', view: true, keyOnly: true },
  { command: 'walk', value: 'left', title: 'Node to the left', keys: ['Alt+ArrowLeft'], group: 'Select', view: true, keyOnly: true },
  { command: 'walk', value: 'right', title: 'Node to the right', keys: ['Alt+ArrowRight'], group: 'Select', view: true, keyOnly: true },
  { command: 'walk', value: 'up', title: 'Node above', keys: ['Alt+ArrowUp'], group: 'Select', view: true, keyOnly: true },
  { command: 'walk', value: 'down', title: 'Node below', keys: ['Alt+ArrowDown'], group: 'Select', view: true, keyOnly: true },
  { ...EXTEND, value: 'left', title: 'Select the node to the left as well', keys: ['Alt+Shift+ArrowLeft'] },
  { ...EXTEND, value: 'right', title: 'Select the node to the right as well', keys: ['Alt+Shift+ArrowRight'] },
  { ...EXTEND, value: 'up', title: 'Select the node above as well', keys: ['Alt+Shift+ArrowUp'] },
  { ...EXTEND, value: 'down', title: 'Select the node below as well', keys: ['Alt+Shift+ArrowDown'] },
  { command: 'select-joined', title: 'Select what is joined with the selection', short: 'Select joined', group: 'Select', view: true },
  {
    command: 'toggle-selected',
    title: 'Select what has focus, or take it out of the selection',
    keys: ['Shift+Space'],
    group: 'Select',
    view: true,
    keyOnly: true,
  },

  { command: 'zoom-in', title: 'Zoom in', keys: ['+', '='], icon: 'plus', group: 'View', view: true },
  { command: 'zoom-out', title: 'Zoom out', keys: ['-'], icon: 'minus', group: 'View', view: true },
  { command: 'zoom-to', value: 1, title: 'Zoom to 100 %', keys: ['0'], icon: 'search', group: 'View', view: true },
  { command: 'fit', title: 'Fit', keys: ['1'], icon: 'maximize', group: 'View', view: true },
  { command: 'fit-selection', title: 'Fit the selection', keys: ['2'], icon: 'focus', group: 'View', view: true },
  { ...PAN, value: 'left', title: 'Move the view left', keys: ['Mod+Shift+ArrowLeft'] },
  { ...PAN, value: 'right', title: 'Move the view right', keys: ['Mod+Shift+ArrowRight'] },
  { ...PAN, value: 'up', title: 'Move the view up', keys: ['Mod+Shift+ArrowUp'] },
  { ...PAN, value: 'down', title: 'Move the view down', keys: ['Mod+Shift+ArrowDown'] },

  {
    command: 'menu',
    title: 'Menu of the selection, or of the canvas',
    keys: ['Shift+F10', 'ContextMenu'],
    group: 'Help',
    view: true,
    keyOnly: true,
  },
  { command: 'palette', title: 'Find a command', keys: ['Mod+K'], icon: 'command', group: 'Help', view: true },
  { command: 'shortcuts', title: 'Keyboard shortcuts', keys: ['?'], icon: 'keyboard', group: 'Help', view: true },
] as const satisfies readonly CommandEntry[];

export type CommandName = (typeof TABLE)[number]['command'];

/** The row of one command; with `value`, of that variant. */
export function commandEntry(command: CommandName, value?: string | number): Command {
  const entry = COMMANDS.find((row) => row.command === command && (value === undefined || row.value === value));
  if (!entry) throw new RangeError(`There is no command ${command} ${value ?? ''}`);
  return entry;
}

export interface Command extends CommandEntry {
  readonly command: CommandName;
}

export const COMMANDS: readonly Command[] = TABLE;

export const isCommandName = (name: string): name is CommandName => COMMANDS.some((row) => row.command === name);
