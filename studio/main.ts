/** The studio page: one `<gds-canvas>` that says everything in attributes. Modules run in this order. */
import './query.js';
import '../src/define.js';
