/**
 * What belongs to one person and not to the canvas: settings, and where they were looking. It stays in this browser, under the address of
 * the server; where the browser keeps nothing (Node, a page without an origin), with this object.
 */
import { GdsError } from '../../src/errors.js';

export class Personal {
  private readonly memory = new Map<string, string>();

  /** `scope` keeps those of different servers apart. */
  constructor(private readonly scope: string) {}

  get(key: string): unknown {
    const text = this.local?.getItem(this.scope + key) ?? this.memory.get(this.scope + key);
    try {
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    } catch {
      return undefined;
    }
  }

  /** `undefined` forgets it. @throws GdsError `GDS_STORAGE_QUOTA`. */
  set(key: string, value: unknown): void {
    const text = value === undefined ? undefined : JSON.stringify(value);
    const { local } = this;
    try {
      if (!local) this.memory.set(this.scope + key, text ?? 'null');
      else if (text === undefined) local.removeItem(this.scope + key);
      else local.setItem(this.scope + key, text);
    } catch (cause) {
      throw new GdsError('GDS_STORAGE_QUOTA', 'This browser has no room for settings. Clear what other sites keep, then try again.', {
        cause,
      });
    }
    if (!local && text === undefined) this.memory.delete(this.scope + key);
  }

  private get local(): Storage | undefined {
    try {
      return globalThis.localStorage as Storage | undefined;
    } catch {
      // Refused by the browser.
      return undefined;
    }
  }
}
