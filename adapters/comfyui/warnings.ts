/** What an import or export could not carry over. Nothing is dropped without one of these. */
export interface ComfyWarning {
  readonly code: ComfyWarningCode;
  /** Where in the file, for example `nodes[3].widgets_values`. On export: the node's id. */
  readonly path: string;
  /** What a person should know. */
  readonly message: string;
}

export type ComfyWarningCode =
  /** Kept for export, but neither shown nor run here. */
  | 'GDS_COMFY_KEPT'
  /** Shown or run with a value that is near the file's; the file's own is exported until the parameter is changed. */
  | 'GDS_COMFY_NEAR'
  /** A connection that the graph cannot have. It is kept for export. */
  | 'GDS_COMFY_LINK'
  /** The file contradicts itself or is damaged there. */
  | 'GDS_COMFY_ODD'
  /** Something that has to be supplied, such as a picture that the file only names. */
  | 'GDS_COMFY_MISSING'
  /** On export: what ComfyUI has nothing for. */
  | 'GDS_COMFY_FOREIGN';

/** Collects warnings; each message once per place, and no more than a person would read. */
export class Warnings {
  readonly list: ComfyWarning[] = [];
  readonly #seen = new Set<string>();

  add(code: ComfyWarningCode, path: string, message: string): void {
    const key = `${code} ${path} ${message}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (this.list.length < 1_000) this.list.push({ code, path, message });
  }
}
