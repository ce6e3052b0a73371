/** Draws icons of the set on a 2D context. */
import { iconShapes, type IconShapes } from '../../icons.js';

type Context2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Side of an icon's own coordinate system. */
const ICON_BOX = 24;

const number = (value: string | number | undefined, otherwise = 0): number => (value === undefined ? otherwise : Number(value));

function shapePath([tag, a]: IconShapes[number]): Path2D {
  const path = new Path2D();
  switch (tag) {
    case 'path':
      return new Path2D(String(a['d']));
    case 'circle':
      path.arc(number(a['cx']), number(a['cy']), number(a['r']), 0, Math.PI * 2);
      break;
    case 'ellipse':
      path.ellipse(number(a['cx']), number(a['cy']), number(a['rx']), number(a['ry']), 0, 0, Math.PI * 2);
      break;
    case 'rect':
      path.roundRect(number(a['x']), number(a['y']), number(a['width']), number(a['height']), number(a['rx']));
      break;
    case 'line':
      path.moveTo(number(a['x1']), number(a['y1']));
      path.lineTo(number(a['x2']), number(a['y2']));
      break;
    case 'polyline':
    case 'polygon': {
      const points = String(a['points'] ?? '').match(/-?[\d.]+/g) ?? [];
      for (let index = 0; index + 1 < points.length; index += 2) path.lineTo(Number(points[index]), Number(points[index + 1]));
      if (tag === 'polygon') path.closePath();
      break;
    }
    default:
  }
  return path;
}

/** Strokes the icon into a square of `size` at `x`, `y` in the context's stroke style. */
export function drawIcon(context: Context2D, name: string, x: number, y: number, size: number): void {
  context.save();
  context.translate(x, y);
  context.scale(size / ICON_BOX, size / ICON_BOX);
  context.lineWidth = 1.8;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const shape of iconShapes(name)) context.stroke(shapePath(shape));
  context.restore();
}
