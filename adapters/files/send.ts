/**
 * One request, with the bytes that have left told as they leave.
 *
 * In pages that takes an XMLHttpRequest: `fetch` tells nothing of uploads there, and a stream as its body needs HTTP/2. Elsewhere (Node)
 * the body is a stream that counts. Without `onProgress` it is a plain `fetch`.
 */
export interface Sending {
  readonly method: string;
  readonly headers: Headers;
  readonly body?: Blob;
  readonly signal?: AbortSignal | undefined;
  /** Bytes sent of all, in this attempt; never fewer than before. */
  readonly onProgress?: ((sent: number, total: number) => void) | undefined;
}

/** `RequestInit` as it is in Node, whose streams as a body need `duplex`. */
type StreamInit = RequestInit & { readonly duplex: 'half' };

export function send(url: string, sending: Sending): Promise<Response> {
  const { body, onProgress } = sending;
  if (!body || !onProgress) return fetch(url, request(sending, body ?? null));
  if (typeof XMLHttpRequest === 'function') return sendByXhr(url, { ...sending, body, onProgress });
  const headers = new Headers(sending.headers);
  headers.set('content-length', String(body.size));
  if (body.type && !headers.has('content-type')) headers.set('content-type', body.type);
  const init: StreamInit = { ...request({ ...sending, headers }, counted(body, onProgress)), duplex: 'half' };
  return fetch(url, init);
}

/** `no-store`: what is shared is read as it is now, never as a cache remembers it. */
const request = ({ method, headers, signal }: Sending, body: BodyInit | null): RequestInit => ({
  method,
  headers,
  body,
  signal: signal ?? null,
  cache: 'no-store',
});

function counted(body: Blob, onProgress: (sent: number, total: number) => void): ReadableStream<Uint8Array> {
  let sent = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      controller.enqueue(chunk);
      onProgress((sent += chunk.byteLength), body.size);
    },
  });
  return body.stream().pipeThrough(count);
}

function sendByXhr(
  url: string,
  { method, headers, body, signal, onProgress }: Sending & { body: Blob; onProgress: (sent: number, total: number) => void },
): Promise<Response> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const xhr = new XMLHttpRequest();
    xhr.open(method, url);
    xhr.responseType = 'arraybuffer';
    headers.forEach((value, name) => xhr.setRequestHeader(name, value));
    const abort = (): void => xhr.abort();
    signal?.addEventListener('abort', abort);
    xhr.upload.onprogress = ({ loaded }) => onProgress(Math.min(loaded, body.size), body.size);
    xhr.onload = () => {
      const answer = [204, 205, 304].includes(xhr.status) ? null : (xhr.response as ArrayBuffer);
      resolve(new Response(answer, { status: xhr.status, headers: headersOf(xhr) }));
    };
    xhr.onerror = () => reject(new TypeError('The request did not get through.'));
    xhr.onabort = () => reject(signal?.reason as Error);
    xhr.onloadend = () => signal?.removeEventListener('abort', abort);
    xhr.send(body);
  });
}

function headersOf(xhr: XMLHttpRequest): Headers {
  const lines = xhr.getAllResponseHeaders().trim().split(/\r?\n/);
  return new Headers(lines.filter((line) => line.includes(':')).map((line) => splitOnce(line)));
}

function splitOnce(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}
