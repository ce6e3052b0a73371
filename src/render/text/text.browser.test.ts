// Text as pixels: against the browser's own letters, beyond the atlas' room, in scripts that join and in fonts that come late.
import { expect } from '@open-wc/testing';
import { Scene } from '../../scene/scene.js';
import { FakeGraph, registry } from '../../scene/testing/fixture.js';
import { Stage } from '../stage.js';
import { createCanvas } from '../surface.js';
import { testTheme, type Picture } from '../testing.js';
import type { RendererPreference } from '../types.js';
import { pattern, testFont, type TestGlyph } from './testing-font.js';
import { TextEngine, type Line } from './text-engine.js';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function addFont(family: string, glyphs: ReadonlyMap<string, TestGlyph>): Promise<void> {
  const face = await new FontFace(family, testFont(family, glyphs)).load();
  document.fonts.add(face);
  open.push(() => document.fonts.delete(face));
}

/** A family with the letters of scripts that a machine may have no font for; its other letters are the system's. */
async function addScripts(family: string): Promise<void> {
  for (const [script, unicodeRange] of [
    ['devanagari', 'U+0900-097F'],
    ['thai', 'U+0E00-0E7F'],
  ] as const) {
    const file = `/node_modules/@fontsource/noto-sans-${script}/files/noto-sans-${script}-${script}-400-normal.woff2`;
    const face = await new FontFace(family, `url(${file})`, { unicodeRange }).load();
    document.fonts.add(face);
    open.push(() => document.fonts.delete(face));
  }
}

interface Look {
  readonly tier: RendererPreference;
  readonly scheme?: 'dark' | 'light';
  readonly zoom?: number;
  readonly font?: string;
}
const WIDTH = 480;
const HEIGHT = 130;

async function stageOf(texts: readonly string[], { tier, scheme = 'light', zoom = 1, font = 'sans-serif' }: Look): Promise<Stage> {
  const container = document.createElement('div');
  container.style.cssText = `position:relative;width:${WIDTH * zoom}px;height:${HEIGHT * zoom}px`;
  document.body.append(container);
  const scene = new Scene(registry);
  const graph = new FakeGraph();
  texts.forEach((text, index) => graph.node(`n${index}`, 'prompt', index * 240, 10, { text }));
  scene.setGraph(graph);
  const stage = new Stage({ container, scene, preference: tier, theme: { ...testTheme(scheme), font } });
  open.push(() => {
    stage.dispose();
    container.remove();
  });
  stage.camera = { x: 0, y: 0, zoom };
  expect((await stage.start()).kind).to.equal(tier);
  return stage;
}
const picture = async (texts: readonly string[], look: Look): Promise<Picture> => (await stageOf(texts, look)).capture();

/** Ink of each pixel of the first node's text field: how far it is from the field's ground, 0 to 255. */
function ink({ width, data }: Picture, zoom: number, column = 0): number[] {
  const at = (x: number, y: number): number => (Math.floor(y * zoom) * width + Math.floor(x * zoom)) * 4;
  const ground = at(column * 240 + 14, 60);
  const result: number[] = [];
  for (let y = Math.ceil(50 * zoom); y < 100 * zoom; y += 1)
    for (let x = Math.ceil((column * 240 + 18) * zoom); x < (column * 240 + 222) * zoom; x += 1)
      result.push(Math.max(...[0, 1, 2].map((channel) => Math.abs(data[(y * width + x) * 4 + channel]! - data[ground + channel]!))));
  return result;
}
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
/** Share of the ink that lies elsewhere. */
const astray = (a: readonly number[], b: readonly number[]): number => sum(a.map((value, index) => Math.abs(value - b[index]!))) / sum(b);

const SAMPLE = 'Hamburgefonstiv 0123\nÄẅé Привет Ελλάδα';
const OTHER = 'Quick brown foxes, 4567\njump Über ленивых собак';

