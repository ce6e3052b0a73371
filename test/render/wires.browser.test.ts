// A wire on screen is its curve, not a chain of pieces: ribbons are held against finely sampled curves in f64, at many zooms.
import { expect } from '@open-wc/testing';
import { REROUTE } from '../../src/graph/levels.js';
import { bytes, difference, pixelAt, testTheme, type Picture } from '../../src/render/testing.js';
import type { RendererKind } from '../../src/render/types.js';
import type { Camera } from '../../src/scene/camera.js';
import { Scene } from '../../src/scene/scene.js';
import { FakeGraph, registry } from '../../src/scene/testing/fixture.js';
import { handleFor, WIRE_WIDTH } from '../../src/scene/wire.js';
import { drawScene } from './draw.js';
import { SIZE } from './scenes.js';

/** Ends of the wires, from output to input, canvas units. Reroutes have their port in the middle and hide little. */
const WIRES = [
  { name: 'level', dx: 300, dy: 0 },
  { name: 'even S', dx: 300, dy: 200 },
  { name: 'steep', dx: 30, dy: 320 },
  { name: 'upright', dx: 0, dy: 320 },
  { name: 'short backward', dx: -60, dy: 110 },
  { name: 'hairpin', dx: -420, dy: 4 },
  { name: 'narrow loop', dx: -420, dy: 40 },
  { name: 'wide loop', dx: -300, dy: 240 },
  { name: 'rising loop', dx: -300, dy: -120 },
] as const;
/** Wires are made so long that they fill the picture at each of these zooms. */
const ZOOMS = [0.08, 0.25, 1, 3] as const;

/** Share of the wire's own contrast by which a pixel may be off. */
const WORST = 0.45;
/** Share of the wire's pixels that may be off by a tenth: from afar pale hairlines may lie beside their curve by part of a pixel. */
const OFTEN = { beyond: 0.1, near: 0.02, far: 0.6 } as const;

const base = testTheme('dark');
// A bare ground: dots and shadows are not what is measured.
const BLACK = [0, 0, 0, 1] as const;
const THEME = {
  ...base,
  canvas: BLACK,
  gridDot: BLACK,
  shadow: [0, 0, 0, 0] as const,
  ports: { ...base.ports, any: [1, 1, 1, 1] as const },
};

