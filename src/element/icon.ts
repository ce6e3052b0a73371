/** An icon of the set as inline SVG, in the text colour, decorative: its button carries the name. */
import { html, svg, type TemplateResult } from 'lit';
import { iconShapes, type IconShapes } from '../icons.js';

const shape = ([tag, a]: IconShapes[number]) => {
  switch (tag) {
    case 'path':
      return svg`<path d=${String(a['d'])} />`;
    case 'circle':
      return svg`<circle cx=${a['cx']} cy=${a['cy']} r=${a['r']} />`;
    case 'rect':
      return svg`<rect x=${a['x'] ?? 0} y=${a['y'] ?? 0} width=${a['width']} height=${a['height']} rx=${a['rx'] ?? 0} ry=${a['ry'] ?? a['rx'] ?? 0} />`;
    case 'line':
      return svg`<line x1=${a['x1']} y1=${a['y1']} x2=${a['x2']} y2=${a['y2']} />`;
    case 'polyline':
      return svg`<polyline points=${String(a['points'])} />`;
    case 'polygon':
      return svg`<polygon points=${String(a['points'])} />`;
    case 'ellipse':
      return svg`<ellipse cx=${a['cx']} cy=${a['cy']} rx=${a['rx']} ry=${a['ry']} />`;
    default:
      return null;
  }
};

/** By name or by SVG markup; `size` in CSS pixels. What cannot be read gives an empty square of the same size. */
export function icon(name: string, size = 16): TemplateResult {
  return html`<svg
    class="icon"
    aria-hidden="true"
    width=${size}
    height=${size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width=${size >= 20 ? 1.6 : 1.8}
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    ${iconShapes(name).map(shape)}
  </svg>`;
}
