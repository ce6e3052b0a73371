/**
 * What pointers, fingers and pens do on the canvas, in one table: the sheet of shortcuts shows it beside the keys, and a test carries
 * every row out.
 *
 * `input` is written as keys are, modifiers first: `Mod+Alt+Drag`. `Mod` is ⌘ on Apple systems and Ctrl elsewhere.
 */

export type GestureGroup = 'Mouse and trackpad' | 'Connections by pointer' | 'Touch' | 'Pen';

export interface Gesture {
  readonly input: readonly string[];
  readonly title: string;
  readonly group: GestureGroup;
}

const TABLE = [
  { input: ['Space+Drag', 'Middle drag'], title: 'Move the view', group: 'Mouse and trackpad' },
  { input: ['Wheel', 'Mod+Scroll'], title: 'Zoom at the pointer', group: 'Mouse and trackpad' },
  { input: ['Drag'], title: 'Select by rectangle, on empty canvas', group: 'Mouse and trackpad' },
  { input: ['Alt+Drag'], title: 'Select by lasso, on empty canvas', group: 'Mouse and trackpad' },
  { input: ['Shift+Drag'], title: 'Add to the selection', group: 'Mouse and trackpad' },
  { input: ['Mod+Drag'], title: 'Take away from the selection', group: 'Mouse and trackpad' },
  { input: ['Shift+Click', 'Mod+Click'], title: 'Add one, or take it away', group: 'Mouse and trackpad' },
  { input: ['Double click'], title: 'Add a node, edit, or open', group: 'Mouse and trackpad' },
  { input: ['Secondary click'], title: 'Menu of what lies there', group: 'Mouse and trackpad' },
  { input: ['Shift'], title: 'While dragging a node: along one axis', group: 'Mouse and trackpad' },
  { input: ['Mod'], title: 'While dragging a node: without snapping', group: 'Mouse and trackpad' },
  { input: ['Drag', 'Click'], title: 'From port to port: connect', group: 'Connections by pointer' },
  { input: ['Drag'], title: 'A wire’s end: to another port, or off', group: 'Connections by pointer' },
  { input: ['Alt+Drag', 'Double click'], title: 'Bend a wire', group: 'Connections by pointer' },
  { input: ['Drop'], title: 'A node on a wire: put it in', group: 'Connections by pointer' },
  { input: ['Alt+Drag', 'Shake'], title: 'Take a node off its wires', group: 'Connections by pointer' },
  { input: ['Mod+Alt+Drag', 'Mod+Secondary drag'], title: 'Cut wires', group: 'Connections by pointer' },
  { input: ['One finger'], title: 'Move the view', group: 'Touch' },
  { input: ['Two fingers'], title: 'Move and zoom the view', group: 'Touch' },
  { input: ['Tap'], title: 'Select; from port to port: connect', group: 'Touch' },
  { input: ['Long press'], title: 'Menu of what lies there', group: 'Touch' },
  { input: ['Barrel button'], title: 'Menu of what lies there', group: 'Pen' },
  { input: ['Eraser'], title: 'Cut wires, or delete what it touches', group: 'Pen' },
] as const satisfies readonly Gesture[];

export const GESTURES: readonly Gesture[] = TABLE;
