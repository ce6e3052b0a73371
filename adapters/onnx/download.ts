/**
 * One file over HTTP, taken up again where a connection was cut: at once while it brings anything, and by the next call from what was
 * kept, also after the page was closed.
 *
 * Only a validator makes parts of two answers one file: `If-Range` asks the server for the rest if the file is still the same, and for all
 * of it otherwise (RFC 9110, 13.1.5). Where the server names none nothing is kept. The whole is for the caller to check.
 */
import { GdsError } from '../../src/errors.js';
import { pause } from '../../src/pause.js';
import type { FileControls } from './model-host.js';

/** Keeps what has come of a file so far, by the hash that the whole will have. All may reject; a download then begins anew. */
export interface PartCache {
  /** What is kept from the start on, without a gap; undefined where nothing is. */
  open(sha256: string): Promise<Parts | undefined>;
  /** Adds `bytes` that lie at `offset`. */
  append(sha256: string, offset: number, parts: Parts): Promise<void>;
  drop(sha256: string): Promise<void>;
}
export interface Parts {
  /** A strong ETag, or a date. */
  readonly validator: string;
  readonly bytes: Uint8Array;
}

export interface DownloadTarget {
  readonly url: string;
  /** Length of the whole file. */
  readonly bytes: number;
  readonly sha256: string;
}

/** So much is lost at most when the page is closed in the middle of it. */
const PART_BYTES = 4 * 2 ** 20;
/** Milliseconds before a cut connection is taken up again. */
const PAUSE = 300;

export class Download {
  private readonly bytes: Uint8Array;
  private loaded = 0;
  /** As far as the part cache has it. */
  private kept = 0;
  private validator: string | undefined;
  /** Parts of more than one answer were put together. */
  resumed = false;

  constructor(
    private readonly target: DownloadTarget,
    private readonly fetchFile: typeof fetch,
    private readonly parts: PartCache | undefined,
    private readonly controls: FileControls,
  ) {
    this.bytes = new Uint8Array(target.bytes);
  }

  /**
   * The file, of the length it should have.
   * @throws GDS_MODEL_MISSING, GDS_MODEL_TRUNCATED, GDS_MODEL_HASH when it is too long; the signal's reason once aborted.
   */
  async whole(): Promise<Uint8Array> {
    await this.recall();
    for (;;) {
      const before = this.loaded;
      try {
        await this.fetchRest();
        return this.bytes;
      } catch (error) {
        const cut = error instanceof Cut;
        if (!cut || this.validator === undefined || this.loaded <= before) throw cut ? this.truncated(error.cause) : error;
        await pause(PAUSE, this.controls.signal);
      }
    }
  }

  /** Forgets what was kept: it belongs to another file, or the whole is there. */
  async forget(): Promise<void> {
    this.loaded = this.kept = 0;
    this.resumed = false;
    this.validator = undefined;
    await this.parts?.drop(this.target.sha256).catch(() => undefined);
  }

  private async recall(): Promise<void> {
    const parts = await this.parts?.open(this.target.sha256).catch(() => undefined);
    if (!parts || parts.bytes.length >= this.target.bytes) return;
    this.bytes.set(parts.bytes);
    this.loaded = this.kept = parts.bytes.length;
    this.validator = parts.validator;
    this.controls.onBytes?.(this.loaded);
  }

