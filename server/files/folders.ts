/** The folders of the data folder that people see, and which files each of them holds. */
import { extname } from 'node:path';

export const FOLDERS = ['input', 'output', 'models', 'canvases'] as const;
export type Folder = (typeof FOLDERS)[number];

const PICTURES = ['.png', '.jpg', '.jpeg', '.gif', '.webp', '.svg', '.avif'];

/** Extensions in lower case. Others are neither listed nor taken. */
const EXTENSIONS: Readonly<Record<Folder, readonly string[]>> = {
  input: [...PICTURES, '.glb', '.gltf', '.mp4', '.webm'],
  output: [...PICTURES, '.glb', '.gltf', '.mp4', '.webm'],
  models: ['.safetensors', '.onnx', '.pt', '.pth', '.bin', '.ckpt'],
  canvases: ['.json'],
};

export const isFolder = (name: string): name is Folder => (FOLDERS as readonly string[]).includes(name);

export const belongsIn = (folder: Folder, name: string): boolean => EXTENSIONS[folder].includes(extname(name).toLowerCase());
