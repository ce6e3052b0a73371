/** The ladder of renderers: which tiers a preference allows, in order, how each is made, and the first that works. */
import { GdsError } from '../errors.js';
import type { Renderer, RendererKind, RendererPreference, RenderTheme } from './types.js';

const LADDER: readonly RendererKind[] = ['webgpu', 'webgl', 'canvas'];

/** From the preferred tier downwards; a tier asked for by name may still fall to the simpler ones below it. */
export const tiersFor = (preference: RendererPreference): readonly RendererKind[] =>
  preference === 'auto' ? LADDER : LADDER.slice(LADDER.indexOf(preference));

/** Each tier is fetched only when it is needed: shaders, Pixi and all. */
async function createRenderer(kind: RendererKind, theme: RenderTheme): Promise<Renderer> {
  switch (kind) {
    case 'webgpu': {
      const { WebGpuRenderer } = await import('./webgpu/renderer.js');
      return new WebGpuRenderer(theme);
    }
    case 'webgl': {
      const { PixiRenderer } = await import('./pixi/renderer.js');
      return new PixiRenderer(theme);
    }
    case 'canvas': {
      const { CanvasRenderer } = await import('./canvas/renderer.js');
      return new CanvasRenderer(theme);
    }
  }
}

/** A renderer with the canvas it is attached to. */
export interface OpenTier {
  readonly renderer: Renderer;
  readonly canvas: HTMLCanvasElement;
  /** Set when the device went before anybody listened. */
  lost?: string;
}

export interface Opening {
  /** Undefined where no tier works, or where it is not wanted any more. */
  readonly tier?: OpenTier;
  /** Why the tiers above it do not work. */
  readonly reasons: readonly string[];
}

/** Tries one tier after the other. What is no longer `wanted` is let go of. Never rejects. */
export async function openTier(
  tiers: readonly RendererKind[],
  theme: RenderTheme,
  document: Document,
  wanted: () => boolean,
): Promise<Opening> {
  const reasons: string[] = [];
  for (const kind of tiers) {
    const canvas = document.createElement('canvas');
    let renderer: Renderer | undefined;
    try {
      renderer = await createRenderer(kind, theme);
      const tier: OpenTier = { renderer, canvas };
      renderer.onLost = (reason) => (tier.lost = reason);
      await renderer.attach(canvas);
      if (wanted()) return { tier, reasons };
      renderer.dispose();
    } catch (error) {
      renderer?.dispose();
      reasons.push(GdsError.from(error, `GDS_RENDERER_${kind.toUpperCase()}`).message);
    }
    if (!wanted()) break;
  }
  return { reasons };
}
