/** The node types that every canvas has, in the order of the palette. */
import type { NodeDefinition } from '../types.js';
import { imageDisplayNode } from './image-display.js';
import { imageNode } from './image.js';
import { meshOutputNode } from './mesh-output.js';
import { modelNode } from './model.js';
import { outputNode } from './output.js';
import { promptNode } from './prompt.js';
import { sdxlTurboNode } from './sdxl-turbo.js';
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
];
