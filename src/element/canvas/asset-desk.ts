/** Files in, results out: what is dropped, pasted or chosen becomes an asset and a node; results become files. */
import { GdsError } from '../../errors.js';
import { sha256Hex } from '../../hash.js';
import type { AssetDraft, AssetRecord, AssetStore } from '../../persistence/types.js';
import { NODE } from '../../scene/layout.js';
import type { PictureSource, Point } from '../../scene/types.js';
import { AssetUrls } from './asset-urls.js';
import { fileName } from './file-name.js';
import { readArrival, type Arrival } from './files.js';
import { saveAs } from './save-as.js';
import type { Studio } from './studio.js';
import { withProvenance, type FoundWorkflow } from './workflows.js';
import { NodePictures } from './thumbnails.js';

/** Longest edge of a thumbnail in the asset browser, pixels. */
const CARD_EDGE = 192;
/** Canvas units between several pictures that arrive at once. */
const STAGGER = 32;
/** Height of a node that shows a picture, canvas units. */
const PICTURE_NODE = NODE.bodyTop + NODE.media + NODE.footer;

export class AssetDesk {
  /** Newest first. */
  list: readonly AssetRecord[] = [];
  readonly urls = new AssetUrls(async (hash) => (await this.#assets()).get(hash));
  #known = new Set<string>();
  #unfollow: (() => void) | undefined;
  readonly pictures = new NodePictures({
    assetBase: () => this.studio.parts.assetBase,
    stored: async (hash) => (await this.#assets()).get(hash),
    meshCard: async (hash) => {
      const assets = await this.#assets();
      const record = await assets.info(hash);
      // The first picture of a mesh is what the asset browser shows, too.
      if (!record || record.thumbnail) return undefined;
      return { edge: CARD_EDGE, put: (png) => assets.setThumbnail(hash, png) };
    },
  });
  /** The graph of the file that came last, until it is opened. */
  #offered: FoundWorkflow | undefined;

  constructor(private readonly studio: Studio) {}

  #assets(): Promise<AssetStore> {
    return this.studio.keeper.assets();
  }

  /** Keeps `list` in step with the store and tells the host of new assets. */
  async follow(): Promise<void> {
    const { studio } = this;
    const assets = await this.#assets();
    this.unfollow();
    this.urls.clear();
    const read = async (tell: boolean): Promise<void> => {
      const list = await assets.list();
      if (!studio.element.isConnected) return;
      const fresh = list.filter((asset) => !this.#known.has(asset.hash));
      this.#known = new Set(list.map((asset) => asset.hash));
      this.list = list;
      studio.element.requestUpdate();
      if (!tell) return;
      for (const asset of fresh) {
        studio.send('gds-asset', { asset: Object.freeze({ ...asset }) });
        void studio.folders.keep(asset);
      }
    };
    await read(false);
    this.#unfollow = assets.subscribe(
      () => void read(true).catch((error: unknown) => studio.messages.report(GdsError.from(error, 'GDS_ASSET_LIST'))),
    );
  }

  unfollow(): void {
    this.#unfollow?.();
    this.#unfollow = undefined;
  }

  release(): void {
    this.urls.clear();
    this.pictures.release();
  }

  /**
   * Takes files onto the canvas, at a point or where there is room: pictures become nodes, meshes assets, a workflow the document. What
   * cannot be read changes nothing. `before` is told the hash of each picture or mesh before it is stored.
   */
  async take(files: readonly File[], at: Point | undefined, before?: (hash: string) => void): Promise<void> {
    let offset = 0;
    await this.#each(files, async (arrival) => {
      if (before && arrival.kind !== 'graph') before(await sha256Hex(arrival.blob));
      await this.#arrive(arrival, at && { x: at.x + offset, y: at.y + offset });
      offset += STAGGER;
    });
  }

