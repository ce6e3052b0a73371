/** The recorded traffic of the original backend: what was sent, what came back. test/fixtures/backend/README.md describes it. */
import { readdirSync, readFileSync } from 'node:fs';

const ROOT = new URL('../fixtures/backend/', import.meta.url);

interface Part {
  readonly name: string;
  readonly value?: string;
  readonly filename?: string;
  readonly contentType?: string;
  readonly file?: string;
}
export interface Recording {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: readonly (readonly [string, string])[];
    readonly multipart?: readonly Part[];
  };
  readonly response: {
    readonly status: number;
    readonly headers: readonly (readonly [string, string])[];
    readonly json?: unknown;
    readonly text?: string;
    readonly sse?: { readonly chunks: readonly { readonly text: string }[]; readonly closedByServer: boolean };
  };
}

export type Folder = 'http' | 'http-newstack' | 'files-http';

export const recording = (name: string, folder: Folder = 'http'): Recording =>
  JSON.parse(readFileSync(new URL(`${folder}/${name}.json`, ROOT), 'utf8')) as Recording;

/** All exchanges of a folder; the lists of them are left out. */
export const recordings = (folder: Folder = 'http'): Recording[] =>
  readdirSync(new URL(`${folder}/`, ROOT))
    .map((file) => recording(file.replace(/\.json$/, ''), folder))
    .filter((each) => each.request !== undefined && each.response !== undefined);

export const bytesOf = (file: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(`files/${file}`, ROOT)));

export const pictureOf = (file: string, type = 'image/png'): Blob => new Blob([bytesOf(file)], { type });

/** The body as it was sent, with another boundary. */
export function multipartBytes({ request }: Recording, boundary: string): Buffer {
  const parts = (request.multipart ?? []).flatMap(({ name, value, filename, contentType, file }) => {
    const named = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`;
    if (file === undefined) return [`${named}\r\n\r\n${value}\r\n`];
    return [`${named}; filename="${filename}"\r\nContent-Type: ${contentType}\r\n\r\n`, bytesOf(file), '\r\n'];
  });
  return Buffer.concat([...parts, `--${boundary}--\r\n`].map((part) => Buffer.from(part as string)));
}
