/**
 * How a mesh is read, lit and framed, in one place for the viewer and the thumbnails.
 *
 * Imports three.js, so it is only ever reached by a dynamic import or in a worker; runs in both. Nothing here touches the network: the
 * light is computed on the spot, and a GLB that points outside itself is refused.
 */
import {
  Box3,
  Color,
  DirectionalLight,
  Mesh,
  NeutralToneMapping,
  type Object3D,
  PerspectiveCamera,
  Scene,
  SRGBColorSpace,
  Sphere,
  Texture,
  Vector3,
  WebGLRenderer,
  type BufferGeometry,
  type Material,
} from 'three';
import { GLTFLoader, type GLTFParser } from 'three/examples/jsm/loaders/GLTFLoader.js';
import { GdsError } from '../errors.js';
import { studioLight } from './mesh-light.lazy.js';

export interface LoadedMesh {
  readonly root: Object3D;
  readonly vertices: number;
  readonly faces: number;
  readonly sphere: Sphere;
  /** Frees geometry, materials, textures and the decoded pictures. */
  dispose(): void;
}

const MAGIC = 0x46546c67;

/**
 * Reads a GLB.
 * @throws GDS_MESH_PARSE when it is not one or damaged, GDS_MESH_EXTERNAL when it needs other files, GDS_MESH_EMPTY without triangles.
 */
export async function loadMesh(blob: Blob): Promise<LoadedMesh> {
  const bytes = await blob.arrayBuffer();
  if (bytes.byteLength < 20 || new DataView(bytes).getUint32(0, true) !== MAGIC) {
    throw new GdsError('GDS_MESH_PARSE', 'This file is not a GLB mesh. Choose a file that ends in .glb.');
  }
  const loader = new GLTFLoader();
  const bitmaps: ImageBitmap[] = [];
  loader.register((parser) => embeddedOnly(parser, bitmaps));
  let root: Object3D;
  try {
    root = (await loader.parseAsync(bytes, '')).scene;
  } catch (cause) {
    bitmaps.forEach((bitmap) => bitmap.close());
    throw GdsError.from(cause, 'GDS_MESH_PARSE', 'The mesh file is damaged or incomplete. Make or download it again.');
  }
  let vertices = 0;
  let faces = 0;
  eachMesh(root, ({ geometry }) => {
    const count = geometry.getAttribute('position')?.count ?? 0;
    vertices += count;
    faces += Math.floor((geometry.index?.count ?? count) / 3);
  });
  const loaded: LoadedMesh = {
    root,
    vertices,
    faces,
    sphere: new Box3().setFromObject(root).getBoundingSphere(new Sphere()),
    dispose() {
      eachMesh(root, ({ geometry, material }) => {
        geometry.dispose();
        for (const one of Array.isArray(material) ? material : [material]) disposeMaterial(one);
      });
      bitmaps.forEach((bitmap) => bitmap.close());
    },
  };
  if (faces === 0) {
    loaded.dispose();
    throw new GdsError('GDS_MESH_EMPTY', 'The mesh has no triangles to show. Make or choose another one.');
  }
  return loaded;
}

/** Loader plugin: pictures straight from the file's bytes (no blob: addresses, which a strict page policy forbids), nothing from elsewhere. */
function embeddedOnly(parser: GLTFParser, bitmaps: ImageBitmap[]) {
  return {
    name: 'GDS_embedded_only',
    beforeRoot(): null {
      const { buffers = [], images = [] } = parser.json as { buffers?: { uri?: string }[]; images?: { uri?: string }[] };
      const outside = [...buffers, ...images].find(({ uri }) => uri !== undefined && !uri.startsWith('data:'));
      if (outside)
        throw new GdsError(
          'GDS_MESH_EXTERNAL',
          `The mesh needs another file, "${outside.uri}". Export it as one GLB with everything inside.`,
        );
      return null;
    },
    loadTexture(index: number): Promise<Texture> | null {
      const { textures, images } = parser.json as { textures: { source?: number }[]; images: { bufferView?: number; mimeType?: string }[] };
      const image = images[textures[index]?.source ?? -1];
      return image?.bufferView === undefined ? null : textureFrom(parser, image.bufferView, image.mimeType ?? 'image/png', bitmaps);
    },
  };
}

