/** An explanation in words. */
import { shorten } from '../graph/json.js';
import type { ParamValue } from '../graph/types.js';
import type { Account, Reason } from './explain.js';

/** What a person calls things. */
export interface Names {
  node(id: string): string;
  port(nodeId: string, port: string): string;
  parameter(nodeId: string, name: string): string;
}

/** Characters of a value that are shown. */
const VALUE_LENGTH = 40;

const OPENING: Record<Account['outcome'], string> = {
  ran: 'Ran, because',
  failed: 'Ran and failed. It ran because',
  runs: 'Will run, because',
  cached: 'Kept its result, because',
  skipped: 'Does not run, because',
};

export function accountText(nodeId: string, outcome: Account['outcome'], reasons: readonly Reason[], names: Names): string {
  const told = reasons.map((reason) => reasonText(nodeId, reason, names)).join('; and ');
  return `${OPENING[outcome]} ${told || 'nothing had changed'}.`;
}

function reasonText(nodeId: string, reason: Reason, names: Names): string {
  switch (reason.kind) {
    case 'never-ran':
      return 'it has not run before';
    case 'parameter':
      return `${names.parameter(nodeId, reason.name)} went from ${value(reason.before)} to ${value(reason.after)}`;
    case 'input': {
      const [first, ...more] = reason.because;
      const others = more.length > 0 ? ' (and more)' : '';
      const cause = first ? `: at "${names.node(reason.source)}" ${reasonText(reason.source, first, names)}${others}` : '';
      return `its input ${names.port(nodeId, reason.port)} changed${cause}`;
    }
    case 'connection': {
      const port = names.port(nodeId, reason.port);
      if (reason.after === undefined) return `nothing is connected to ${port} any more`;
      if (reason.before === undefined) return `"${names.node(reason.after)}" is connected to ${port} now`;
      return `${port} comes from "${names.node(reason.after)}" now, not from "${names.node(reason.before)}"`;
    }
    case 'model':
      return `the model went from ${reason.before ?? 'none'} to ${reason.after ?? 'none'}`;
    case 'version':
      return `its node type is of another version (${reason.before ?? 'not registered'}, now ${reason.after ?? 'not registered'})`;
    case 'type':
      return `its type went from ${reason.before} to ${reason.after}`;
    case 'failed-before':
      return 'its last attempt did not succeed';
    case 'evicted':
      return 'its result of before had to make room for others';
    case 'unknown':
      return 'it is not known any more what its result of before was made from';
    case 'stopped':
      return reason.by === nodeId ? 'it is muted or bypassed' : `"${names.node(reason.by)}" is muted or bypassed`;
    case 'unconnected':
      return 'nothing is connected to it';
    case 'hands-on':
      return 'it only hands values on';
    case 'at-hand':
      return { shown: 'nothing had changed', memory: 'the result was still in memory', assets: 'the result is in the asset store' }[
        reason.from
      ];
  }
}

function value(given: ParamValue | undefined): string {
  return given === undefined ? 'nothing' : shorten(JSON.stringify(given), VALUE_LENGTH);
}
