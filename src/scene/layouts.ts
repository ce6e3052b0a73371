/**
 * Layouts by what they depend on, so that nodes that look alike share one: a large graph has thousands of nodes and few kinds of them.
 */
import type { NodePorts, NodeRecord } from '../graph/types.js';
import type { NodeDefinition } from '../registry/types.js';
import { layoutNode, rowsOf, type LayoutContext } from './layout.js';
import type { NodeLayout } from './types.js';

/** Layouts remembered; of more, those met first are made again when they are next needed. */
const MOST = 1_000;

export class Layouts {
  /** Layouts made so far. */
  made = 0;
  readonly #known = new Map<NodeDefinition | undefined, Map<string, NodeLayout>>();
  #count = 0;

  /** {@link layoutNode}, or one that was made before of the same. */
  of(definition: NodeDefinition | undefined, record: NodeRecord, context: LayoutContext): NodeLayout {
    // What a subgraph shows is its own.
    if (context.inside) return this.#make(definition, record, context);
    let layouts = this.#known.get(definition);
    if (!layouts) this.#known.set(definition, (layouts = new Map<string, NodeLayout>()));
    const key = keyOf(definition, record, context.ports);
    let layout = layouts.get(key);
    if (!layout) {
      if (this.#count >= MOST) {
        this.clear();
        return this.of(definition, record, context);
      }
      layout = this.#make(definition, record, context);
      layouts.set(key, layout);
      this.#count += 1;
    }
    return layout;
  }

  clear(): void {
    this.#known.clear();
    this.#count = 0;
  }

  #make(definition: NodeDefinition | undefined, record: NodeRecord, context: LayoutContext): NodeLayout {
    this.made += 1;
    return layoutNode(definition, record, context);
  }
}

/** All that {@link layoutNode} reads beside the definition. */
function keyOf(definition: NodeDefinition | undefined, record: NodeRecord, ports: NodePorts | undefined): string {
  const parts: (string | number | undefined)[] = [record.type, record.width, record.height];
  for (const { value } of rowsOf(definition, record)) parts.push(value);
  for (const side of [ports?.inputs, ports?.outputs]) {
    parts.push(side?.length);
    for (const { id, type, title } of side ?? []) parts.push(id, type, title ?? id);
  }
  return parts.join('\u0000');
}
