/**
 * Makes TrueType fonts for tests out of rectangles, so that no test depends on what is installed: ideographs by the thousand, all
 * different, and glyphs with colours of their own (COLR version 0). Layout: the OpenType specification, tables as named below.
 */

/** x, y, width, height in thousandths of an em, y upwards from the base line. */
export type Block = readonly [number, number, number, number];

export interface TestGlyph {
  readonly blocks: readonly Block[];
  /** Red, green, blue, 0 to 255; without it the glyph takes the text's colour. */
  readonly color?: readonly [number, number, number];
}

/** Bytes of numbers, most significant first: `[bytes, value]`. */
function pack(...fields: readonly (readonly [size: number, value: number])[]): number[] {
  return fields.flatMap(([size, value]) => Array.from({ length: size }, (_, index) => Math.floor(value / 256 ** (size - 1 - index)) & 255));
}
const u16 = (...values: number[]): number[] => pack(...values.map((value) => [2, value] as const));
const u32 = (...values: number[]): number[] => pack(...values.map((value) => [4, value] as const));
const text = (value: string): number[] => Array.from(value, (character) => character.charCodeAt(0));

function outline(blocks: readonly Block[]): number[] {
  if (blocks.length === 0) return [];
  const points = blocks.flatMap(([x, y, w, h]) => [
    [x, y],
    [x, y + h],
    [x + w, y + h],
    [x + w, y],
  ]) as [number, number][];
  const deltas = (axis: 0 | 1): number[] => points.map((point, index) => point[axis] - (points[index - 1]?.[axis] ?? 0));
  const range = (axis: 0 | 1): [number, number] => [
    Math.min(...points.map((point) => point[axis])),
    Math.max(...points.map((point) => point[axis])),
  ];
  const [left, right] = range(0);
  const [bottom, top] = range(1);
  const ends = blocks.map((_, index) => index * 4 + 3);
  const bytes = [...u16(blocks.length, left, bottom, right, top), ...u16(...ends, 0), ...points.map(() => 1)];
  bytes.push(...u16(...deltas(0)), ...u16(...deltas(1)));
  while (bytes.length % 4 !== 0) bytes.push(0);
  return bytes;
}

function names(family: string): number[] {
  const values = [
    [1, family],
    [2, 'Regular'],
    [4, family],
    [6, family.replaceAll(' ', '')],
  ] as const;
  let strings: number[] = [];
  const records = values.flatMap(([id, value]) => {
    const encoded = u16(...text(value));
    const record = u16(3, 1, 0x409, id, encoded.length, strings.length);
    strings = [...strings, ...encoded];
    return record;
  });
  return [...u16(0, values.length, 6 + records.length), ...records, ...strings];
}

/** A font file; every glyph is one em wide. */
export function testFont(family: string, glyphs: ReadonlyMap<string, TestGlyph>): ArrayBuffer {
  const characters = [...glyphs].sort(([a], [b]) => a.codePointAt(0)! - b.codePointAt(0)!);
  // Glyph 0 stands for what is missing and is empty.
  const outlines = [[], ...characters.map(([, glyph]) => outline(glyph.blocks))];
  const count = outlines.length;
  const colored = characters.flatMap(([, glyph], index) => (glyph.color ? [{ glyph: index + 1, color: glyph.color }] : []));
  const offsets = [0];
  for (const bytes of outlines) offsets.push(offsets.at(-1)! + bytes.length);
  const tables: [string, number[]][] = [
    [
      'OS/2',
      [...u16(4, 1000, 400, 5, 0), ...u16(...new Array<number>(11).fill(0)), ...new Array<number>(10).fill(0), ...u32(0, 0, 0, 0)].concat(
        text('TEST'),
        u16(0x40, 32, 0xffff, 800, -200 & 0xffff, 0, 800, 200),
        u32(0, 0),
        u16(500, 700, 0, 32, 1),
      ),
    ],
    [
      'cmap',
      [
        ...u16(0, 1, 3, 10),
        ...u32(12),
        ...u16(12, 0),
        ...u32(16 + characters.length * 12, 0, characters.length),
        ...characters.flatMap(([character], index) => u32(character.codePointAt(0)!, character.codePointAt(0)!, index + 1)),
      ],
    ],
    ['glyf', outlines.flat()],
    ['head', [...u32(0x10000, 0x10000, 0, 0x5f0f3cf5), ...u16(0, 1000), ...u32(0, 0, 0, 0), ...u16(0, -200, 1000, 800, 0, 8, 2, 1, 0)]],
    ['hhea', [...u32(0x10000), ...u16(800, -200, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, count)]],
    // The bearing is where the outline begins, or it would be moved there.
    [
      'hmtx',
      [
        ...u16(1000, 0),
        ...characters.flatMap(([, { blocks }]) => u16(1000, blocks.length === 0 ? 0 : Math.min(...blocks.map(([x]) => x)))),
      ],
    ],
    ['loca', u32(...offsets)],
    ['maxp', [...u32(0x10000), ...u16(count, 256, 64, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)]],
    ['name', names(family)],
    ['post', u32(0x30000, 0, 0, 0, 0, 0, 0, 0)],
  ];
  if (colored.length > 0) {
    const bases = colored.flatMap(({ glyph }, index) => u16(glyph, index, 1));
    const layers = colored.flatMap(({ glyph }, index) => u16(glyph, index));
    const colors = colored.flatMap(({ color: [red, green, blue] }) => [blue, green, red, 255]);
    tables.unshift(
      ['COLR', [...u16(0, colored.length), ...u32(14, 14 + bases.length), ...u16(colored.length), ...bases, ...layers]],
      ['CPAL', [...u16(0, colored.length, 1, colored.length), ...u32(14), ...u16(0), ...colors]],
    );
  }
  let at = 12 + tables.length * 16;
  const directory: number[] = [];
  const body: number[] = [];
  for (const [tag, bytes] of tables) {
    directory.push(...text(tag), ...u32(0, at, bytes.length));
    const padded = [...bytes, ...new Array<number>((4 - (bytes.length % 4)) % 4).fill(0)];
    for (const byte of padded) body.push(byte);
    at += padded.length;
  }
  const power = Math.floor(Math.log2(tables.length));
  const header = [...u32(0x10000), ...u16(tables.length, 16 << power, power, tables.length * 16 - (16 << power))];
  return Uint8Array.from([...header, ...directory, ...body]).buffer;
}

/** Sixteen squares in a grid of four by four, set where the number has a bit: no two numbers look alike. */
export function pattern(number: number): TestGlyph {
  const blocks: Block[] = [];
  for (let bit = 0; bit < 16; bit += 1)
    if ((number >> bit) & 1) blocks.push([60 + (bit % 4) * 220, 600 - Math.floor(bit / 4) * 220, 160, 160]);
  return { blocks };
}
