/** Object URLs of assets, one per content hash, all revoked together. */
export class AssetUrls {
  readonly #urls = new Map<string, Promise<string>>();

  constructor(private readonly read: (hash: string) => Promise<Blob | undefined>) {}

  /** '' where the asset does not exist. */
  readonly get = (hash: string): Promise<string> => {
    let url = this.#urls.get(hash);
    if (!url) {
      url = this.read(hash).then((blob) => (blob ? URL.createObjectURL(blob) : ''));
      this.#urls.set(hash, url);
    }
    return url;
  };

  clear(): void {
    for (const url of this.#urls.values()) void url.then((value) => value && URL.revokeObjectURL(value)).catch(() => undefined);
    this.#urls.clear();
  }
}