describe('letters', () => {
  // Small letters of the browser stand on other fractions of a pixel; from 200 % on hardly anything is left of that.
  for (const [zoom, most, weight] of [
    [0.5, 0.45, 0.2],
    [1, 0.4, 0.1],
    [2, 0.3, 0.1],
    [4, 0.22, 0.05],
  ] as const)
    for (const scheme of ['dark', 'light'] as const)
      it(`are the browser's own at ${zoom * 100} %, ${scheme}`, async () => {
        const reference = ink(await picture([SAMPLE], { tier: 'canvas', scheme, zoom }), zoom);
        for (const tier of ['webgpu', 'webgl'] as const) {
          const drawn = ink(await picture([SAMPLE], { tier, scheme, zoom }), zoom);
          expect(astray(drawn, reference), `${tier}, place`).to.be.below(most);
          expect(sum(drawn) / sum(reference), `${tier}, weight`).to.be.within(1 - weight, 1 + weight);
        }
        // The control: other letters.
        const other = ink(await picture([OTHER], { tier: 'canvas', scheme, zoom }), zoom);
        expect(astray(other, reference)).to.be.above(most * 1.5);
      });

  it('are as wide as the browser measures them', () => {
    const engine = new TextEngine('sans-serif');
    const { context } = createCanvas(8, 8);
    context.font = '500 100px sans-serif';
    for (const text of ['Tavern AVATAR fi', 'مرحبا بالعالم 256', 'abc مرحبا', 'नमस्ते दुनिया', '日本語「」', '👩‍👩‍👧🇨🇭', 'e\u0301'])
      expect(engine.line(text, 500).width, text).to.be.closeTo(context.measureText(text).width / 100, 1e-6);
  });
});

describe('scripts that join', () => {
  const texts = ['مرحبا بالعالم', 'صورة جديدة', 'שלום עולם', 'abc مرحبا 12 def', 'नमस्ते दुनिया', 'ที่นี่ ไทย'];
  it('are drawn as the browser joins and orders them', async () => {
    const all: number[][] = [];
    const font = '"Test Scripts", sans-serif';
    await addScripts('Test Scripts');
    for (const text of texts) {
      const reference = ink(await picture([text], { tier: 'canvas', zoom: 2, font }), 2);
      const drawn = ink(await picture([text], { tier: 'webgpu', zoom: 2, font }), 2);
      expect(sum(reference), text).to.be.above(20_000);
      expect(astray(drawn, reference), text).to.be.below(0.35);
      all.push(reference);
    }
    // The control: other words are other pixels.
    expect(astray(all[0]!, all[1]!)).to.be.above(0.5);
    const reversed = ink(await picture([[...texts[0]!].reverse().join('')], { tier: 'webgpu', zoom: 2, font }), 2);
    expect(astray(reversed, all[0]!)).to.be.above(0.5);
  });

  it('lie at the right of their field, in every tier', async () => {
    for (const tier of ['webgpu', 'webgl', 'canvas'] as const) {
      const drawn = ink(await picture(['مرحبا'], { tier }), 1);
      const left = sum(drawn.filter((_, index) => index % 204 < 102));
      expect(sum(drawn), tier).to.be.above(2000);
      expect(left, tier).to.equal(0);
    }
  });

  it('come in parts side by side where a line of mixed directions is wider than a part', () => {
    const engine = new TextEngine('sans-serif');
    const line = engine.unhurried(() => (engine.begin(), engine.line(`abc ${'مرحبا بالعالم '.repeat(12)}`, 400)));
    const parts = line.pieces[0]!.shape!.parts;
    expect(parts.length).to.be.above(2);
    parts.slice(1).forEach((part, index) => expect(part.x).to.be.closeTo(parts[index]!.x + parts[index]!.width, 1e-9));
    expect(parts.at(-1)!.x + parts.at(-1)!.width).to.be.above(line.width - 0.5);
  });

  it('do nothing to their neighbours, whatever controls they carry', async () => {
    const plain = ink(await picture(['a', 'neighbour 12'], { tier: 'webgpu' }), 1, 1);
    for (const text of ['\u202etfel', '\u2067x', '\0\u0007\ud83d', 'a\u0338\u0489\u0489\u0489\u0489\u0489'.repeat(9), '\u202b\u202b'])
      expect(ink(await picture([text, 'neighbour 12'], { tier: 'webgpu' }), 1, 1), JSON.stringify(text)).to.deep.equal(plain);
  });
});