  /** Takes files into the assets only. */
  async upload(files: readonly File[]): Promise<void> {
    await this.#each(files, async (arrival) => {
      if (arrival.kind === 'graph') this.#open(arrival);
      else await this.#store(arrival);
    });
  }

  /** Puts a chosen picture into an image parameter. */
  async fill(nodeId: string, param: string, file: File): Promise<void> {
    await this.#each([file], async (arrival) => {
      if (arrival.kind !== 'image')
        throw new GdsError('GDS_IMAGE_DECODE', `“${file.name}” is not a picture. Choose a PNG, JPEG or WebP file.`);
      const record = await this.#store(arrival);
      this.studio.messages.attempt(() => this.studio.graph.setParam(nodeId, param, record.hash));
    });
  }

  async #each(files: readonly File[], act: (arrival: Arrival) => Promise<void>): Promise<void> {
    for (const file of files) {
      try {
        await act(await readArrival(file));
      } catch (error) {
        this.studio.messages.report(GdsError.from(error, 'GDS_FILE_READ', `“${file.name}” could not be read.`), {
          title: 'File not added',
        });
      }
    }
  }

  async #arrive(arrival: Arrival, at: Point | undefined): Promise<void> {
    if (arrival.kind === 'graph') return this.#open(arrival);
    const { made } = arrival;
    const empty = this.studio.graph.nodes.size === 0;
    const record = await this.#store(arrival);
    if (made && empty) return this.#open(made);
    if (made) this.#offer(made, record.name);
    if (arrival.kind === 'image') return this.#placeImage(record, at);
    const action = { label: 'Show assets', command: 'toggle-panel', value: 'assets' };
    this.studio.messages.toasts.add({ kind: 'success', title: 'Mesh added', text: `${record.name} is in Assets now.`, action });
  }

  #open({ json, warnings }: FoundWorkflow): void {
    this.studio.load(json);
    if (warnings.length === 0) return;
    const more = warnings.length > 1 ? ` And ${warnings.length - 1} more, in the console.` : '';
    this.studio.messages.toasts.add({ kind: 'warning', title: 'Opened with changes', text: `${warnings[0]}${more}` });
    if (warnings.length > 1) console.warn(warnings.join('\n'));
  }

  /** A file carries the graph it was made with; work that is there is not replaced unasked. */
  #offer(made: FoundWorkflow, name: string): void {
    this.#offered = made;
    const action = { label: 'Open its graph', command: 'open-offered' };
    this.studio.messages.toasts.add({
      kind: 'info',
      title: `${name} knows how it was made`,
      text: 'Its graph can take the place of this one.',
      action,
    });
  }

  openOffered(): void {
    if (this.#offered) this.#open(this.#offered);
    this.#offered = undefined;
  }

  async #store(arrival: Exclude<Arrival, { kind: 'graph' }>): Promise<AssetRecord> {
    const assets = await this.#assets();
    const draft: AssetDraft = { name: arrival.name, origin: 'imported' };
    if (arrival.kind === 'mesh') return assets.put(arrival.blob, draft);
    const { width, height } = arrival;
    const thumbnail = await this.pictures.card(arrival.blob, CARD_EDGE);
    return assets.put(arrival.blob, { ...draft, width, height, thumbnail });
  }

  /** Without a point a new image node is made where there is room; at one on a node that holds a picture, that picture is exchanged. */
  #placeImage(record: AssetRecord, at: Point | undefined): void {
    const { studio } = this;
    const own = this.#pictureOf('image');
    const params = own === undefined ? {} : { [own]: record.hash };
    if (!at) {
      const { x, y } = studio.framer.centre();
      const place = studio.framer.freePlace(PICTURE_NODE, { x, y: y - NODE.media / 2 });
      const id = own === undefined ? undefined : studio.actions.addNode('image', place, { params });
      if (id !== undefined) studio.framer.reveal(id);
      return;
    }
    const hit = studio.view.scene.hitTest(at, studio.camera.zoom);
    const under = hit && 'nodeId' in hit ? studio.graph.nodes.get(hit.nodeId) : undefined;
    const parameter = under && this.#pictureOf(under.type);
    if (under && parameter) {
      studio.messages.attempt(() => studio.graph.setParam(under.id, parameter, record.hash));
      return studio.selected.set([under.id]);
    }
    if (own === undefined) return;
    const place = { x: at.x, y: at.y - NODE.media / 2 };
    studio.actions.addNode('image', place, { params, into: studio.gestures.wireAt(at) });
  }

  /** Name of the parameter that holds a node's picture. */
  #pictureOf(type: string): string | undefined {
    return this.studio.registry.get(type)?.parameters.find(({ kind }) => kind === 'image')?.name;
  }

  /** Adds a stored asset to the canvas, at a point or where there is room. */
  async place(hash: string, at?: Point): Promise<void> {
    const record = await (await this.#assets()).info(hash);
    if (record?.mime.startsWith('image/')) this.#placeImage(record, at);
    else if (record)
      this.studio.messages.toasts.add({
        kind: 'info',
        title: 'Meshes come from nodes',
        text: 'Run an Image to 3D node to place a mesh on the canvas.',
      });
  }

  /** A change of the asset store; what fails is shown. */
  async change(act: (assets: AssetStore) => Promise<void>): Promise<void> {
    try {
      await act(await this.#assets());
    } catch (error) {
      this.studio.messages.report(GdsError.from(error, 'GDS_ASSET_STORE'));
    }
  }

  /** Deleting hides it and offers to bring it back: no question beforehand. */
  async delete(hash: string): Promise<void> {
    const name = this.list.find((asset) => asset.hash === hash)?.name ?? 'Asset';
    await this.change((assets) => assets.delete(hash));
    const action = { label: 'Undo', command: 'asset-restore', value: hash };
    this.studio.messages.toasts.add({ kind: 'info', title: `${name} deleted`, text: 'Canvases that use it keep it.', action });
  }

  /** The stored picture that a node holds by hash; undefined where it is not there. */
  async picture(hash: string, failed: (error: unknown) => void): Promise<PictureSource | undefined> {
    const record = await (await this.#assets()).info(hash);
    return record && this.pictures.stored(hash, record.width ?? 1, record.height ?? 1, failed);
  }

  /** Saves what a node shows as a file that says how it was made. */
  async download(nodeId: string): Promise<void> {
    const shown = this.studio.presenter.valueOf(nodeId);
    if (!shown) return;
    const { value, state } = shown;
    const extension = value.kind === 'mesh' ? 'glb' : (value.blob.type.split('/')[1] ?? 'png').replace('jpeg', 'jpg');
    const blob = await withProvenance(value.blob, this.studio.runs.graphBehind(nodeId), nodeId, (id) => this.studio.state(id).info);
    const name = fileName(value.name ?? state.info?.prompt ?? this.studio.nameOf(nodeId), extension);
    saveAs(this.studio.element.ownerDocument, blob, name);
  }

  /** Prepares a model ahead of its first run. */
  async loadModel(model: string, adapter: string): Promise<void> {
    const { studio } = this;
    const { signal } = studio;
    if (!signal) return;
    try {
      await studio.parts.inference.load(model, { adapter, signal });
    } catch (error) {
      if (!signal.aborted) studio.messages.report(GdsError.from(error, 'GDS_MODEL_LOAD'), { title: 'The model could not be loaded' });
    }
  }
}
