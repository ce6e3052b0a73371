/**
 * Base of every element of the package: version-aware registration and typed events.
 *
 * Elements are never registered on import. `define` may be called any number of times, from several copies of the package:
 * the first one keeps the tag, and another version says so once instead of throwing.
 */
import { LitElement } from 'lit';
import { VERSION } from '../version.js';

export class GdsElement extends LitElement {
  static readonly version: string = VERSION;
  /** The tag this class is registered under when `define` gets none. */
  static readonly tag: string = '';

  /**
   * Registers the element. A second call with the same tag does nothing; a tag taken by another version is left as it is,
   * with one warning; a class that has a tag already is subclassed for a second one.
   */
  static define(tag: string = this.tag, registry: CustomElementRegistry = customElements): void {
    const known = registry.get(tag) as (CustomElementConstructor & { version?: string }) | undefined;
    if (known) {
      if (known.version !== this.version)
        console.warn(`<${tag}> is registered already, version ${known.version ?? 'unknown'}; version ${this.version} leaves it alone.`);
      return;
    }
    const taken = tag !== this.tag;
    registry.define(
      tag,
      taken
        ? (class extends (this as unknown as CustomElementConstructor) {} as CustomElementConstructor)
        : (this as unknown as CustomElementConstructor),
    );
  }

  /** Dispatches a bubbling, composed event with a frozen detail; returns false when it was cancelled. */
  protected emit<T>(type: string, detail: T, options: { cancelable?: boolean } = {}): boolean {
    const frozen = typeof detail === 'object' && detail !== null ? Object.freeze(detail) : detail;
    return this.dispatchEvent(
      new CustomEvent(type, { detail: frozen, bubbles: true, composed: true, cancelable: options.cancelable ?? false }),
    );
  }
}
