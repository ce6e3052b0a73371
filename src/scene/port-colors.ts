/** Palette entries of port types, in order of first use. */
import { FIRST_PORT_COLOR, PALETTE_SIZE } from './palette.js';

export class PortColors {
  /** In the order of their palette entries, from {@link FIRST_PORT_COLOR} on. */
  readonly types: string[] = [];
  readonly #index = new Map<string, number>();

  /** Palette index of a port type; a new type takes the next one. */
  of(type: string): number {
    let index = this.#index.get(type);
    if (index === undefined) {
      index = this.types.push(type) - 1;
      this.#index.set(type, index);
    }
    return Math.min(FIRST_PORT_COLOR + index, PALETTE_SIZE - 1);
  }
}
