/**
 * The canvas's tie to a server: its inference adapter and its files, fetched and made when an address is set, gone when it is taken away.
 *
 * A server that is absent costs nothing but its place in the status chip: everything else works on this device.
 */
import { GdsError } from '../../errors.js';
import type { InferenceAdapter } from '../../inference/types.js';
import type { FileService } from '../../persistence/files.js';
import { serverParts } from './lazy-parts.js';

export interface ServerHeadersRequest {
  readonly url: string;
  readonly method: string;
  /** The server has refused what was given before (status 401): give something newer. */
  readonly refresh: boolean;
}

/** Gives the headers of a request to the server, for example `Authorization`. Asked before every request. */
export type ServerHeaders = (
  request: ServerHeadersRequest,
) => Readonly<Record<string, string>> | undefined | Promise<Readonly<Record<string, string>> | undefined>;

export interface ServerLinkHost {
  /** As the page has set it; '' for none. */
  readonly address: string;
  /** Where its files are; '' for the same address. */
  readonly filesAddress: string;
  readonly headers: ServerHeaders | null;
  readonly baseUrl: string;
  register(adapter: InferenceAdapter): void;
  unregister(adapter: InferenceAdapter): void;
  /** `files` is another one now. */
  changed(): void;
  failed(error: GdsError): void;
}

/** Milliseconds that a run waits for the first answer of a server that it could do without. */
const PATIENCE_MS = 3_000;
const TOKEN_KEY = 'gds-server-token:';

interface Link {
  readonly url: URL;
  readonly filesUrl: URL;
  readonly ready: Promise<void>;
  adapter?: InferenceAdapter;
  files?: FileService;
}

export class ServerLink {
  #link: Link | undefined;

  constructor(private readonly host: ServerLinkHost) {}

  /** The server's files; null without a server, and until its parts are there. */
  get files(): FileService | null {
    return this.#link?.files ?? null;
  }

  /** The server's origin; '' without one. */
  get origin(): string {
    return this.#link?.url.origin ?? '';
  }

  get adapter(): InferenceAdapter | undefined {
    return this.#link?.adapter;
  }

  /** The page has no hook for headers, so a person may give the token. */
  get takesToken(): boolean {
    return this.#link !== undefined && this.host.headers === null;
  }

  /** Resolves once its parts are there or could not be fetched. */
  async loaded(): Promise<void> {
    await this.#link?.ready.catch(() => undefined);
  }

  /** Follows the address as it is now. */
  open(): void {
    const { address, filesAddress } = this.host;
    const url = this.#parse(address);
    const filesUrl = this.#parse(filesAddress) ?? url;
    if (url?.href === this.#link?.url.href && filesUrl?.href === this.#link?.filesUrl.href) return;
    this.close();
    if (url && filesUrl) this.#make(url, filesUrl);
  }

  /** Anew, for example after another token was given or to look at a server again. */
  reopen(): void {
    this.close();
    this.open();
  }

  /** Work that is at the server goes on there and is taken up by the next run of its node. */
  close(): void {
    const link = this.#link;
    this.#link = undefined;
    if (link?.adapter) {
      this.host.unregister(link.adapter);
      link.adapter.dispose();
    }
    if (link) this.host.changed();
  }

  /** The token is kept while the tab lives. */
  useToken(token: string): void {
    if (!this.#link) return;
    keep(TOKEN_KEY + this.#link.url.origin, token);
    this.reopen();
  }

  /**
   * Resolves once it is known what the server offers, or that it does not answer; at once without a server.
   * @param needed Nobody else may do the work. Otherwise there is a limit to the wait.
   */
  async known(needed: boolean, signal?: AbortSignal): Promise<void> {
    await this.loaded();
    const adapter = this.#link?.adapter;
    if (adapter?.status.status !== 'starting') return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        stop();
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = needed ? undefined : setTimeout(done, PATIENCE_MS);
      const stop = adapter.subscribe(({ status }) => status !== 'starting' && done());
      signal?.addEventListener('abort', done, { once: true });
    });
  }

  #parse(address: string): URL | undefined {
    const { baseUrl } = this.host;
    if (address === '') return undefined;
    if (URL.canParse(address, baseUrl)) {
      const url = new URL(address, baseUrl);
      if (/^https?:$/.test(url.protocol)) return url;
    }
    this.host.failed(new GdsError('GDS_SERVER_ADDRESS', `“${address}” is no address of a server. Give one such as https://gpu.example.`));
    return undefined;
  }

  #make(url: URL, filesUrl: URL): void {
    const link: Link = {
      url,
      filesUrl,
      ready: serverParts(url.href, filesUrl.href, (request) => this.#headers(request)).then((made) => this.#take(link, made)),
    };
    this.#link = link;
    link.ready.catch((error: unknown) => {
      if (this.#link !== link) return;
      this.#link = undefined;
      const message = 'What talks to the server could not be loaded. Check the connection, then reload the page.';
      this.host.failed(GdsError.from(error, 'GDS_ADAPTER_LOAD', message));
    });
  }

  #take(link: Link, { adapter, files }: { readonly adapter: InferenceAdapter; readonly files: FileService }): void {
    if (this.#link !== link) return adapter.dispose();
    link.adapter = adapter;
    link.files = files;
    this.host.register(adapter);
    this.host.changed();
  }

  /** A token goes to the origin it was given for, and to no other. */
  #headers(request: ServerHeadersRequest): ReturnType<ServerHeaders> {
    const { headers } = this.host;
    if (headers) return headers(request);
    const token = kept(TOKEN_KEY + new URL(request.url).origin);
    return token ? { Authorization: `Bearer ${token}` } : undefined;
  }
}

// Pages that may store nothing keep the token in memory.
const memory = new Map<string, string>();

function keep(key: string, value: string): void {
  memory.set(key, value);
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // Refused: memory has it.
  }
}

function kept(key: string): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? memory.get(key);
  } catch {
    return memory.get(key);
  }
}
