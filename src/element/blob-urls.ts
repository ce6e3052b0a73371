/**
 * Object URLs with an owner: made once per blob or asset, revoked when it leaves the page or is no longer wanted.
 *
 * An element that comes back makes them anew.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class BlobUrls implements ReactiveController {
  readonly #byBlob = new Map<Blob, string>();
  readonly #byHash = new Map<string, { url?: string; gone: boolean }>();
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** URL of a blob in memory. */
  forBlob(blob: Blob): string {
    const known = this.#byBlob.get(blob);
    if (known) return known;
    const url = URL.createObjectURL(blob);
    this.#byBlob.set(blob, url);
    return url;
  }

  /**
   * URL of an asset, or undefined while it is on its way; the host renders again once it is there. A failure is forgotten, so
   * that a later render asks again.
   */
  forHash(hash: string, urls: (hash: string) => Promise<string>): string | undefined {
    const known = this.#byHash.get(hash);
    if (known) return known.url;
    const entry: { url?: string; gone: boolean } = { gone: false };
    this.#byHash.set(hash, entry);
    urls(hash).then(
      (url) => {
        if (entry.gone) return URL.revokeObjectURL(url);
        entry.url = url;
        this.#host.requestUpdate();
      },
      () => this.#byHash.delete(hash),
    );
    return undefined;
  }

  /** URL of an asset that is there already. */
  known(hash: string): string | undefined {
    return this.#byHash.get(hash)?.url;
  }

  /** Revokes what is in neither list: for grids whose content changes. */
  keepOnly(blobs: ReadonlySet<Blob>, hashes: ReadonlySet<string>): void {
    for (const [blob, url] of this.#byBlob) {
      if (blobs.has(blob)) continue;
      URL.revokeObjectURL(url);
      this.#byBlob.delete(blob);
    }
    for (const [hash, entry] of this.#byHash) {
      if (hashes.has(hash)) continue;
      entry.gone = true;
      this.#byHash.delete(hash);
      if (entry.url) URL.revokeObjectURL(entry.url);
    }
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.keepOnly(new Set(), new Set());
  }
}
