/** Metadata of GLB files (glTF 2.0, section 4.4): texts in `asset.extras`, where ComfyUI has them too. Buffers are copied as they are. */
import { BlobReader, Entries, damaged, tooLarge, utf8, view } from './bytes.js';

export const GLB_MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
/** Bytes of the JSON of one file; that of a large scene has a few. */
const MOST_JSON = 64 * 1024 * 1024;

type JsonObject = Record<string, unknown>;

export async function readGlb(blob: Blob): Promise<Map<string, string>> {
  const { asset } = await readJson(new BlobReader(blob));
  const entries = new Entries();
  const { extras } = asset;
  if (isObject(extras)) {
    for (const [key, value] of Object.entries(extras)) entries.add(key, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return entries.map;
}

export async function writeGlb(blob: Blob, entries: ReadonlyMap<string, string>): Promise<Blob> {
  const { json, asset, end, total } = await readJson(new BlobReader(blob));
  const extras = { ...(isObject(asset['extras']) ? asset['extras'] : {}), ...Object.fromEntries(entries) };
  const text = new TextEncoder().encode(JSON.stringify({ ...json, asset: { ...asset, extras } }));
  // Chunks end at a multiple of four; JSON is padded with spaces.
  const padding = -text.length & 3;
  const head = new DataView(new ArrayBuffer(20));
  head.setUint32(0, GLB_MAGIC, true);
  head.setUint32(4, 2, true);
  head.setUint32(8, 20 + text.length + padding + (total - end), true);
  head.setUint32(12, text.length + padding, true);
  head.setUint32(16, JSON_CHUNK, true);
  return new Blob([head.buffer, text, ' '.repeat(padding), blob.slice(end, total)], { type: 'model/gltf-binary' });
}

/** The JSON chunk, where it ends, and the length of the file by its own account. */
async function readJson(reader: BlobReader): Promise<{ json: JsonObject; asset: JsonObject; end: number; total: number }> {
  const head = view(await reader.bytes(0, 20));
  if (head.getUint32(4, true) !== 2) throw damaged('it is not of glTF version 2');
  const total = head.getUint32(8, true);
  const length = head.getUint32(12, true);
  if (head.getUint32(16, true) !== JSON_CHUNK) throw damaged('the mesh has no description');
  if (length > MOST_JSON) throw tooLarge(`its description has ${length} bytes`);
  if (20 + length > total || total > reader.size) throw damaged('it ends too early');
  const text = utf8(await reader.bytes(20, length));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw damaged('the description of the mesh is not JSON', cause);
  }
  if (!isObject(json) || !isObject(json['asset'])) throw damaged('the description of the mesh has no "asset"');
  return { json, asset: json['asset'], end: 20 + length, total };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
