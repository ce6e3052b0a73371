/** The document as a file: saved as a graph or a ComfyUI workflow, and files chosen to be opened or added. */
import { GdsError } from '../../errors.js';
import { fileName } from './file-name.js';
import { saveAs } from './save-as.js';
import type { Studio } from './studio.js';

const ACCEPTED = '.json,application/json,image/png,image/jpeg,image/webp,.glb,model/gltf-binary';

export class GraphFiles {
  constructor(private readonly studio: Studio) {}

  /** Lets the person choose files; they arrive as if dropped where new things go. */
  choose(): void {
    const { studio } = this;
    const at = studio.pointer.place();
    const input = studio.element.ownerDocument.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.accept = ACCEPTED;
    input.addEventListener('change', () => void studio.desk.take([...(input.files ?? [])], at), { once: true });
    input.click();
  }

  save(): void {
    const { graph } = this.studio;
    this.#save(graph.toJSON(), 'json');
  }

  /** What ComfyUI has nothing for is said, and travels along. */
  async exportComfy(): Promise<void> {
    const { graph, messages } = this.studio;
    try {
      const { exportWorkflow } = await import('../../../adapters/comfyui/index.js');
      const warnings: string[] = [];
      const workflow = exportWorkflow(graph.toJSON(), { onWarning: ({ message }) => warnings.push(message) });
      this.#save(workflow, 'comfyui.json');
      if (warnings[0] !== undefined) messages.toasts.add({ kind: 'warning', title: 'Exported with changes', text: warnings[0] });
    } catch (error) {
      messages.report(GdsError.from(error, 'GDS_CHANGE'), { title: 'Not exported' });
    }
  }

  #save(json: unknown, extension: string): void {
    const { element, graph } = this.studio;
    const title = graph.meta['title'];
    const blob = new Blob([JSON.stringify(json, null, 2)], { type: 'application/json' });
    saveAs(element.ownerDocument, blob, fileName(typeof title === 'string' ? title : 'canvas', extension));
  }
}
