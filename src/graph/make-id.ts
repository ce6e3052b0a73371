/** Ids of nodes, wires, notes and frames that come without one: 21 characters of URLs, 126 random bits (nanoid). */
import { customRandom, urlAlphabet } from 'nanoid';

const LENGTH = 21;
/** Random bytes drawn at once. By itself nanoid asks for each id: 50 ms for a graph whose 15,000 wires have none. */
const DRAWN = LENGTH * 256;

const pool = new Uint8Array(DRAWN);
let used = DRAWN;

function random(bytes: number): Uint8Array {
  if (used + bytes > DRAWN) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  used += bytes;
  return pool.subarray(used - bytes, used);
}

export const makeId: () => string = customRandom(urlAlphabet, LENGTH, random);
