/**
 * What a result says of its own making, inside its file: the graph that makes it again and what it was made with, as files that are saved
 * from a canvas do (docs/formats/provenance.md). The graph is the request's, not that of the canvas which sent it.
 */
import { readFile } from 'node:fs/promises';
import { provenanceOf, writeProvenance } from '../../adapters/metadata/index.js';
import type { GraphJSON, GraphNodeJSON } from '../../src/graph/types.js';
import { sha256Hex } from '../../src/hash.js';
import type { GenerationInfo } from '../../src/registry/tasks.js';

/** Canvas units from node to node. */
const PITCH = 320;

/** What a request asked for, as the node that asks for it. */
export interface Asked {
  /** Type of the node that makes it. */
  readonly node: 'sdxl-turbo' | 'model' | 'triposr';
  /** Of that node; undefined stands for the default. */
  readonly params: Readonly<Record<string, string | number | boolean | undefined>>;
  /** The file of the picture it was made from. */
  readonly from?: string | undefined;
}

/** A copy of the PNG or GLB that says how it was made; the file itself where that is too long to be kept inside. */
export async function sayingHowMade(bytes: Uint8Array, asked: Asked, info: GenerationInfo): Promise<Uint8Array> {
  const graph = graphOf(asked, asked.from === undefined ? undefined : await sha256Hex(await readFile(asked.from)));
  const provenance = provenanceOf(graph, 'result', (id) => (id === 'made' ? info : undefined));
  try {
    const file = await writeProvenance(new Blob([Uint8Array.from(bytes)]), provenance);
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return bytes;
  }
}

function graphOf({ node, params }: Asked, picture: string | undefined): GraphJSON {
  const kind = node === 'triposr' ? 'mesh' : 'image';
  const given = Object.fromEntries(Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const nodes: GraphNodeJSON[] = [
    ...(picture === undefined ? [] : [{ id: 'picture', type: 'image', x: 0, y: 0, params: { image: picture } }]),
    { id: 'made', type: node, x: PITCH, y: 0, params: given },
    { id: 'result', type: kind === 'mesh' ? 'mesh-output' : 'output', x: 2 * PITCH, y: 0 },
  ];
  const edges: GraphJSON['edges'] = [
    ...(picture === undefined
      ? []
      : [{ id: 'from', from: ['picture', 'image'] as [string, string], to: ['made', 'image'] as [string, string] }]),
    { id: 'to', from: ['made', kind], to: ['result', kind] },
  ];
  return { format: 'gds-graph', version: 1, nodes, edges, groups: [], notes: [], meta: {} };
}
