/** The facts table of the node panel: how a result came to be and what it is. */
import type { NodeRunState } from '../execution/types.js';
import type { GenerationInfo } from '../registry/tasks.js';
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
  if (info) facts.push(['Model', info.modelLabel], ['Made on', placeWords(info)]);
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
  if (info) facts.push(...recipe(info));
  if (assetName) facts.push(['Stored as', assetName]);
  return facts;
}

/** `This device · WEBGPU`, or the server's host with what it computes on. */
function placeWords({ server, backend }: GenerationInfo): string {
  const where = server === undefined ? 'This device' : URL.canParse(server) ? new URL(server).host : server;
  return backend ? `${where} · ${BACKENDS[backend] ?? backend.toUpperCase()}` : where;
}

const BACKENDS: Readonly<Record<string, string>> = { webgpu: 'WebGPU' };

/** What it takes to make the same again. */
function recipe({ seed, steps, guidance, sampler, schedule, rng, modelSha256 }: GenerationInfo): [string, string][] {
  const facts: [string, string | undefined][] = [
    ['Seed', seed === undefined ? undefined : String(seed)],
    ['Steps', steps === undefined ? undefined : String(steps)],
    ['Guidance', guidance === undefined ? undefined : String(guidance)],
    ['Sampler', [sampler, schedule].filter(Boolean).join(', ')],
    ['Noise', rng],
    ['Model SHA-256', modelSha256],
  ];
  return facts.flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : []));
}
