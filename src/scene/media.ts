/** Pictures on nodes, as the scene and renderers see them. */
import type { NodeMedia } from './types.js';

/** Width over height; 1 where it is not known. */
export function aspectOf(media: NodeMedia): number {
  const { width, height } = 'pixels' in media ? media.pixels : media.picture;
  return width > 0 && height > 0 ? width / height : 1;
}
