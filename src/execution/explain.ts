/**
 * Why a node ran again, or why it did not: told from what its cache keys are made of.
 *
 * A key holds the keys of what feeds the node, so two keys that differ lead from input to input to the edit where it began.
 */
import type { ParamValue } from '../graph/types.js';
import type { KeyParts } from './keys.js';
import { accountText, type Names } from './explain-words.js';

export type Reason =
  | { readonly kind: 'never-ran' }
  | { readonly kind: 'parameter'; readonly name: string; readonly before: ParamValue | undefined; readonly after: ParamValue | undefined }
  /** Something else enters `port` because of what happened to the node `source`. */
  | { readonly kind: 'input'; readonly port: string; readonly source: string; readonly because: readonly Reason[] }
  /** `port` is fed by another node or output than before; undefined: by none. */
  | { readonly kind: 'connection'; readonly port: string; readonly before: string | undefined; readonly after: string | undefined }
  | { readonly kind: 'model'; readonly before: string | null; readonly after: string | null }
  | { readonly kind: 'version'; readonly before: number | null; readonly after: number | null }
  | { readonly kind: 'type'; readonly before: string; readonly after: string }
  /** The last attempt failed or was cancelled. */
  | { readonly kind: 'failed-before' }
  /** The result was there and had to make room. */
  | { readonly kind: 'evicted' }
  /** The result before is from too long ago, or from before the page was loaded. */
  | { readonly kind: 'unknown' }
  /** A muted or bypassed node: itself, a subgraph around it, or one it depends on. */
  | { readonly kind: 'stopped'; readonly by: string }
  /** Nothing is connected to it. */
  | { readonly kind: 'unconnected' }
  /** It only hands values on. */
  | { readonly kind: 'hands-on' }
  /** The result is there: shown, in memory, or in the asset store. */
  | { readonly kind: 'at-hand'; readonly from: 'shown' | 'memory' | 'assets' };

export interface Account {
  readonly outcome: 'ran' | 'cached' | 'failed' | 'skipped' | 'runs';
  readonly reasons: readonly Reason[];
  /** Where it began: reasons that have none behind them, with their nodes. */
  readonly roots: readonly { readonly nodeId: string; readonly reason: Reason }[];
  /** All of it in one or two sentences. */
  readonly text: string;
}

export interface Explanation {
  readonly nodeId: string;
  /** What the last run that came to this node did with it, and why. */
  readonly last?: Account;
  /** What a run of this node would do with it now, and why. */
  readonly next: Account;
}

/** What a key of a node was made of; undefined where it is forgotten. */
export type PartsOf = (nodeId: string, key: string) => KeyParts | undefined;

/** What makes the key `after` of a node differ from `before`. Empty where they are the same. */
export function differences(nodeId: string, before: string | undefined, after: string | undefined, partsOf: PartsOf): Reason[] {
  return compare(nodeId, before, after, partsOf, new Map());
}

export function account(nodeId: string, outcome: Account['outcome'], reasons: readonly Reason[], names: Names): Account {
  const roots = rootsOf(nodeId, reasons);
  return Object.freeze({ outcome, reasons: Object.freeze([...reasons]), roots, text: accountText(nodeId, outcome, reasons, names) });
}

function compare(
  nodeId: string,
  before: string | undefined,
  after: string | undefined,
  partsOf: PartsOf,
  known: Map<string, Reason[]>,
): Reason[] {
  if (before === after) return [];
  const pair = `${before} ${after}`;
  const done = known.get(pair);
  if (done) return done;
  const reasons: Reason[] = [];
  known.set(pair, reasons);
  const [old, now] = [before, after].map((key) => (key === undefined ? undefined : partsOf(nodeId, key)));
  if (!old || !now) {
    reasons.push({ kind: before === undefined ? 'never-ran' : 'unknown' });
    return reasons;
  }
  if (old.type !== now.type) reasons.push({ kind: 'type', before: old.type, after: now.type });
  if (old.version !== now.version) reasons.push({ kind: 'version', before: old.version, after: now.version });
  if (old.model !== now.model) reasons.push({ kind: 'model', before: old.model, after: now.model });
  for (const name of new Set([...Object.keys(old.params), ...Object.keys(now.params)])) {
    const [a, b] = [old.params[name], now.params[name]];
    // A parameter that a port overrides is left out of the key; the connection says it all.
    const connected = a === undefined || b === undefined ? old.inputs[name] !== undefined || now.inputs[name] !== undefined : false;
    if (!connected && JSON.stringify(a) !== JSON.stringify(b)) reasons.push({ kind: 'parameter', name, before: a, after: b });
  }
  for (const port of new Set([...Object.keys(old.inputs), ...Object.keys(now.inputs)])) {
    const [a, b] = [old.inputs[port], now.inputs[port]];
    const [from, to] = [old.sources[port], now.sources[port]];
    if (a?.[0] === b?.[0] && a?.[1] === b?.[1]) continue;
    if (!a || !b || from !== to || a[1] !== b[1]) reasons.push({ kind: 'connection', port, before: from, after: to });
    else reasons.push({ kind: 'input', port, source: to!, because: compare(to!, a[0] ?? undefined, b[0] ?? undefined, partsOf, known) });
  }
  return reasons;
}

function rootsOf(nodeId: string, reasons: readonly Reason[]): Account['roots'] {
  const roots = new Map<string, { nodeId: string; reason: Reason }>();
  const seen = new Set<readonly Reason[]>();
  const visit = (id: string, list: readonly Reason[]): void => {
    if (seen.has(list)) return;
    seen.add(list);
    for (const reason of list) {
      if (reason.kind === 'input' && reason.because.length > 0) visit(reason.source, reason.because);
      else roots.set(`${id} ${JSON.stringify(reason)}`, { nodeId: id, reason });
    }
  };
  visit(nodeId, reasons);
  return Object.freeze([...roots.values()]);
}