describe('emoji', () => {
  it('keep their colours, beside text that takes the theme’s, also within right-to-left text', async () => {
    await addFont('Test Emoji', new Map([['😀', { blocks: [[100, 0, 800, 700]], color: [255, 0, 200] }]]));
    for (const tier of ['webgpu', 'webgl', 'canvas'] as const)
      for (const text of ['ab 😀', 'مرحبا 😀', 'abc مرحبا 😀 def']) {
        const { data } = await picture([text], { tier, zoom: 2, font: '"Test Emoji", sans-serif' });
        let pink = 0;
        let dark = 0;
        for (let at = 0; at < data.length; at += 4) {
          if (data[at]! > 235 && data[at + 1]! < 30 && data[at + 2]! > 170) pink += 1;
          if (data[at]! < 60 && data[at + 1]! < 60 && data[at + 2]! < 60) dark += 1;
        }
        // 0.56 square ems of 26 pixels, without its rim.
        expect(pink, `${tier}: ${text}`).to.be.within(250, 420);
        expect(dark, `${tier}: ${text}`).to.be.above(60);
      }
  });

  it('take the text’s colour where the font has none', async () => {
    await addFont('Plain Emoji', new Map([['😀', { blocks: [[100, 0, 800, 700]] }]]));
    const drawn = ink(await picture(['😀'], { tier: 'webgpu', zoom: 2, font: '"Plain Emoji"' }), 2);
    expect(drawn.filter((value) => value > 180).length).to.be.within(250, 420);
  });
});

