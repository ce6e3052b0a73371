/** Colours as a 2D context takes them. Written once each: a frame from afar asks for the same few ten thousand times. */
import type { Rgba } from '../types.js';

const written = new WeakMap<Rgba, Map<number, string>>();

/** Steps of alpha that are told apart: finer than a screen's own, and not without end. */
const STEPS = 1023;

export function css(color: Rgba, alpha = 1): string {
  const step = Math.round(alpha * STEPS);
  let known = written.get(color);
  if (!known) written.set(color, (known = new Map()));
  let text = known.get(step);
  if (text === undefined) {
    const [r, g, b, a] = color;
    text = `rgb(${r * 255} ${g * 255} ${b * 255} / ${(a * step) / STEPS})`;
    known.set(step, text);
  }
  return text;
}
