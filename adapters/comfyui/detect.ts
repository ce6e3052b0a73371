/** Which of ComfyUI's documents something is, by its shape. */
import { isObject } from './json.js';

export type ComfyFormat = 'workflow-0.4' | 'workflow-1' | 'prompt';

/** Undefined where it is none. An object; texts are parsed by the functions that import them. */
export function detect(json: unknown): ComfyFormat | undefined {
  if (!isObject(json)) return undefined;
  // A graph of ours has nodes, too.
  if (json['format'] === 'gds-graph') return undefined;
  if (Array.isArray(json['nodes'])) return json['version'] === 1 ? 'workflow-1' : 'workflow-0.4';
  const entries = Object.values(json);
  const isPrompt = entries.every(isObject) && entries.some((entry) => typeof (entry as Record<string, unknown>)['class_type'] === 'string');
  return isPrompt ? 'prompt' : undefined;
}
