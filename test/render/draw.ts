/** Draws one scene with one tier and reads the picture back. */
import type { Picture } from '../../src/render/testing.js';
import { openTier } from '../../src/render/tiers.js';
import type { RendererKind, RenderTheme } from '../../src/render/types.js';
import type { Camera } from '../../src/scene/camera.js';
import { SIZE, type TestScene } from './scenes.js';

export interface Look {
  readonly theme: RenderTheme;
  readonly dpr: number;
}

/** A renderer of its own for each picture: nothing is left over from the scene before. */
export async function drawScene(
  kind: RendererKind,
  scene: TestScene,
  { theme, dpr }: Look,
  camera: Camera = scene.camera,
): Promise<Picture> {
  const { tier, reasons } = await openTier([kind], theme, document, () => true);
  if (!tier) throw new Error(`The ${kind} tier does not work here: ${reasons.join(' ')}`);
  const { renderer } = tier;
  try {
    renderer.resize(SIZE.width * dpr, SIZE.height * dpr, dpr);
    renderer.sync(scene.build());
    renderer.draw(camera);
    const picture = await renderer.capture();
    if (tier.lost) throw new Error(`The ${kind} tier was lost: ${tier.lost}`);
    return picture;
  } finally {
    renderer.dispose();
  }
}