describe('thousands of ideographs', () => {
  const FIRST = 0x4e00;
  const han = (index: number): string => String.fromCodePoint(FIRST + index);
  const lines = (from: number, to: number): string[] =>
    Array.from({ length: Math.ceil((to - from) / 20) }, (_, row) =>
      Array.from({ length: Math.min(20, to - from - row * 20) }, (__, index) => han(from + row * 20 + index)).join(''),
    );
  before(() => addFont('Test Han', new Map(Array.from({ length: 20_000 }, (_, index) => [han(index), pattern(FIRST + index)]))));
  // `afterEach` would take the font away.
  before(() => void open.splice(0));

  /** The number that the letter's squares in the atlas say. */
  function read({ glyphPage: { data, width } }: TextEngine, line: Line, index: number): number {
    const piece = line.pieces[index]!;
    const part = piece.shape!.parts[0]!;
    const scale = (part.u1 - part.u0) / part.width;
    let value = 0;
    for (let bit = 0; bit < 16; bit += 1) {
      const x = part.u0 + (0.14 + (bit % 4) * 0.22 - part.x) * scale;
      const y = part.v0 + (-0.68 + Math.floor(bit / 4) * 0.22 - part.y) * scale;
      // What lies outside the letter's rectangle belongs to another.
      const inside = x > part.u0 && x < part.u1 && y > part.v0 && y < part.v1;
      if (inside && data[Math.floor(y) * width + Math.floor(x)]! > 127) value |= 1 << bit;
    }
    return value;
  }
  const right = (engine: TextEngine, texts: readonly string[]): number => {
    let count = 0;
    for (const text of texts) {
      const line = engine.line(text, 400);
      [...text].forEach((character, index) => {
        if (line.pieces[index]!.shape && read(engine, line, index) === character.codePointAt(0)) count += 1;
      });
    }
    return count;
  };
  /** Packs frame by frame until nothing waits; the shapes drawn in each frame. */
  function settle(engine: TextEngine, texts: readonly string[], most = 1000): number[] {
    const frames: number[] = [];
    do {
      const before = engine.drawn;
      engine.begin();
      engine.turn();
      for (const text of texts) engine.line(text, 400);
      frames.push(engine.drawn - before);
    } while (engine.waiting && frames.length < most);
    return frames;
  }

  it('come a few in each frame, until all are right', () => {
    const engine = new TextEngine('"Test Han"');
    const texts = lines(0, 6000);
    const frames = settle(engine, texts);
    expect(engine.drawn).to.equal(6000);
    // The first frame has more time.
    expect(Math.max(...frames.slice(1))).to.be.at.most(60);
    expect(frames[0]).to.be.at.most(300);
    expect(right(engine, texts)).to.equal(6000);
    expect(engine.glyphPage.data.length).to.be.at.most(16 * 1024 * 1024);
    // The control: without a budget all come at once.
    const hurried = new TextEngine('"Test Han"');
    expect(hurried.unhurried(() => settle(hurried, texts.slice(0, 30)))).to.deep.equal([600]);
  });

  it('give way to what is looked at later, and come back', () => {
    const engine = new TextEngine('"Test Han"');
    for (let page = 0; page < 4; page += 1) {
      const texts = lines(page * 4000, page * 4000 + 4000);
      engine.unhurried(() => settle(engine, texts));
      expect(right(engine, texts), `page ${page}`).to.equal(4000);
    }
    const drawn = engine.drawn;
    const first = lines(0, 4000);
    engine.unhurried(() => settle(engine, first));
    expect(engine.drawn, 'the first page had to be drawn again').to.be.above(drawn);
    expect(right(engine, first)).to.equal(4000);
    expect(engine.glyphPage.height).to.be.at.most(8192);
  });

  it('stay bars where the view holds more than the atlas, without drawing any twice', () => {
    const engine = new TextEngine('"Test Han"');
    const texts = lines(0, 12_000);
    engine.unhurried(() => settle(engine, texts, 3));
    const { drawn } = engine;
    expect(engine.waiting).to.equal(false);
    const shown = right(engine, texts);
    expect(shown).to.be.within(6000, 11_999);
    for (let turn = 0; turn < 5; turn += 1) engine.unhurried(() => settle(engine, texts, 3));
    expect(engine.drawn - drawn, 'one try a turn and no more').to.be.at.most(5);
    expect(right(engine, texts)).to.equal(shown);
  });

  it('are drawn on screen frame by frame, and the frames end', async () => {
    const stage = await stageOf([lines(0, 120).join(''), lines(200, 320).join('')], { tier: 'webgpu', zoom: 2, font: '"Test Han"' });
    let before = -1;
    while (stage.stats().frames !== before) {
      before = stage.stats().frames;
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    const settled = ink(await stage.capture(), 2);
    expect(stage.stats().reasonCounts['text'] ?? 0).to.be.below(20);
    const reference = ink(await picture([lines(0, 120).join('')], { tier: 'canvas', zoom: 2, font: '"Test Han"' }), 2);
    expect(astray(settled, reference)).to.be.below(0.3);
  });
});

describe('a font that comes late', () => {
  it('is drawn once it is there; others change nothing', async () => {
    const stage = await stageOf(['字'], { tier: 'webgpu', zoom: 2, font: '"Late Han", sans-serif' });
    const before = ink(await stage.capture(), 2);
    let changes = 0;
    const renderer = stage.renderer!;
    const changed = renderer.fontsChanged!.bind(renderer);
    renderer.fontsChanged = () => {
      changes += 1;
      changed();
    };
    const loaded = async (family: string): Promise<void> => {
      const done = new Promise((resolve) => document.fonts.addEventListener('loadingdone', resolve, { once: true }));
      const url = URL.createObjectURL(new Blob([testFont(family, new Map([['字', pattern(0xffff)]]))]));
      const face = new FontFace(family, `url(${url})`);
      document.fonts.add(face);
      open.push(() => document.fonts.delete(face));
      await face.load();
      await done;
    };
    await loaded('Somebody Else');
    expect(changes).to.equal(0);
    expect(ink(await stage.capture(), 2)).to.deep.equal(before);
    await loaded('Late Han');
    expect(changes).to.equal(1);
    const after = ink(await stage.capture(), 2);
    expect(astray(after, before)).to.be.above(0.3);
    const reference = ink(await picture(['字'], { tier: 'canvas', zoom: 2, font: '"Late Han"' }), 2);
    expect(astray(after, reference)).to.be.below(0.3);
  });
});
