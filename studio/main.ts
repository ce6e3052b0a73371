/**
 * The studio page: one `<gds-canvas>` that says everything in attributes. Modules run in this order.
 *
 * They run in one task, and the element's first rendering in the next: the page can answer in between.
 */
import './query.js';
import { GdsCanvas } from '../src/element/gds-canvas.js';
import { GdsMeshViewer } from '../src/element/gds-mesh-viewer.js';

setTimeout(() => {
  GdsCanvas.define();
  GdsMeshViewer.define();
});