async function textureFrom(parser: GLTFParser, bufferView: number, type: string, bitmaps: ImageBitmap[]): Promise<Texture> {
  const bytes = (await parser.getDependency('bufferView', bufferView)) as ArrayBuffer;
  const bitmap = await createImageBitmap(new Blob([bytes], { type }), { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  bitmaps.push(bitmap);
  const texture = new Texture(bitmap);
  texture.flipY = false;
  texture.needsUpdate = true;
  return texture;
}

/** `visit` gets every mesh under `root`. */
export function eachMesh(root: Object3D, visit: (mesh: Mesh<BufferGeometry, Material | Material[]>) => void): void {
  root.traverse((object) => {
    if (object instanceof Mesh) visit(object as Mesh<BufferGeometry, Material | Material[]>);
  });
}

function disposeMaterial(material: Material): void {
  for (const value of Object.values(material)) if (value instanceof Texture) value.dispose();
  material.dispose();
}

/** From where a mesh is first seen: a little from the right and above. Thumbnails take the same place. */
export const FIRST_VIEW: readonly [number, number, number] = [0.42, 0.2, 1];
const FIELD_OF_VIEW = 28;
/** Milliseconds between two looks at whether the GPU is done. */
const FENCE_POLL = 8;

export class MeshStage {
  readonly renderer: WebGLRenderer;
  readonly scene = new Scene();
  readonly camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.01, 100);
  private mesh: LoadedMesh | undefined;

  /** @throws GDS_MESH_WEBGL when the browser gives no WebGL context. */
  constructor(canvas: HTMLCanvasElement | OffscreenCanvas) {
    try {
      this.renderer = new WebGLRenderer({ canvas, alpha: true, antialias: true, powerPreference: 'low-power' });
    } catch (cause) {
      throw new GdsError('GDS_MESH_WEBGL', 'The 3D view needs WebGL, which this browser does not give. The mesh can still be downloaded.', {
        cause,
      });
    }
    this.renderer.outputColorSpace = SRGBColorSpace;
    // Neutral keeps saturated colours as they are up to the highlights; a film curve would turn red into orange.
    this.renderer.toneMapping = NeutralToneMapping;
    this.renderer.setClearColor(0, 0);
    // Asking after each shader's messages makes the page wait for the GPU; the browser's console has them anyhow.
    this.renderer.debug.checkShaderErrors = false;
    // Lights ride on the camera: the side one looks at is always well lit.
    const key = light(1.5, -0.7, 1.1, 0.9);
    const rim = light(0.9, 1.2, 0.5, -1.2);
    this.camera.add(key, key.target, rim, rim.target);
    this.scene.add(this.camera);
    this.scene.environment = studioLight();
    this.scene.environmentIntensity = 0.55;
  }

  /** Shows `mesh` instead of the one before, which is freed. */
  show(mesh: LoadedMesh | undefined): void {
    if (this.mesh) {
      this.scene.remove(this.mesh.root);
      this.mesh.dispose();
    }
    this.mesh = mesh;
    if (mesh) this.scene.add(mesh.root);
  }

  /** Whether `mesh` is the one shown, and so the stage's to free. */
  holds(mesh: LoadedMesh): boolean {
    return this.mesh === mesh;
  }

  /** Puts the camera so that the whole mesh fits, whatever the aspect; `zoom` above 1 comes closer. */
  frame(direction: readonly [number, number, number] = FIRST_VIEW, zoom = 1): void {
    const { center, radius } = this.mesh?.sphere ?? { center: new Vector3(), radius: 0.5 };
    const half = Math.tan((FIELD_OF_VIEW * Math.PI) / 360) * Math.min(1, this.camera.aspect);
    const distance = (Math.max(radius, 1e-6) / Math.sin(Math.atan(half)) / zoom) * 0.98;
    this.camera.position
      .set(...direction)
      .setLength(distance)
      .add(center);
    this.camera.near = distance / 100;
    this.camera.far = distance * 10;
    this.camera.lookAt(center);
    this.camera.updateProjectionMatrix();
  }

  /** A CSS colour behind the mesh; undefined: transparent. */
  set background(colour: string | undefined) {
    this.scene.background = colour === undefined ? null : new Color(colour);
  }

  get centre(): Vector3 {
    return this.mesh?.sphere.center.clone() ?? new Vector3();
  }

  /** CSS pixels. */
  resize(width: number, height: number, pixelRatio: number): void {
    this.renderer.setPixelRatio(pixelRatio);
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / Math.max(1, height);
    this.camera.updateProjectionMatrix();
  }

  render(): void {
    this.renderer.render(this.scene, this.camera);
  }

  /** Hands `mesh`'s shaders and pictures to the GPU ahead of its first frame, and lets the page go on meanwhile. Not yet shown. */
  async prepare(mesh: LoadedMesh): Promise<void> {
    // Not compileAsync: that never resolves when the context is lost on the way.
    this.renderer.compile(mesh.root, this.camera, this.scene);
    eachMesh(mesh.root, ({ material }) => {
      for (const one of [material].flat())
        for (const value of Object.values(one)) if (value instanceof Texture) this.renderer.initTexture(value);
    });
    this.renderer.initTexture(this.scene.environment!);
    await this.settled();
  }

  /** Resolves once the GPU has done all it was given, or is lost: reading sooner would make the page wait. */
  async settled(): Promise<void> {
    const gl = this.renderer.getContext() as WebGL2RenderingContext;
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    if (!fence) return;
    gl.flush();
    do await new Promise((resolve) => setTimeout(resolve, FENCE_POLL));
    while (!gl.isContextLost() && gl.clientWaitSync(fence, 0, 0) === gl.TIMEOUT_EXPIRED);
    gl.deleteSync(fence);
  }

  dispose(): void {
    this.show(undefined);
    this.scene.environment?.dispose();
    this.scene.environment = null;
    this.renderer.dispose();
    this.renderer.forceContextLoss();
  }
}

function light(intensity: number, x: number, y: number, z: number): DirectionalLight {
  const made = new DirectionalLight(0xffffff, intensity);
  made.position.set(x, y, z);
  // Parented to the camera: aimed straight ahead of it.
  made.target.position.set(0, 0, -1);
  made.position.z -= 1;
  return made;
}
