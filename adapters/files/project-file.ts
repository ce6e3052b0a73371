/**
 * A project as a file: a graph that any gds-canvas and a person can open, and beside it, under one key that graphs pass over, the history
 * that merges with what others do, and the results.
 *
 * The history counts, the graph is drawn from it. Where somebody has edited the graph in the file, or put a file there that has no history,
 * that becomes one more edit of the history: the same for everybody who reads it. What is no graph is refused and never written over.
 */
import { nanoid } from 'nanoid';
import { GdsError } from '../../src/errors.js';
import type { StoredResult } from '../../src/execution/types.js';
import type { GraphSchema } from '../../src/graph/types.js';
import { GraphReplica, STORED_KEY } from '../../src/graph/replica.js';
import { crc32c } from '../../src/hash.js';
import { fromBase64, isBase64, toBase64 } from './base64.js';
import { isRecord } from './json.js';
import type { Codec } from './shared-file.js';

export interface ProjectContent {
  readonly id: string;
  /** Tells a project from one of the same id that was made after it was deleted. */
  readonly life: string;
  readonly title: string;
  readonly nodes: number;
  /** Milliseconds since the epoch; 0 where the file does not tell. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Yjs updates in Base64, oldest first. */
  readonly updates: readonly string[];
  readonly results: readonly StoredResult[];
  /** Records that were not readable; left out with the next write. */
  readonly damaged: number;
}

/** Updates beyond this many become one. */
const MERGE_BEYOND_UPDATES = 32;

export function newProject(id: string): ProjectContent {
  const now = Date.now();
  return { id, life: nanoid(), title: '', nodes: 0, createdAt: now, updatedAt: now, updates: [], results: [], damaged: 0 };
}

export class ProjectCodec implements Codec<ProjectContent> {
  private replica: GraphReplica | undefined;
  /** What the replica has seen. */
  private seen = new Set<string>();

  constructor(
    private readonly id: string,
    private readonly schema?: GraphSchema,
  ) {}

  read(text: string): ProjectContent {
    const { graph, kept } = parse(text);
    if (kept) {
      const content = contentOf(this.id, kept);
      if (kept['graph'] === digest(JSON.stringify(graph))) return content;
      return this.withEdit(content, graph, text) ?? { ...content, damaged: content.damaged + 1 };
    }
    const meta = isRecord(graph['meta']) ? graph['meta'] : {};
    const found: ProjectContent = {
      ...newProject(this.id),
      life: `file-${crc32c(new TextEncoder().encode(text)).toString(36)}`,
      title: typeof meta['title'] === 'string' ? meta['title'] : '',
      nodes: Array.isArray(graph['nodes']) ? graph['nodes'].length : 0,
      createdAt: 0,
      updatedAt: 0,
    };
    const read = this.withEdit(found, graph, text);
    if (!read)
      throw new GdsError('GDS_FILES_REFUSED', 'The file holds something else than a graph of this studio. Import it, or move it away.');
    return read;
  }

  write(content: ProjectContent): { content: ProjectContent; text: string } {
    const replica = this.follow(content.updates);
    const unreadable = content.updates.filter((update) => !this.seen.has(update));
    const readable = content.updates.length - unreadable.length;
    const merged = readable > MERGE_BEYOND_UPDATES ? toBase64(replica.state()) : undefined;
    if (merged !== undefined) this.seen = new Set([merged]);
    const tidy = { ...content, damaged: 0, ...(merged === undefined ? {} : { updates: [merged, ...unreadable] }) };
    const graph = JSON.stringify({ ...replica.toJSON(), [STORED_KEY]: undefined });
    const { id, life, title, nodes, createdAt, updatedAt, updates, results } = tidy;
    const kept = { id, life, title, nodes, createdAt, updatedAt, graph: digest(graph), updates, results };
    return { content: tidy, text: `${graph.slice(0, -1)},"${STORED_KEY}":${JSON.stringify(kept)}}` };
  }

  /** Updates are never taken back, and of a node's results theirs is the newer one. Another making of the project has nothing of this one. */
  merge(theirs: ProjectContent, mine: ProjectContent): ProjectContent {
    if (theirs.life !== mine.life) return theirs;
    const known = new Set(theirs.updates);
    const nodes = new Set(theirs.results.map(({ nodeId }) => nodeId));
    const updates = mine.updates.filter((update) => !known.has(update));
    const results = mine.results.filter(({ nodeId }) => !nodes.has(nodeId));
    return { ...theirs, updates: [...theirs.updates, ...updates], results: [...theirs.results, ...results] };
  }

  dispose(): void {
    this.replica?.dispose();
    this.replica = undefined;
    this.seen.clear();
  }

  /** The replica with exactly these updates; those that are none are left out. */
  private follow(updates: readonly string[]): GraphReplica {
    const wanted = new Set(updates);
    // A write that failed has left something in it.
    if ([...this.seen].some((update) => !wanted.has(update))) this.dispose();
    this.replica ??= new GraphReplica(this.schema);
    for (const update of wanted) {
      const bytes = this.seen.has(update) ? undefined : fromBase64(update);
      if (bytes && this.replica.apply(bytes)) this.seen.add(update);
    }
    return this.replica;
  }

  /** Undefined where the graph cannot be read. Its author is a number made of the whole file: whoever reads it makes the same edit. */
  private withEdit(content: ProjectContent, graph: Record<string, unknown>, text: string): ProjectContent | undefined {
    const replica = new GraphReplica(this.schema);
    try {
      for (const update of content.updates) {
        const bytes = fromBase64(update);
        if (bytes) replica.apply(bytes);
      }
      const edit = replica.replace(graph, crc32c(new TextEncoder().encode(text)));
      return { ...content, updates: [...content.updates, toBase64(edit)] };
    } catch (error) {
      if (error instanceof GdsError) return undefined;
      throw error;
    } finally {
      replica.dispose();
    }
  }
}

/** @throws SyntaxError, or GdsError where it is JSON and no object. */
export function parse(text: string): { graph: Record<string, unknown>; kept: Record<string, unknown> | undefined } {
  const json = JSON.parse(text) as unknown;
  if (!isRecord(json)) throw new GdsError('GDS_FILES_REFUSED', 'The file holds no graph. Move it away.');
  const { [STORED_KEY]: kept, ...graph } = json;
  return { graph, kept: isRecord(kept) && Array.isArray(kept['updates']) ? kept : undefined };
}

/** Of the graph as it is written; not of what it means. */
const digest = (graph: string): string => crc32c(new TextEncoder().encode(graph)).toString(36);

function contentOf(id: string, kept: Record<string, unknown>): ProjectContent {
  const text = (key: string): string => (typeof kept[key] === 'string' ? kept[key] : '');
  const number = (key: string): number => (typeof kept[key] === 'number' ? kept[key] : 0);
  const listed = kept['updates'] as readonly unknown[];
  const updates = listed.filter((update): update is string => typeof update === 'string' && isBase64(update));
  const stored: readonly unknown[] = Array.isArray(kept['results']) ? kept['results'] : [];
  const results = stored.filter(isResult);
  return {
    id,
    life: text('life'),
    title: text('title'),
    nodes: number('nodes'),
    createdAt: number('createdAt'),
    updatedAt: number('updatedAt'),
    updates,
    results,
    damaged: listed.length - updates.length + stored.length - results.length,
  };
}

const isResult = (value: unknown): value is StoredResult =>
  isRecord(value) && typeof value['nodeId'] === 'string' && typeof value['key'] === 'string' && isRecord(value['outputs']);
