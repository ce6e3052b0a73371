/** Registers `<gds-canvas>`, its parts and `<gds-mesh-viewer>` under their own tags. Safe to import several times. */
import { GdsCanvas } from './element/gds-canvas.js';
import { GdsMeshViewer } from './element/gds-mesh-viewer.js';

export { GdsCanvas, GdsMeshViewer };

// In Node there is nothing to register with: the import does no harm there.
if (typeof customElements !== 'undefined' && typeof document !== 'undefined') {
  GdsCanvas.define();
  GdsMeshViewer.define();
}