interface Placed {
  readonly graph: FakeGraph;
  readonly camera: Camera;
  /** Device pixels. */
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** Of a reroute, canvas units. */
const SIDE = 24;

/** The wire scaled so that on screen it is as `WIRES` says, in the middle of the picture. */
function place({ dx, dy }: (typeof WIRES)[number], zoom: number): Placed {
  const at = (value: number): number => Math.round(value / zoom);
  const x = at(SIZE.width / 2 - dx / 2);
  const y = at(SIZE.height / 2 - dy / 2);
  const graph = new FakeGraph()
    .node('a', REROUTE, x, y)
    .node('b', REROUTE, x + at(dx), y + at(dy))
    .edge(['a', 'out'], ['b', 'in']);
  const corner = (value: number): number => Math.floor(value * zoom + 0.5) + (SIDE / 2) * zoom;
  return { graph, camera: { x: 0, y: 0, zoom }, from: [corner(x), corner(y)], to: [corner(x + at(dx)), corner(y + at(dy))] };
}

/** Coverage of every pixel by a stroke along the curve: distance to the nearest of many chords. */
const CHORDS = 1200;
function reference({ from, to, camera: { zoom } }: Placed): Float64Array {
  const { width, height } = SIZE;
  const nearest = new Float64Array(width * height).fill(Infinity);
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const handle = handleFor(Math.abs(dx) / zoom, Math.abs(dy) / zoom) * zoom;
  const half = Math.max(WIRE_WIDTH * zoom, 1) / 2;
  const point = (t: number): [number, number] => {
    const s = 1 - t;
    return [from[0] + 3 * s * s * t * handle + 3 * s * t * t * (dx - handle) + t * t * t * dx, from[1] + (3 * s * t * t + t * t * t) * dy];
  };
  const reach = Math.ceil(half + 2);
  let a = point(0);
  for (let index = 1; index <= CHORDS; index += 1) {
    const b = point(index / CHORDS);
    const [ex, ey] = [b[0] - a[0], b[1] - a[1]];
    const length = ex * ex + ey * ey || 1;
    for (let y = Math.floor(Math.min(a[1], b[1])) - reach; y <= Math.max(a[1], b[1]) + reach; y += 1)
      for (let x = Math.floor(Math.min(a[0], b[0])) - reach; x <= Math.max(a[0], b[0]) + reach; x += 1) {
        if (x < 0 || y < 0 || x >= width || y >= height) continue;
        const [px, py] = [x + 0.5 - a[0], y + 0.5 - a[1]];
        const t = Math.min(1, Math.max(0, (px * ex + py * ey) / length));
        const d = Math.hypot(px - t * ex, py - t * ey);
        const pixel = y * width + x;
        if (d < nearest[pixel]!) nearest[pixel] = d;
      }
    a = b;
  }
  return nearest.map((d) => Math.min(1, Math.max(0, half + 0.5 - d)));
}

interface Stray {
  readonly worst: number;
  readonly often: number;
}
/** How far the picture is from the curve. What lies under the reroutes does not count. */
function stray(picture: Picture, placed: Placed): Stray {
  const expected = reference(placed);
  const { zoom } = placed.camera;
  const full = Math.min(1, WIRE_WIDTH * zoom) * 255;
  const hidden = (SIDE / 2) * zoom + 4;
  let worst = 0;
  let pixels = 0;
  let off = 0;
  for (let y = 0; y < SIZE.height; y += 1)
    for (let x = 0; x < SIZE.width; x += 1) {
      if ([placed.from, placed.to].some(([cx, cy]) => Math.abs(x - cx) < hidden && Math.abs(y - cy) < hidden)) continue;
      const cover = expected[y * SIZE.width + x]!;
      const drawn = pixelAt(picture, x, y)[0] / full;
      if (cover === 0 && drawn === 0) continue;
      const error = Math.abs(drawn - cover);
      pixels += 1;
      if (error > OFTEN.beyond) off += 1;
      worst = Math.max(worst, error);
    }
  expect(pixels, 'pixels of the wire').to.be.above(20);
  return { worst, often: off / pixels };
}

async function measure(kind: RendererKind, wire: (typeof WIRES)[number], zoom: number): Promise<Stray & { readonly said: string }> {
  const placed = place(wire, zoom);
  const build = (): Scene => {
    const scene = new Scene(registry);
    scene.setGraph(placed.graph);
    return scene;
  };
  const found = stray(await drawScene(kind, { name: wire.name, camera: placed.camera, build }, { theme: THEME, dpr: 1 }), placed);
  const said = `${wire.name}: worst ${found.worst.toFixed(2)}, ${(found.often * 100).toFixed(1)} % off by a tenth`;
  return { ...found, said };
}

for (const kind of ['webgpu', 'webgl'] as const) {
  describe(`wires on the ${kind} tier`, () => {
    for (const zoom of ZOOMS)
      it(`follow their curve at ${zoom * 100} %`, async () => {
        // Half transparent from afar, the two legs of a narrow loop add up where they touch: that is no kink.
        for (const wire of WIRES.filter(({ dx, dy }) => zoom >= 0.5 || dx >= 0 || Math.abs(dy) > 60)) {
          const { worst, often, said } = await measure(kind, wire, zoom);
          expect(worst, said).to.be.below(WORST);
          expect(often, said).to.be.below(zoom < 0.1 ? OFTEN.far : OFTEN.near);
        }
      });
  });
}

describe('what the comparison would not let pass', () => {
  const create = GPUDevice.prototype.createShaderModule;
  /** Wires as they would be with sixteen even pieces each. */
  beforeEach(() => {
    GPUDevice.prototype.createShaderModule = function (descriptor) {
      const even = descriptor.code.replace('t = curve_sample(curve_turn(curve), t / f32(segments));', 't = min(1.0, t / 16.0);');
      return create.call(this, { ...descriptor, code: even });
    };
  });
  afterEach(() => {
    GPUDevice.prototype.createShaderModule = create;
  });

  it('sixteen even pieces', async () => {
    for (const wire of WIRES.filter(({ dx }) => dx < -100)) {
      const { worst, said } = await measure('webgpu', wire, 1);
      expect(worst, said).to.be.above(WORST);
    }
  });
});

for (const kind of ['webgpu', 'webgl', 'canvas'] as const)
  it(`wires that a gesture takes away have the colour of errors: ${kind}`, async () => {
    const placed = place(WIRES[0], 1);
    const build = (leaving: boolean) => (): Scene => {
      const scene = new Scene(registry);
      scene.setGraph(placed.graph);
      if (leaving) scene.setMarked(new Set(), new Set(placed.graph.edges.keys()));
      return scene;
    };
    const middle = async (leaving: boolean) => {
      const test = { name: 'leaving', camera: placed.camera, build: build(leaving) };
      const picture = await drawScene(kind, test, { theme: THEME, dpr: 1 });
      return pixelAt(picture, Math.round((placed.from[0] + placed.to[0]) / 2), Math.floor(placed.from[1]));
    };
    expect(difference(await middle(true), bytes(THEME.error))).to.be.below(12);
    expect(difference(await middle(false), bytes(THEME.error)), 'one that stays').to.be.above(60);
  });
