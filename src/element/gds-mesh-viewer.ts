/**
 * Orbit viewer for a GLB mesh. Usable without `<gds-canvas>`. three.js loads when the first mesh does.
 *
 * Drag or arrow keys turn, wheel or + and - zoom, 0 goes back to the first view. Frames are drawn only when something changes.
 *
 * @fires gds-load - The mesh is on screen. `detail: { vertices, faces, bytes }`.
 * @fires gds-error - It could not be read. `detail: GdsError` with code `GDS_MESH_*`; the previous mesh stays.
 * @fires gds-download - The download button was pressed. `detail: { blob }`; cancel it to keep the mesh from being saved as it is.
 * @fires gds-screenshot - The camera button was pressed. `detail: { blob }`; cancel it to keep the picture from being saved as a file.
 * @slot poster - Shown until the first frame.
 * @csspart canvas - The drawing surface's frame.
 * @csspart tools - The column of buttons.
 * @csspart counts - Vertices and faces.
 * @csspart state - Message while there is nothing to show, it loads, or it failed.
 * @cssprop [--gds-mesh-background=var(--gds-surface-raised)] - Behind the mesh.
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { GdsError } from '../errors.js';
import { GdsElement } from './gds-element.js';
import { meshViewerStyles } from './gds-mesh-viewer-styles.js';
import { icon } from './icon.js';
import type { MeshView } from './mesh-view.lazy.js';
import { tokenStyles } from './tokens.js';

export type MeshViewerState = 'empty' | 'loading' | 'ready' | 'error';

export class GdsMeshViewer extends GdsElement {
  static override readonly tag = 'gds-mesh-viewer';
  static override styles = [tokenStyles, meshViewerStyles];
  static override properties = {
    src: { type: String },
    data: { attribute: false },
    name: { type: String },
    autoRotate: { type: Boolean, attribute: 'auto-rotate', reflect: true },
    wireframe: { type: Boolean, reflect: true },
    state: { type: String, reflect: true },
    counts: { state: true },
    failure: { state: true },
    notice: { state: true },
  };

  /** Address of a GLB file. */
  src = '';
  /** The GLB itself; wins over `src`. */
  data: Blob | null = null;
  /** File name for downloads, without extension. */
  name = 'mesh';
  /** Turns slowly by itself; never while the person asks for reduced motion. */
  autoRotate = false;
  wireframe = false;
  /** What is to be seen; read it, do not set it. */
  state: MeshViewerState = 'empty';

  private counts: { readonly vertices: number; readonly faces: number } | undefined;
  private failure: GdsError | undefined;
  private notice = '';
  private view: MeshView | undefined;
  private blob: Blob | undefined;
  private turn = 0;
  private stillness: MediaQueryList | undefined;

  /** Frames drawn since the element was connected. */
  get frames(): number {
    return this.view?.frames ?? 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stillness = matchMedia('(prefers-reduced-motion: reduce)');
    this.stillness.addEventListener('change', this.applyMotion);
    if (this.hasUpdated) void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stillness?.removeEventListener('change', this.applyMotion);
    this.turn++;
    this.view?.dispose();
    this.view = undefined;
    this.counts = undefined;
    this.state = 'empty';
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('src') || changed.has('data')) void this.load();
    if (changed.has('autoRotate')) this.applyMotion();
    if (changed.has('wireframe') && this.view) this.view.wireframe = this.wireframe;
  }

  private readonly applyMotion = (): void => {
    if (this.view) this.view.autoRotate = this.autoRotate && !this.stillness?.matches;
  };

  private async load(): Promise<void> {
    const turn = ++this.turn;
    const isCurrent = () => turn === this.turn && this.isConnected;
    if (!this.data && !this.src) {
      this.view?.clear();
      this.blob = undefined;
      this.counts = undefined;
      this.failure = undefined;
      this.state = 'empty';
      return;
    }
    this.state = 'loading';
    try {
      const blob = this.data ?? (await fetchMesh(this.src));
      if (!isCurrent()) return;
      this.blob = blob;
      const { MeshView } = await import('./mesh-view.lazy.js');
      if (!isCurrent()) return;
      this.view ??= this.open(MeshView);
      const mesh = await this.view.load(blob, isCurrent);
      if (!mesh || !isCurrent()) return;
      this.counts = { vertices: mesh.vertices, faces: mesh.faces };
      this.failure = undefined;
      this.state = 'ready';
      this.emit('gds-load', { vertices: mesh.vertices, faces: mesh.faces, bytes: blob.size });
    } catch (cause) {
      if (!isCurrent()) return;
      const error = GdsError.from(cause, 'GDS_MESH_VIEW', 'The 3D view could not be opened. Reload the page, or download the mesh.');
      this.failure = error;
      this.state = 'error';
      this.emit('gds-error', error);
    }
  }

  private open(View: typeof MeshView): MeshView {
    const view = new View(this.renderRoot.querySelector<HTMLElement>('.view')!);
    view.wireframe = this.wireframe;
    view.autoRotate = this.autoRotate && !this.stillness?.matches;
    view.onContextChange = (lost) => {
      this.notice = lost ? 'The graphics driver stopped. The view comes back by itself.' : '';
    };
    return view;
  }

  /** PNG of the view, transparent around the mesh. @throws GDS_MESH_EMPTY while there is none. */
  async screenshot(): Promise<Blob> {
    const blob = this.counts ? await this.view?.screenshot() : undefined;
    if (!blob) throw new GdsError('GDS_MESH_EMPTY', 'There is no mesh to take a picture of. Load one first.');
    return blob;
  }

  /** Saves the GLB as a file. Nothing happens while there is none. */
  download(): void {
    if (this.blob) save(this.blob, `${this.name || 'mesh'}.glb`);
  }

  /** Back to the first view. */
  resetView(): void {
    this.view?.reset();
  }

  private onDownload(): void {
    if (this.blob && this.emit('gds-download', { blob: this.blob }, { cancelable: true })) this.download();
  }

  private async onScreenshot(): Promise<void> {
    const blob = await this.screenshot();
    if (this.emit('gds-screenshot', { blob }, { cancelable: true })) save(blob, `${this.name || 'mesh'}.png`);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!this.view?.key(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  protected override render(): TemplateResult {
    const ready = this.counts !== undefined;
    const label = ready ? `3D mesh ${this.name}. Arrow keys turn, plus and minus zoom, 0 resets.` : '3D mesh';
    return html`
      <div class="view" part="canvas" role="img" aria-label=${label} tabindex=${ready ? 0 : -1} @keydown=${this.onKey}></div>
      ${ready ? nothing : html`<slot name="poster"></slot>`} ${this.renderState(ready)}
      ${ready ? html`<div class="counts" part="counts">${group(this.counts!.vertices)} vertices · ${group(this.counts!.faces)} faces</div>` : nothing}
      ${this.renderTools(ready)}
    `;
  }

  /** Without WebGL there is nothing to look at, but the file is there. */
  private renderTools(ready: boolean): TemplateResult | typeof nothing {
    if (!ready && this.failure?.code !== 'GDS_MESH_WEBGL') return nothing;
    const download = html`<button type="button" part="download" aria-label="Download mesh" title="Download mesh" @click=${this.onDownload}>
      ${icon('download')}
    </button>`;
    if (!ready) return html`<div class="tools" part="tools">${download}</div>`;
    return html`<div class="tools" part="tools">
      ${this.renderToggle('rotate-3d', 'Auto-rotate', this.autoRotate, () => (this.autoRotate = !this.autoRotate))}
      ${this.renderToggle('grid-3x3', 'Wireframe', this.wireframe, () => (this.wireframe = !this.wireframe))}
      <button type="button" part="screenshot" aria-label="Screenshot" title="Save a screenshot" @click=${this.onScreenshot}>
        ${icon('camera')}
      </button>
      ${download}
    </div>`;
  }

  private renderToggle(name: string, label: string, pressed: boolean, toggle: () => void): TemplateResult {
    return html`<button type="button" aria-label=${label} title=${label} aria-pressed=${pressed ? 'true' : 'false'} @click=${toggle}>
      ${icon(name)}
    </button>`;
  }

  private renderState(ready: boolean): TemplateResult {
    const failed = this.state === 'error';
    const text =
      this.notice ||
      (failed ? this.failure?.message : this.state === 'loading' ? 'Loading mesh' : this.state === 'empty' ? 'No mesh yet' : '');
    return html`<div class="state ${failed ? 'error' : ''} ${ready ? 'over' : ''}" part="state" role=${failed ? 'alert' : 'status'}>
      ${text}
    </div>`;
  }
}

async function fetchMesh(src: string): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(src);
  } catch (cause) {
    throw new GdsError('GDS_MESH_FETCH', `The mesh at "${src}" could not be reached. Check the address and the connection.`, { cause });
  }
  if (!response.ok)
    throw new GdsError('GDS_MESH_FETCH', `The mesh at "${src}" was not given out (HTTP ${response.status}). Check the address.`);
  return response.blob();
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the data once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** 12408 → 12,408. */
function group(value: number): string {
  return value.toLocaleString('en-US');
}
