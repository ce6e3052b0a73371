/** Small pictures for nodes and assets: where they come from, and that they are made off the page's thread. */
import { GdsError } from '../../errors.js';
import { decodePicture } from '../../render/pictures/decode.js';
import { sharePicturePainter, type PicturePainter } from '../../render/pictures/painter.js';
import type { Shared } from '../../offload/share.js';
import type { MeshValue } from '../../registry/values.js';
import type { PictureSource } from '../../scene/types.js';
import type { MeshThumbnailer } from '../mesh-thumbnail.js';
import type { MediaValue } from './run-presenter.js';

/** Edge of a mesh's picture on its node, pixels: a media area of 222 units at 2 × shows it without blur. */
const MESH_EDGE = 448;

export interface PictureHost {
  assetBase(): string;
  /** The stored picture, read anew each time; undefined where it is not there. */
  stored(hash: string): Promise<Blob | undefined>;
  /** Whether the asset browser has no picture of this mesh yet, and takes one of `edge` pixels. */
  meshCard(hash: string): Promise<{ readonly edge: number; put(png: Blob): Promise<void> } | undefined>;
}

export class NodePictures {
  #painter: Shared<PicturePainter> | undefined;
  #meshes: Promise<Shared<MeshThumbnailer>> | undefined;

  constructor(private readonly host: PictureHost) {}

  /** The picture of a value. `failed` is called once, with what went wrong, when it cannot be shown. */
  of(value: MediaValue, failed: (error: unknown) => void): PictureSource {
    if (value.kind === 'mesh') return this.#mesh(value, failed);
    const { blob, width, height } = value;
    return this.#source(width, height, failed, () => Promise.resolve(blob));
  }

  /** A picture of the store, read from there whenever it is needed. */
  stored(hash: string, width: number, height: number, failed: (error: unknown) => void): PictureSource {
    return this.#source(width, height, failed, async () => {
      const blob = await this.host.stored(hash);
      if (!blob) throw new GdsError('GDS_ASSET_MISSING', 'This picture is not stored here any more. Choose another one.');
      return blob;
    });
  }

  /** A PNG of a picture, no larger than `edge` pixels. Rejects with GDS_IMAGE_DECODE. */
  card(blob: Blob, edge: number): Promise<Blob> {
    return this.#painting().card(blob, edge);
  }

  /**
   * A PNG of a mesh, `edge` pixels square, transparent around it.
   * @throws What {@link MeshThumbnailer.render} does, and GDS_MESH_DRAW.
   */
  async meshPng(glb: Blob, edge: number): Promise<Blob> {
    this.#meshes ??= import('../mesh-thumbnail.js').then(({ shareMeshThumbnailer }) => shareMeshThumbnailer(this.host.assetBase()));
    const { thing } = await this.#meshes;
    const { bitmap, png } = await thing.render(glb, edge, { pngEdge: edge });
    bitmap.close();
    if (!png) throw new GdsError('GDS_MESH_DRAW', 'The mesh could not be drawn. Open its 3D view, or make it again.');
    return png;
  }

  /** Lets go of the workers, which the page's last canvas ends. */
  release(): void {
    this.#painter?.release();
    this.#painter = undefined;
    void this.#meshes?.then((shared) => shared.release()).catch(() => undefined);
    this.#meshes = undefined;
  }

  #painting(): PicturePainter {
    this.#painter ??= sharePicturePainter(this.host.assetBase());
    return this.#painter.thing;
  }

  /** Drawn once; what is kept is a file of some 50 kB. */
  #mesh({ blob, hash }: MeshValue, failed: (error: unknown) => void): PictureSource {
    let drawn: Promise<Blob> | undefined;
    return this.#source(MESH_EDGE, MESH_EDGE, failed, () => {
      drawn ??= this.#drawMesh(blob, hash).catch((error: unknown) => {
        drawn = undefined;
        throw error;
      });
      return drawn;
    });
  }

  #source(width: number, height: number, failed: (error: unknown) => void, read: () => Promise<Blob>): PictureSource {
    let told = false;
    return {
      width,
      height,
      tile: async (request) => {
        try {
          const blob = await read();
          return await this.#painting().tile(blob, request);
        } catch (error) {
          // A canvas that has gone tells nobody, and a picture tells once.
          if (!told && !(error instanceof GdsError && ENDED.has(error.code))) {
            told = true;
            failed(error);
          }
          throw error;
        }
      },
    };
  }

  async #drawMesh(glb: Blob, hash: string): Promise<Blob> {
    const png = await this.meshPng(glb, MESH_EDGE);
    const card = await this.host.meshCard(hash);
    if (card) await card.put(await this.card(png, card.edge));
    return png;
  }
}

const ENDED: ReadonlySet<string> = new Set(['GDS_PICTURE_DISPOSED', 'GDS_MESH_DISPOSED']);

/** A picture's natural size; rejects with GDS_IMAGE_DECODE. */
export async function imageSize(blob: Blob): Promise<{ width: number; height: number }> {
  const bitmap = await decodePicture(blob);
  const { width, height } = bitmap;
  bitmap.close();
  return { width, height };
}
