/**
 * Workflows that come from elsewhere: ComfyUI's files and what pictures and meshes carry of their making. What reads them is fetched
 * on first use.
 */
import type { GraphJSON } from '../../graph/types.js';
import type { GenerationInfo } from '../../registry/tasks.js';

export interface FoundWorkflow {
  readonly json: unknown;
  /** What could not be carried over, for a person. */
  readonly warnings: readonly string[];
}

/** Whether text could be a workflow of ComfyUI, before anything is fetched to read it. */
export const looksForeign = (text: string): boolean => /^\s*\{/.test(text) && /"(class_type|last_node_id|nodes)"/.test(text);

/** A workflow or prompt of ComfyUI as a graph; undefined where it is neither. Throws GDS_COMFY_* where it is one and damaged. */
export async function foreignWorkflow(json: unknown): Promise<FoundWorkflow | undefined> {
  const { detect, importComfy } = await import('../../../adapters/comfyui/index.js');
  if (detect(json) === undefined) return undefined;
  const { graph, warnings } = importComfy(json);
  return { json: graph, warnings: warnings.map(({ message }) => message) };
}

/** The graph that a picture or mesh was made with, ours or ComfyUI's; undefined where it carries none that can be read. */
export async function workflowInside(blob: Blob): Promise<FoundWorkflow | undefined> {
  const { detectContainer, readProvenance } = await import('../../../adapters/metadata/index.js');
  if ((await detectContainer(blob)) === undefined) return undefined;
  try {
    const provenance = await readProvenance(blob);
    if (provenance) return { json: provenance.graph, warnings: [] };
    const { importComfyFile } = await import('../../../adapters/comfyui/index.js');
    const found = await importComfyFile(blob);
    return found && { json: found.graph, warnings: found.warnings.map(({ message }) => message) };
  } catch {
    // The picture itself is fine; only what it says of its making is not.
    return undefined;
  }
}

/** A copy of the file that says how it was made; the file itself where it cannot hold that. */
export async function withProvenance(
  blob: Blob,
  graph: GraphJSON,
  nodeId: string,
  infoOf: (nodeId: string) => GenerationInfo | undefined,
): Promise<Blob> {
  const { detectContainer, provenanceOf, writeProvenance } = await import('../../../adapters/metadata/index.js');
  const container = await detectContainer(blob);
  if (container === undefined || container === 'jpeg') return blob;
  try {
    return await writeProvenance(blob, provenanceOf(graph, nodeId, infoOf));
  } catch {
    return blob;
  }
}
