/** What `MeshThumbnailer` asks its worker for, and gets. Only plain, cloneable values. */

export interface MeshPictureRequest {
  readonly glb: Blob;
  /** Edge of the picture, device pixels. */
  readonly size: number;
  /** A CSS colour behind the mesh; left out: transparent. */
  readonly background?: string;
  /** Longest edge of a PNG of the same, pixels; left out: none is made. */
  readonly pngEdge?: number;
}

export interface MeshPicture {
  /** Whoever gets it closes it. */
  readonly bitmap: ImageBitmap;
  readonly png?: Blob;
}
