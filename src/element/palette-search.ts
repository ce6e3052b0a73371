/** Which node types the add palette shows, in which order. Pure. */
import type { NodeDefinition } from '../registry/types.js';

/** The port a wire comes from: type, and whether it is an output or an input of its node. */
export interface PaletteFilter {
  readonly type: string;
  readonly direction: 'in' | 'out';
}

export interface PaletteGroup {
  readonly title: string;
  readonly items: readonly NodeDefinition[];
}

/** Known categories first, in the order of work; a host's own after them. */
const CATEGORIES: Readonly<Record<string, string>> = { input: 'Input', generate: 'Generate', model: 'Models', output: 'Output' };

/** Groups what matches. Every word of the query must be in title, description, keywords or type; titles that start with it come first. */
export function groupDefinitions(
  definitions: readonly NodeDefinition[],
  query: string,
  filter: PaletteFilter | null,
  compatible: (from: string, to: string) => boolean,
): PaletteGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = definitions
    .filter((definition) => filter === null || fits(definition, filter, compatible))
    .map((definition) => ({ definition, score: score(definition, words) }))
    .filter(({ score }) => score > 0);
  const order = [...Object.keys(CATEGORIES), ...new Set(scored.map(({ definition }) => definition.category))];
  const groups = new Map<string, { definition: NodeDefinition; score: number }[]>();
  for (const entry of scored) groups.set(entry.definition.category, [...(groups.get(entry.definition.category) ?? []), entry]);
  const best = (category: string): number => Math.max(...(groups.get(category) ?? []).map(({ score }) => score));
  return [...groups.keys()]
    .sort((a, b) => (words.length > 0 ? best(b) - best(a) : 0) || order.indexOf(a) - order.indexOf(b))
    .map((category) => ({
      title: CATEGORIES[category] ?? category.charAt(0).toUpperCase() + category.slice(1),
      items: groups
        .get(category)!
        .sort((a, b) => b.score - a.score)
        .map(({ definition }) => definition),
    }));
}

function fits(definition: NodeDefinition, filter: PaletteFilter, compatible: (from: string, to: string) => boolean): boolean {
  return filter.direction === 'out'
    ? definition.inputs.some((port) => compatible(filter.type, port.type))
    : definition.outputs.some((port) => compatible(port.type, filter.type));
}

/** 0 where a word is missing; more for a better place. */
function score(definition: NodeDefinition, words: readonly string[]): number {
  let total = 1;
  const title = definition.title.toLowerCase();
  const rest = [definition.description, definition.type, definition.face?.badge ?? '', ...(definition.keywords ?? [])]
    .join(' ')
    .toLowerCase();
  for (const word of words) {
    if (title.startsWith(word)) total += 8;
    else if (title.includes(` ${word}`)) total += 5;
    else if (title.includes(word)) total += 3;
    else if (rest.includes(word)) total += 1;
    else return 0;
  }
  return total;
}
