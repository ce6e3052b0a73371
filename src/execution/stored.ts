/** Results as they are kept across reloads, and back. Binary values are named by asset hash; tensors are not kept. */
import type { AssetReader, NodeOutputs } from '../registry/types.js';
import type { PortValue } from '../registry/values.js';
import type { NodeResult, ResultItem, StoredItem, StoredResult, StoredValue } from './types.js';

type StoredOutputs = Readonly<Record<string, StoredValue>>;

/** Undefined where there is nothing to keep or where it cannot be kept. */
export function toStored(nodeId: string, key: string | undefined, result: Partial<NodeResult>): StoredResult | undefined {
  if (!result.outputs || key === undefined) return undefined;
  const outputs = storeOutputs(result.outputs);
  const items: StoredItem[] = [];
  for (const item of result.items ?? []) {
    const stored = storeOutputs(item.outputs);
    if (!stored) return undefined;
    items.push({ ...item, outputs: stored });
  }
  if (!outputs) return undefined;
  const { ms, info } = result;
  return {
    nodeId,
    key,
    outputs,
    ...(result.items ? { items } : {}),
    ...(ms === undefined ? {} : { ms }),
    ...(info === undefined ? {} : { info }),
  };
}

/** Undefined where a value is damaged or its asset is gone. */
export async function fromStored(stored: StoredResult, assets: AssetReader): Promise<NodeResult | undefined> {
  try {
    const outputs = await loadOutputs(stored.outputs, assets);
    const items: ResultItem[] = [];
    for (const item of stored.items ?? []) {
      const loaded = await loadOutputs(item.outputs, assets);
      if (!loaded) return undefined;
      items.push(Object.freeze({ ...item, outputs: loaded }));
    }
    if (!outputs) return undefined;
    const { ms, info } = stored;
    return {
      outputs,
      ...(stored.items ? { items: Object.freeze(items) } : {}),
      ...(ms === undefined ? {} : { ms }),
      ...(info === undefined ? {} : { info }),
    };
  } catch {
    return undefined;
  }
}

function storeOutputs(outputs: NodeOutputs): StoredOutputs | undefined {
  const stored: Record<string, StoredValue> = {};
  for (const [port, value] of Object.entries(outputs)) {
    const kept = storeValue(value);
    if (!kept) return undefined;
    stored[port] = kept;
  }
  return stored;
}

function storeValue(value: PortValue): StoredValue | undefined {
  if (typeof value !== 'object') return { kind: 'plain', value };
  const named = 'name' in value && value.name !== undefined ? { name: value.name } : {};
  if (value.kind === 'image') return { kind: 'image', hash: value.hash, width: value.width, height: value.height, ...named };
  if (value.kind === 'mesh') return { kind: 'mesh', hash: value.hash, vertices: value.vertices, faces: value.faces, ...named };
  return undefined;
}

async function loadOutputs(stored: StoredOutputs, assets: AssetReader): Promise<NodeOutputs | undefined> {
  const outputs: NodeOutputs = {};
  for (const [port, value] of Object.entries(stored)) {
    if (value.kind === 'plain') outputs[port] = value.value;
    else {
      const blob = await assets.get(value.hash);
      if (!blob) return undefined;
      outputs[port] = { ...value, blob };
    }
  }
  return outputs;
}
