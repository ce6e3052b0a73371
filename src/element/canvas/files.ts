/**
 * Files and parts that come from outside: dropped, pasted or chosen. Sorts them by what they are; the element acts.
 *
 * Nothing is trusted by its name alone: pictures are decoded before anything is created, a workflow is checked by the store.
 */
import { GdsError } from '../../errors.js';
import type { FileFolder } from '../../persistence/files.js';
import { imageSize } from './thumbnails.js';
import { foreignWorkflow, workflowInside, type FoundWorkflow } from './workflows.js';

export const NODE_MIME = 'application/x-gds-node';
export const ASSET_MIME = 'application/x-gds-asset';
/** A file of the server: a {@link FileRef} as JSON. */
export const FILE_MIME = 'application/x-gds-file';

export interface FileRef {
  readonly folder: FileFolder;
  readonly name: string;
}

/** Files above this are refused: they would not fit the memory of a browser tab. Bytes. */
const MOST_BYTES = 256 * 1024 * 1024;

export type Arrival =
  | {
      readonly kind: 'image';
      readonly blob: Blob;
      readonly name: string;
      readonly width: number;
      readonly height: number;
      /** The graph it was made with. */
      readonly made?: FoundWorkflow;
    }
  | { readonly kind: 'mesh'; readonly blob: Blob; readonly name: string; readonly made?: FoundWorkflow }
  | { readonly kind: 'graph'; readonly json: unknown; readonly name: string; readonly warnings: readonly string[] };

const withoutExtension = (name: string): string => name.replace(/\.[^.]{1,8}$/, '') || 'untitled';

/** Reads one file. Rejects with GDS_IMAGE_DECODE, GDS_MESH_FORMAT, GDS_GRAPH_JSON, GDS_FILE_SIZE or GDS_FILE_TYPE. */
export async function readArrival(file: File): Promise<Arrival> {
  const name = withoutExtension(file.name);
  if (file.size > MOST_BYTES) throw new GdsError('GDS_FILE_SIZE', `“${file.name}” is larger than 256 MB. Use a smaller file.`);
  if (/\.glb$/i.test(file.name) || file.type === 'model/gltf-binary') return readMesh(file, name);
  if (/\.json$/i.test(file.name) || file.type === 'application/json') return readGraph(file, name);
  if (file.type.startsWith('image/') || /\.(png|jpe?g|webp|gif|avif|bmp)$/i.test(file.name)) {
    if (file.type === 'image/svg+xml') {
      throw new GdsError('GDS_FILE_TYPE', `“${file.name}” is an SVG drawing, which is not accepted. Export it as PNG first.`);
    }
    const size = await imageSize(file).catch((cause: unknown) => {
      throw new GdsError('GDS_IMAGE_DECODE', `“${file.name}” is not a picture that the browser can read. Use a PNG, JPEG or WebP file.`, {
        cause,
      });
    });
    return { kind: 'image', blob: file, name, ...size, ...madeWith(await workflowInside(file)) };
  }
  throw new GdsError('GDS_FILE_TYPE', `“${file.name}” cannot be used here. Drop a picture, a GLB mesh or a workflow JSON file.`);
}

async function readMesh(file: File, name: string): Promise<Arrival> {
  const head = new DataView(await file.slice(0, 12).arrayBuffer());
  // The glTF 2.0 binary header: magic 'glTF', version 2, total length.
  if (head.byteLength < 12 || head.getUint32(0, true) !== 0x46546c67 || head.getUint32(4, true) !== 2) {
    throw new GdsError('GDS_MESH_FORMAT', `“${file.name}” is not a binary glTF 2.0 file. Export the mesh as GLB.`);
  }
  const blob = new Blob([file], { type: 'model/gltf-binary' });
  return { kind: 'mesh', blob, name, ...madeWith(await workflowInside(blob)) };
}

async function readGraph(file: File, name: string): Promise<Arrival> {
  let json: unknown;
  try {
    json = JSON.parse(await file.text()) as unknown;
  } catch (cause) {
    throw new GdsError('GDS_GRAPH_JSON', `“${file.name}” is not valid JSON. Use a workflow that was saved from a canvas.`, { cause });
  }
  const foreign = isOurs(json) ? undefined : await foreignWorkflow(json);
  return { kind: 'graph', name, ...(foreign ?? { json, warnings: [] }) };
}

const isOurs = (json: unknown): boolean => typeof json === 'object' && json !== null && 'format' in json;

const madeWith = (made: FoundWorkflow | undefined): { readonly made?: FoundWorkflow } => (made ? { made } : {});

/** Whether a drag that hovers over the canvas carries something for it. */
export const carriesSomething = (transfer: DataTransfer | null): boolean =>
  transfer !== null &&
  [...transfer.types].some((type) => type === 'Files' || type === NODE_MIME || type === ASSET_MIME || type === FILE_MIME);
