/** Themes for tests, from the package's own token table. */
import { COLOR_TOKENS, PLAIN_TOKENS } from '../element/tokens.js';
import type { RenderTheme, Rgba } from './types.js';

export function testTheme(scheme: 'dark' | 'light'): RenderTheme {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const color = (name: keyof typeof COLOR_TOKENS): Rgba => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = COLOR_TOKENS[name][scheme];
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r! / 255, g! / 255, b! / 255, a! / 255];
  };
  return {
    canvas: color('canvas'),
    gridDot: color('grid-dot'),
    surface: color('surface'),
    surfaceRaised: color('surface-raised'),
    well: color('well'),
    border: color('border'),
    text: color('text'),
    muted: color('muted'),
    accent: color('accent'),
    running: color('running'),
    warning: color('warning'),
    error: color('error'),
    shadow: color('shadow'),
    ports: { string: color('port-string'), image: color('port-image'), mesh: color('port-mesh'), tensor: color('port-tensor'), number: color('port-number'), any: color('port-any') },
    font: PLAIN_TOKENS.font,
    reducedMotion: false,
  };
}
