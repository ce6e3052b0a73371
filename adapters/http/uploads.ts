/** Pictures sent once to a server that keeps them by their content: later jobs name the hash alone. */
import { sha256Hex } from '../../src/hash.js';
import type { HttpClient } from './client.js';
import type { Deadlines } from './options.js';

export class Uploads {
  /** Hashes that the server has, or is being sent. */
  readonly #sent = new Map<string, Promise<void>>();
  readonly #hashes = new WeakMap<Blob, Promise<string>>();

  constructor(
    private readonly client: HttpClient,
    private readonly path: string,
    private readonly deadlines: Deadlines,
  ) {}

  /** The hash of `file`, once the server has it. Several jobs that wait for one picture send it once. */
  async ensure(file: Blob, signal: AbortSignal): Promise<string> {
    const sha256 = await this.#hash(file);
    for (;;) {
      const sending = this.#sent.get(sha256);
      if (!sending) break;
      try {
        await sending;
        return sha256;
      } catch {
        // Another job gave up on it; this one sends it itself.
        signal.throwIfAborted();
      }
    }
    const sending = this.#send(sha256, file, signal);
    this.#sent.set(sha256, sending);
    try {
      await sending;
    } catch (error) {
      this.#sent.delete(sha256);
      throw error;
    }
    return sha256;
  }

  /** The server has forgotten it. */
  forget(sha256: string): void {
    this.#sent.delete(sha256);
  }

  async #send(sha256: string, file: Blob, signal: AbortSignal): Promise<void> {
    const path = `${this.path}/${sha256}`;
    const request = { signal, deadline: this.deadlines.request, accept: [404] };
    const known = await this.client.send(path, { ...request, method: 'HEAD' }, async ({ ok }) => ok);
    if (known) return;
    const headers = { 'Content-Type': file.type || 'application/octet-stream' };
    await this.client.send(path, { method: 'PUT', headers, body: file, signal, deadline: this.deadlines.submit }, async (response) => {
      await response.body?.cancel();
    });
  }

  #hash(file: Blob): Promise<string> {
    const known = this.#hashes.get(file) ?? sha256Hex(file);
    this.#hashes.set(file, known);
    return known;
  }
}