  private async fetchRest(): Promise<void> {
    const response = await this.ask();
    const reader = response.body!.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read().catch((cause: unknown) => {
          throw new Cut(cause);
        });
        if (done) break;
        if (this.loaded + value.length > this.target.bytes) {
          await reader.cancel();
          await this.forget();
          throw tooLong(this.target);
        }
        this.bytes.set(value, this.loaded);
        this.loaded += value.length;
        this.controls.onBytes?.(this.loaded);
        if (this.loaded - this.kept >= PART_BYTES) await this.keep();
      }
    } catch (error) {
      if (error instanceof Cut) await this.keep();
      this.controls.signal?.throwIfAborted();
      throw error;
    }
    if (this.loaded === this.target.bytes) return;
    // The server says that this is all there is.
    const error = this.truncated();
    await this.forget();
    throw error;
  }

  /** An answer whose body goes on at `loaded`, which is 0 when the server begins anew. What was kept is forgotten only then. */
  private async ask(): Promise<Response> {
    const rest = this.loaded > 0 ? await this.askForRest() : undefined;
    if (rest && this.continues(rest)) {
      this.resumed = true;
      return rest;
    }
    if (rest && rest.status !== 200) await rest.body?.cancel();
    const response = rest?.status === 200 ? rest : await this.askForAll();
    this.check(response);
    if (this.loaded > 0) await this.forget();
    this.validator = validatorOf(response);
    return response;
  }

  /** Undefined where the headers may be what another origin does not permit. */
  private async askForRest(): Promise<Response | undefined> {
    try {
      return await this.request({ Range: `bytes=${this.loaded}-`, 'If-Range': this.validator! });
    } catch (error) {
      this.controls.signal?.throwIfAborted();
      if (isOtherOrigin(this.target.url)) return undefined;
      throw new Cut(error);
    }
  }

  private async askForAll(): Promise<Response> {
    try {
      return await this.request({});
    } catch (error) {
      this.controls.signal?.throwIfAborted();
      throw missing(this.target.url, 'the server cannot be reached', error);
    }
  }

  private request(headers: Record<string, string>): Promise<Response> {
    const { signal } = this.controls;
    return this.fetchFile(this.target.url, { headers, ...(signal ? { signal } : {}) });
  }

  private check(response: Response): void {
    const { url } = this.target;
    if (!response.ok) throw missing(url, `the server answered ${response.status}`);
    // Many servers answer an unknown path with their start page.
    if (response.headers.get('content-type')?.startsWith('text/html')) throw missing(url, 'the server answered with a web page');
  }

  /** The rest of the same file, from where ours ends. */
  private continues(response: Response): boolean {
    const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '') ?? [];
    return response.status === 206 && Number(start) === this.loaded && (total === '*' || Number(total) === this.target.bytes);
  }

  private async keep(): Promise<void> {
    if (!this.parts || this.validator === undefined || this.loaded === this.kept) return;
    const bytes = this.bytes.subarray(this.kept, this.loaded);
    const offset = this.kept;
    this.kept = this.loaded;
    await this.parts.append(this.target.sha256, offset, { validator: this.validator, bytes }).catch(() => undefined);
  }

  private truncated(cause?: unknown): GdsError {
    const { url, bytes } = this.target;
    const advice = this.validator === undefined ? 'Run again' : 'Run again, and it goes on from there';
    return new GdsError(
      'GDS_MODEL_TRUNCATED',
      `${url} ended after ${this.loaded} of ${bytes} bytes. ${advice}; if it stays so, copy the file to the server anew.`,
      { cause },
    );
  }
}

/** The connection ended before the body did. */
class Cut extends Error {
  constructor(cause: unknown) {
    super('The connection was cut.', { cause });
  }
}

function isOtherOrigin(url: string): boolean {
  const { location } = globalThis;
  return location !== undefined && new URL(url, location.href).origin !== location.origin;
}

/** A weak ETag does not promise the same bytes. */
function validatorOf({ headers }: Response): string | undefined {
  const etag = headers.get('etag');
  return etag?.startsWith('"') ? etag : (headers.get('last-modified') ?? undefined);
}

function missing(url: string, why: string, cause?: unknown): GdsError {
  const advice = 'Serve the model packages there, or set "asset-base" to where they are.';
  return new GdsError('GDS_MODEL_MISSING', `The model file ${url} is not there: ${why}. ${advice}`, { cause });
}

function tooLong({ url, bytes }: DownloadTarget): GdsError {
  return new GdsError(
    'GDS_MODEL_HASH',
    `${url} is longer than the ${bytes} bytes that the model names. Put the right version there, or update the manifest.`,
  );
}
