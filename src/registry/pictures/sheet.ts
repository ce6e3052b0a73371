/** Drawing a contact sheet: pictures in a grid, a line of text under each. Pure pixels; the same sheet everywhere. */
import type { Pixels } from '../values.js';
import { GLYPH, glyph } from './pixel-font.js';

export interface SheetLayout {
  readonly columns: number;
  readonly rows: number;
  /** Edge of the square that each picture is fitted into, pixels. */
  readonly cell: number;
  readonly gap: number;
  /** Height of the line under a picture, 0 without labels. */
  readonly line: number;
  /** Size of the letters: how many pixels a dot of a letter takes. */
  readonly dot: number;
  readonly width: number;
  readonly height: number;
}

/** Red, green, blue, 0 to 255. */
export type Colour = readonly [number, number, number];

export interface SheetOptions {
  readonly count: number;
  /** 0: as near to a square as it gets. */
  readonly columns: number;
  readonly cell: number;
  readonly labels: boolean;
}

/** Pixels along the longest side; larger sheets get smaller cells, then lose their labels. */
const LONGEST = 4_096;
const SMALLEST = 8;
/** Gap between cells, as a share of a cell. */
const GAP = 1 / 32;
/** A letter is 1/20 of a cell high, never less than one pixel a dot. */
const LETTERS = 160;

export function layoutSheet({ count, columns: wanted, cell: size, labels }: SheetOptions): SheetLayout {
  const columns = Math.min(count, wanted > 0 ? wanted : Math.ceil(Math.sqrt(count)));
  const rows = Math.ceil(count / columns);
  const at = (cell: number): SheetLayout => {
    const gap = Math.max(2, Math.round(cell * GAP));
    const dot = Math.max(1, Math.floor(cell / LETTERS));
    const line = labels ? dot * (GLYPH.height + 4) : 0;
    const width = columns * (cell + gap) + gap;
    return { columns, rows, cell, gap, line, dot, width, height: rows * (cell + line + gap) + gap };
  };
  let cell = size;
  for (;;) {
    const layout = at(cell);
    const longest = Math.max(layout.width, layout.height);
    if (longest <= LONGEST || (cell === SMALLEST && !labels)) return layout;
    if (cell === SMALLEST) return layoutSheet({ count, columns: wanted, cell: size, labels: false });
    cell = Math.max(SMALLEST, Math.min(cell - 1, Math.floor((cell * LONGEST) / longest)));
  }
}

export function blankSheet({ width, height }: SheetLayout, colour: Colour): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < data.length; at += 4) data.set([...colour, 255], at);
  return { width, height, data };
}

/** Puts a picture and its label in its place. Pictures keep their proportions; each pixel is the mean of those it stands for. */
export function drawCell(sheet: Pixels, layout: SheetLayout, index: number, picture: Pixels, label: string, ink: Colour): void {
  const { columns, cell, gap, line, dot } = layout;
  const left = gap + (index % columns) * (cell + gap);
  const top = gap + Math.floor(index / columns) * (cell + line + gap);
  const scale = Math.min(cell / picture.width, cell / picture.height);
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  drawPicture(sheet, picture, left + Math.floor((cell - width) / 2), top + Math.floor((cell - height) / 2), width, height);
  if (line > 0) drawText(sheet, label, left, top + cell + dot * 2, cell, dot, ink);
}

function drawPicture(sheet: Pixels, picture: Pixels, left: number, top: number, width: number, height: number): void {
  for (let y = 0; y < height; y++) {
    const y0 = Math.floor((y * picture.height) / height);
    const y1 = Math.max(y0 + 1, Math.floor(((y + 1) * picture.height) / height));
    for (let x = 0; x < width; x++) {
      const x0 = Math.floor((x * picture.width) / width);
      const x1 = Math.max(x0 + 1, Math.floor(((x + 1) * picture.width) / width));
      blend(sheet, ((top + y) * sheet.width + left + x) * 4, picture, x0, y0, x1, y1);
    }
  }
}

/** The mean of a rectangle of `picture`, over what is in `sheet` at `to`. */
function blend(sheet: Pixels, to: number, picture: Pixels, x0: number, y0: number, x1: number, y1: number): void {
  let [red, green, blue, alpha] = [0, 0, 0, 0];
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const from = (y * picture.width + x) * 4;
      const a = picture.data[from + 3]!;
      red += picture.data[from]! * a;
      green += picture.data[from + 1]! * a;
      blue += picture.data[from + 2]! * a;
      alpha += a;
    }
  }
  const full = (x1 - x0) * (y1 - y0) * 255;
  const behind = (full - alpha) / full;
  sheet.data[to] = red / full + sheet.data[to]! * behind;
  sheet.data[to + 1] = green / full + sheet.data[to + 1]! * behind;
  sheet.data[to + 2] = blue / full + sheet.data[to + 2]! * behind;
}

/** One line, cut with an ellipsis where it is too long. */
function drawText(sheet: Pixels, text: string, left: number, top: number, width: number, dot: number, ink: Colour): void {
  const letters = [...text.replace(/\s+/g, ' ')];
  const room = Math.floor(width / (GLYPH.advance * dot));
  const shown = letters.length > room ? [...letters.slice(0, Math.max(0, room - 2)), '.', '.'] : letters;
  for (const [place, letter] of shown.entries()) {
    for (const [column, bits] of glyph(letter).entries()) {
      for (let row = 0; row < GLYPH.height; row++) {
        if ((bits >> row) & 1) fill(sheet, left + (place * GLYPH.advance + column) * dot, top + row * dot, dot, ink);
      }
    }
  }
}

function fill(sheet: Pixels, left: number, top: number, size: number, colour: Colour): void {
  for (let y = top; y < top + size; y++) for (let x = left; x < left + size; x++) sheet.data.set(colour, (y * sheet.width + x) * 4);
}
