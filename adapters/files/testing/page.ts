/** For page.test.ts: what is done in the page. */
import { FilesStorage, HttpFiles } from '../index.js';

const headers = () => ({ Authorization: 'Bearer right-token' });

export async function useFiles(baseUrl: string) {
  const files = new HttpFiles({ baseUrl, headers });
  const canvas = document.createElement('canvas');
  const blob = await new Promise<Blob>((resolve) => canvas.toBlob((made) => resolve(made!)));
  const file = new File([blob, new Uint8Array(3_000_000)], 'größe 1.png', { type: 'image/png' });
  const told: number[] = [];
  const entry = await files.uploadFile('input', file, { onProgress: (sent, total) => told.push(sent / total) });
  const read = await files.readFile(entry);
  const abort = new AbortController();
  const large = new File([blob, new Uint8Array(60_000_000)], 'large.png');
  const aborted = await files
    .uploadFile('input', large, { signal: abort.signal, onProgress: () => abort.abort() })
    .catch((error: unknown) => (error as Error).name);
  const names = (await files.listFiles('input')).map(({ name }) => name);
  const deleted = await files.deleteFile('input', entry.name);
  return { name: entry.name, size: file.size, entry: entry.bytes, read: read.size, type: read.type, told, aborted, names, deleted };
}

export async function useStorage(baseUrl: string) {
  const make = () => new FilesStorage({ baseUrl, headers, rest: 0 });
  const [a, b] = [await make().openProject('p'), await make().openProject('p')];
  await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 ? a : b).append(Uint8Array.of(index, 200))));
  await a.saveView({ camera: { x: 1, y: 2, zoom: 3 } });
  await make().setSetting('theme', 'dark');
  const { updates, view } = await (await make().openProject('p')).load();
  const { etag } = await new HttpFiles({ baseUrl, headers }).readVersion('canvases', 'p.json');
  return { updates: updates.length, view, etag: typeof etag, theme: await make().getSetting('theme') };
}

/** `TypeError` is all that a page learns of an answer that is kept from it. */
export const askPlainly = (baseUrl: string): Promise<string> =>
  fetch(`${baseUrl}api/files?dir=input`).then(
    ({ status }) => String(status),
    (error: unknown) => (error as Error).name,
  );

Object.assign(globalThis, { useFiles, useStorage, askPlainly });
