/** The node types that every canvas has, in the order of the palette. */
import type { NodeDefinition } from '../types.js';
import { batchNode } from './batch.js';
import { contactSheetNode } from './contact-sheet.js';
import { imageDisplayNode } from './image-display.js';
import { imageNode } from './image.js';
import { meshOutputNode } from './mesh-output.js';
import { modelNode } from './model.js';
import { numberNode } from './number.js';
import { outputNode } from './output.js';
import { promptMatrixNode } from './prompt-matrix.js';
import { promptNode } from './prompt.js';
import { rerouteNode } from './reroute.js';
import { sdxlTurboNode } from './sdxl-turbo.js';
import { seedsNode } from './seeds.js';
import { subgraphInputNode } from './subgraph-input.js';
import { subgraphOutputNode } from './subgraph-output.js';
import { subgraphNode } from './subgraph.js';
import { sweepNode } from './sweep.js';
import { textNode } from './text.js';
import { triposrNode } from './triposr.js';

export const BUILT_IN_NODES: readonly NodeDefinition[] = [
  promptNode,
  imageNode,
  sdxlTurboNode,
  modelNode,
  triposrNode,
  imageDisplayNode,
  outputNode,
  meshOutputNode,
  textNode,
  numberNode,
  batchNode,
  promptMatrixNode,
  sweepNode,
  seedsNode,
  contactSheetNode,
  subgraphNode,
  subgraphInputNode,
  subgraphOutputNode,
  rerouteNode,
];
