/** Results as they are kept across reloads, and back. Binary values are named by asset hash; tensors are not kept. */
import type { AssetReader, NodeOutputs } from '../registry/types.js';
import type { PortValue } from '../registry/values.js';
import type { NodeRunState, StoredResult, StoredValue } from './types.js';

/** Undefined where there is nothing to keep or where it cannot be kept. */
export function toStored(nodeId: string, state: NodeRunState): StoredResult | undefined {
  if (!state.outputs || state.key === undefined) return undefined;
  const outputs: Record<string, StoredValue> = {};
  for (const [port, value] of Object.entries(state.outputs)) {
    const stored = storeValue(value);
    if (!stored) return undefined;
    outputs[port] = stored;
  }
  return {
    nodeId,
    key: state.key,
    outputs,
    ...(state.ms === undefined ? {} : { ms: state.ms }),
    ...(state.info === undefined ? {} : { info: state.info }),
  };
}

function storeValue(value: PortValue): StoredValue | undefined {
  if (typeof value !== 'object') return { kind: 'plain', value };
  const named = 'name' in value && value.name !== undefined ? { name: value.name } : {};
  if (value.kind === 'image') return { kind: 'image', hash: value.hash, width: value.width, height: value.height, ...named };
  if (value.kind === 'mesh') return { kind: 'mesh', hash: value.hash, vertices: value.vertices, faces: value.faces, ...named };
  return undefined;
}

/** Undefined where a value is damaged or its asset is gone. */
export async function fromStored(result: StoredResult, assets: AssetReader): Promise<NodeOutputs | undefined> {
  const outputs: NodeOutputs = {};
  try {
    for (const [port, stored] of Object.entries(result.outputs)) {
      if (stored.kind === 'plain') outputs[port] = stored.value;
      else {
        const blob = await assets.get(stored.hash);
        if (!blob) return undefined;
        outputs[port] = { ...stored, blob };
      }
    }
  } catch {
    return undefined;
  }
  return outputs;
}
