/** Slots of a file as ports of ours: ids, types and titles. */
import type { PortInfo } from '../../src/graph/types.js';
import type { RawSlot } from './file.js';
import { isSafeName } from './json.js';

export const ANY = 'any';

const TYPES: Readonly<Record<string, string>> = {
  IMAGE: 'image',
  STRING: 'string',
  INT: 'number',
  FLOAT: 'number',
  NUMBER: 'number',
  MESH: 'mesh',
  COMBO: ANY,
};

/** The port type of a slot type. Types that are unions or name nothing are `any`; those of ComfyUI alone keep their names. */
export function portType(type: string): string {
  if (Object.hasOwn(TYPES, type)) return TYPES[type]!;
  return /^[A-Za-z][\w. :-]*$/.test(type) && isSafeName(type) ? type : ANY;
}

/** Back again, for slots that are made anew. */
export function slotType(type: string): string {
  const found = Object.entries(TYPES).find(([, ours]) => ours === type);
  if (type === ANY) return '*';
  return type === 'number' ? 'FLOAT' : (found?.[0] ?? type);
}

/** Port ids by slot: the slot's name where that tells it from the others, its place otherwise. */
export function portIds(slots: readonly RawSlot[], direction: 'in' | 'out'): string[] {
  const counts = new Map<string, number>();
  for (const { name } of slots) counts.set(name, (counts.get(name) ?? 0) + 1);
  return slots.map(({ name, index }) =>
    isSafeName(name) && counts.get(name) === 1 && !/^(in|out)-\d+$/.test(name) ? name : `${direction}-${index}`,
  );
}

export function portsOf(slots: readonly RawSlot[], direction: 'in' | 'out'): PortInfo[] {
  const ids = portIds(slots, direction);
  return slots.map(({ label, type, index }) => {
    const id = ids[index]!;
    const title = label.slice(0, 200);
    return { id, type: portType(type), ...(title && title !== id ? { title } : {}) };
  });
}
