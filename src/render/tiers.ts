/** The ladder of renderers: which tiers a preference allows, in order, and how each is made. */
import type { Renderer, RendererKind, RendererPreference, RenderTheme } from './types.js';

const LADDER: readonly RendererKind[] = ['webgpu', 'webgl', 'canvas'];

/** From the preferred tier downwards; a tier asked for by name may still fall to the simpler ones below it. */
export const tiersFor = (preference: RendererPreference): readonly RendererKind[] =>
  preference === 'auto' ? LADDER : LADDER.slice(LADDER.indexOf(preference));

/** Each tier is fetched only when it is needed: shaders, Pixi and all. */
export async function createRenderer(kind: RendererKind, theme: RenderTheme): Promise<Renderer> {
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
