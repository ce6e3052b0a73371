/**
 * The live view inside `<gds-mesh-viewer>`: one canvas, orbit controls, frames only when something changed.
 *
 * Imports three.js: reached by a dynamic import only. Knows nothing of the element, its buttons or its states.
 */
import { Spherical, Vector3, type Material } from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import { eachMesh, loadMesh, MeshStage, type LoadedMesh } from './mesh-scene.lazy.js';

/** Radians a second of the automatic turn: once round in about 20 s. */
const TURN_SPEED = 0.32;
/** Steps of the keyboard: 10° and 15 %. */
const KEY_TURN = Math.PI / 18;
const KEY_ZOOM = 1.15;

export class MeshView {
  readonly canvas = document.createElement('canvas');
  /** Called when the graphics context goes (true) and comes back (false). */
  onContextChange?: (lost: boolean) => void;
  /** Frames drawn so far. */
  frames = 0;

  private readonly stage: MeshStage;
  private readonly controls: OrbitControls;
  private readonly sizes: ResizeObserver;
  private readonly sights: IntersectionObserver;
  private mesh: LoadedMesh | undefined;
  private request = 0;
  private last = 0;
  private turning = false;
  private held = false;
  private visible = true;
  private lost = false;
  private lines = false;
  private disposed = false;

  /** @throws GDS_MESH_WEBGL. The canvas is put into `container` and follows its size. */
  constructor(private readonly container: HTMLElement) {
    this.stage = new MeshStage(this.canvas);
    container.append(this.canvas);
    this.controls = new OrbitControls(this.stage.camera, this.canvas);
    this.controls.enablePan = false;
    this.controls.enableDamping = true;
    this.controls.dampingFactor = 0.12;
    this.controls.addEventListener('change', this.invalidate);
    this.controls.addEventListener('start', () => (this.held = true));
    this.controls.addEventListener('end', () => {
      this.held = false;
      this.invalidate();
    });
    this.canvas.addEventListener('webglcontextlost', this.contextLost);
    this.canvas.addEventListener('webglcontextrestored', this.contextRestored);
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(container);
    this.sights = new IntersectionObserver(([entry]) => {
      this.visible = entry?.isIntersecting ?? true;
      if (this.visible) this.invalidate();
    });
    this.sights.observe(container);
    this.fit();
  }

  /** Shows another mesh, framed anew. Rejects with GDS_MESH_* and keeps the one before. */
  async load(blob: Blob, isCurrent: () => boolean): Promise<LoadedMesh | undefined> {
    const mesh = await loadMesh(blob);
    if (!this.disposed && !this.lost && isCurrent()) await this.stage.prepare(mesh);
    if (this.disposed || !isCurrent()) {
      mesh.dispose();
      return undefined;
    }
    this.mesh = mesh;
    this.stage.show(mesh);
    this.applyWireframe();
    this.reset();
    return mesh;
  }

  clear(): void {
    this.mesh = undefined;
    this.stage.show(undefined);
    this.invalidate();
  }

  set autoRotate(on: boolean) {
    this.turning = on;
    this.last = 0;
    this.invalidate();
  }

  set wireframe(on: boolean) {
    this.lines = on;
    this.applyWireframe();
    this.invalidate();
  }

  /** Back to the first view. */
  reset(): void {
    this.stage.frame();
    this.controls.target.copy(this.stage.centre);
    const distance = this.stage.camera.position.distanceTo(this.controls.target);
    this.controls.minDistance = distance * 0.3;
    this.controls.maxDistance = distance * 3;
    this.controls.update();
    this.invalidate();
  }

  /** Arrows turn, plus and minus zoom, 0 and Home go back. Returns whether the key means something here. */
  key(key: string): boolean {
    const actions: Record<string, () => void> = {
      ArrowLeft: () => this.orbit(-KEY_TURN, 0),
      ArrowRight: () => this.orbit(KEY_TURN, 0),
      ArrowUp: () => this.orbit(0, -KEY_TURN),
      ArrowDown: () => this.orbit(0, KEY_TURN),
      '+': () => this.orbit(0, 0, 1 / KEY_ZOOM),
      '=': () => this.orbit(0, 0, 1 / KEY_ZOOM),
      '-': () => this.orbit(0, 0, KEY_ZOOM),
      '0': () => this.reset(),
      Home: () => this.reset(),
    };
    const action = actions[key];
    action?.();
    return action !== undefined;
  }

  /** PNG of the view as it is, transparent around the mesh. */
  screenshot(): Promise<Blob | null> {
    this.draw();
    return new Promise((resolve) => this.canvas.toBlob(resolve, 'image/png'));
  }

  dispose(): void {
    this.disposed = true;
    cancelAnimationFrame(this.request);
    this.sizes.disconnect();
    this.sights.disconnect();
    this.canvas.removeEventListener('webglcontextlost', this.contextLost);
    this.canvas.removeEventListener('webglcontextrestored', this.contextRestored);
    this.controls.dispose();
    this.stage.dispose();
    this.canvas.remove();
  }

  readonly invalidate = (): void => {
    if (this.request !== 0 || this.disposed || this.lost || !this.visible) return;
    this.request = requestAnimationFrame(this.frame);
  };

  private readonly frame = (time: number): void => {
    this.request = 0;
    if (this.turning && this.mesh && !this.held) {
      const seconds = this.last === 0 ? 0 : Math.min(0.1, (time - this.last) / 1000);
      this.last = time;
      this.orbit(seconds * TURN_SPEED, 0);
    } else {
      this.last = 0;
      // Damping: `change` asks for the next frame until the movement has died away.
      this.controls.update();
    }
    this.draw();
    if (this.turning && this.mesh) this.invalidate();
  };

  private draw(): void {
    this.stage.render();
    this.frames++;
  }

  private orbit(theta: number, phi: number, zoom = 1): void {
    const { camera } = this.stage;
    const offset = new Spherical().setFromVector3(new Vector3().subVectors(camera.position, this.controls.target));
    offset.theta += theta;
    offset.phi += phi;
    offset.makeSafe();
    offset.radius = Math.min(this.controls.maxDistance, Math.max(this.controls.minDistance, offset.radius * zoom));
    camera.position.setFromSpherical(offset).add(this.controls.target);
    this.controls.update();
    this.invalidate();
  }

  private fit(): void {
    const { clientWidth, clientHeight } = this.container;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.stage.resize(clientWidth, clientHeight, Math.min(2, devicePixelRatio));
    // Setting the size empties the canvas: draw in the same task, or it blinks.
    if (!this.lost) this.draw();
  }

  private applyWireframe(): void {
    if (!this.mesh) return;
    eachMesh(this.mesh.root, ({ material }) => {
      for (const one of [material].flat() as (Material & { wireframe?: boolean })[]) one.wireframe = this.lines;
    });
  }

  private readonly contextLost = (event: Event): void => {
    event.preventDefault();
    this.lost = true;
    cancelAnimationFrame(this.request);
    this.request = 0;
    this.onContextChange?.(true);
  };

  private readonly contextRestored = (): void => {
    this.lost = false;
    this.onContextChange?.(false);
    this.invalidate();
  };
}
