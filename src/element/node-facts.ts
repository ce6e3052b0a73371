/** The facts table of the node panel: how a result came to be and what it is. */
import type { NodeRunState } from '../execution/types.js';
import { bytes, count, duration } from './format.js';

/** Names and values, in reading order; what is unknown is left out. */
export function nodeFacts(
  state: NodeRunState,
  media: { readonly image?: Blob; readonly mesh?: Blob },
  assetName: string,
): readonly (readonly [string, string])[] {
  const facts: [string, string][] = [];
  const { info, ms, outputs } = state;
  const blob = media.image ?? media.mesh;
  if (info) facts.push(['Model', info.modelLabel]);
  const took = info?.timings['total'] ?? ms;
  if (took !== undefined && (info || took >= 10)) facts.push(['Time', duration(took)]);
  for (const value of Object.values(outputs ?? {})) {
    if (typeof value !== 'object' || facts.some(([name]) => name === 'Size')) continue;
    if (value.kind === 'image') facts.push(['Size', `${value.width} × ${value.height}${blob ? ` · ${bytes(blob.size)}` : ''}`]);
    if (value.kind === 'mesh') {
      facts.push(['Faces', count(value.faces)], ['Vertices', count(value.vertices)]);
      if (blob) facts.push(['Size', bytes(blob.size)]);
    }
  }
  if (info?.seed !== undefined) facts.push(['Seed', String(info.seed)]);
  if (assetName) facts.push(['Stored as', assetName]);
  return facts;
}
