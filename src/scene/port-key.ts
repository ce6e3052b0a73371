/** A port as a map key: node ids and port ids may hold any printable character, so a control character parts them. */
import type { PortRef } from '../graph/types.js';

export const portKey = (ref: PortRef, direction: 'in' | 'out'): string => `${direction}\u0000${ref[0]}\u0000${ref[1]}`;
