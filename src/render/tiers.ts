/** The ladder of renderers: which tiers a preference allows, in order, and how each is made. */
import { WebGpuRenderer } from './webgpu/renderer.js';
import type { Renderer, RendererKind, RendererPreference, RenderTheme } from './types.js';

const LADDER: readonly RendererKind[] = ['webgpu', 'webgl', 'canvas'];

/** From the preferred tier downwards; a tier asked for by name may still fall to the simpler ones below it. */
export const tiersFor = (preference: RendererPreference): readonly RendererKind[] =>
  preference === 'auto' ? LADDER : LADDER.slice(LADDER.indexOf(preference));

/** Pixi and the canvas tier are fetched only when they are needed. */
export async function createRenderer(kind: RendererKind, theme: RenderTheme): Promise<Renderer> {
  switch (kind) {
    case 'webgpu':
      return new WebGpuRenderer(theme);
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
