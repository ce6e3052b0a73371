/** Collects the pictures of all items in one: a grid, each with the values it was made from. */
import { sha256Hex } from '../../hash.js';
import { blankSheet, drawCell, layoutSheet, type Colour } from '../pictures/sheet.js';
import { decodePicture, encodePicture } from '../pictures/pixels.js';
import type { ListItem, NodeDefinition } from '../types.js';
import { imageInput } from './results.js';

/** Dark ink on light paper, light ink on dark: relative luminance of the paper as in WCAG 2. */
const INKS: readonly [Colour, Colour] = [
  [23, 23, 23],
  [238, 238, 238],
];

export const contactSheetNode: NodeDefinition = {
  type: 'contact-sheet',
  version: 1,
  title: 'Contact sheet',
  category: 'list',
  description: 'All pictures of a list in one, each with the values it was made from.',
  keywords: ['grid', 'compare', 'collect', 'overview', 'montage', 'xy plot'],
  icon: 'layout-grid',
  inputs: [{ id: 'images', title: 'Images', type: 'image', required: true, list: true }],
  outputs: [{ id: 'image', title: 'Image', type: 'image' }],
  parameters: [
    { kind: 'number', name: 'columns', title: 'Columns', default: 0, min: 0, max: 64, step: 1, help: '0 makes the sheet nearly square.' },
    { kind: 'slider', name: 'cell', title: 'Picture size', default: 256, min: 64, max: 512, step: 1, unit: 'px' },
    { kind: 'boolean', name: 'labels', title: 'Labels', default: true },
    { kind: 'color', name: 'paper', title: 'Paper', default: '#ffffff' },
  ],
  face: { media: 'image' },
  skipUnconnected: true,
  async execute({ lists, params, progress, signal }) {
    const items = lists['images'] ?? [];
    const labels = params['labels'] === true;
    const layout = layoutSheet({ count: items.length, columns: Number(params['columns']), cell: Number(params['cell']), labels });
    const paper = colourOf(String(params['paper']));
    const ink = luminance(paper) > 0.18 ? INKS[0] : INKS[1];
    const sheet = blankSheet(layout, paper);
    for (const [index, item] of items.entries()) {
      signal.throwIfAborted();
      progress({ stage: 'sheet', label: 'Placing pictures', step: index + 1, total: items.length, fraction: index / items.length });
      drawCell(sheet, layout, index, await decodePicture(imageInput(item.value).blob), labelOf(item), ink);
    }
    signal.throwIfAborted();
    const blob = await encodePicture(sheet);
    return { image: { kind: 'image', blob, hash: await sha256Hex(blob), width: sheet.width, height: sheet.height, name: 'contact sheet' } };
  },
};

function labelOf({ axes, value }: ListItem): string {
  if (axes.length > 0) return axes.map((axis) => axis.label).join('  ');
  return (typeof value === 'object' && 'name' in value && value.name) || '';
}

function colourOf(hex: string): Colour {
  const part = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((part) => (part <= 10 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4)) as [
    number,
    number,
    number,
  ];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
