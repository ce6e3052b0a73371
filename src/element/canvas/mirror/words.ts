/**
 * What the tree calls things: one line of text each, in words a person would use. Pure.
 *
 * Order within a line: what it is, what it says, what it is joined with, what state it is in.
 */
import type { NodeRunState } from '../../../execution/types.js';
import type { GroupRecord, NodeRecord, NoteRecord, PortInfo } from '../../../graph/types.js';
import type { NodeDefinition } from '../../../registry/types.js';
import type { Direction } from './target.js';

/** The other end of a wire. */
export interface OtherEnd {
  readonly node: string;
  readonly port: string;
}

/** Characters of a text that are read out before it is cut. */
const EXCERPT = 80;
/** Progress is said in steps of this many percent: a name that changed with every report would be read out without end. */
const PERCENT_STEP = 10;

const STATUS: Readonly<Record<Exclude<NodeRunState['status'], 'error' | 'running'>, string>> = {
  idle: '',
  queued: 'waiting',
  complete: 'done',
  cancelled: 'cancelled',
};

/** `Prompt “Hero text”, a red apple, goes to Text to image, muted, done`. */
export function nodeWords(
  node: NodeRecord,
  definition: NodeDefinition | undefined,
  state: NodeRunState,
  ends: { readonly from: readonly string[]; readonly to: readonly string[] },
): string {
  const kind = definition?.title ?? `unknown type ${node.type}`;
  const field = definition?.face?.field;
  const text = field === undefined ? undefined : node.params[field];
  return join(
    node.title && node.title !== kind ? `${kind} “${node.title}”` : kind,
    typeof text === 'string' && excerpt(text),
    ends.from.length > 0 && `from ${ends.from.join(', ')}`,
    ends.to.length > 0 && `goes to ${ends.to.join(', ')}`,
    node.mode !== 'active' && node.mode,
    node.locked && 'locked',
    stateWords(state),
  );
}

function stateWords({ status, progress, error, fresh, outputs }: NodeRunState): string {
  if (status === 'error') return error ? `failed: ${error.message}` : 'failed';
  if (status !== 'running') return status === 'complete' && fresh === false && outputs ? 'done, out of date' : STATUS[status];
  if (progress?.fraction === undefined) return 'running';
  return `running, ${Math.floor((progress.fraction * 100) / PERCENT_STEP) * PERCENT_STEP} percent`;
}

/** `Input Prompt, text, from Prompt: Text`, or `Input Image, image, required, not connected`. */
export function portWords(
  port: PortInfo,
  direction: Direction,
  type: string,
  { required, ends }: { readonly required: boolean; readonly ends: readonly OtherEnd[] },
): string {
  const joined = ends.map(endWords).join(' and ');
  return join(
    `${direction === 'in' ? 'Input' : 'Output'} ${port.title ?? port.id}`,
    type.toLowerCase(),
    direction === 'in' && required && ends.length === 0 && 'required',
    ends.length === 0 ? 'not connected' : direction === 'in' ? `connected from ${joined}` : `connected to ${joined}`,
  );
}

/** `Wire to Text to image: Prompt`. */
export const wireWords = (at: Direction, end: OtherEnd): string => `Wire ${at === 'out' ? 'to' : 'from'} ${endWords(end)}`;

export const endWords = ({ node, port }: OtherEnd): string => `${node}: ${port}`;

/** `Frame “Prompts”, 2 things inside, locked`. */
export function frameWords({ title, locked }: GroupRecord, inside: number): string {
  return join(title ? `Frame “${title}”` : 'Frame', inside === 1 ? '1 thing inside' : `${inside} things inside`, locked && 'locked');
}

/** `Note: Try other words`. */
export function noteWords({ text, locked }: NoteRecord): string {
  return join(`Note: ${excerpt(text.trim()) || 'empty'}`, locked && 'locked');
}

const excerpt = (text: string): string => (text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text);

const join = (...parts: readonly (string | false | undefined)[]): string => parts.filter(Boolean).join(', ');
