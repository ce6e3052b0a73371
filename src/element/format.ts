/** Figures as people read them: percent, bytes, times, counts. English, with a narrow no-break space before the unit sign. */

const NBSP = '\u00a0';

/** `0.8` → `80 %`. */
export const percent = (factor: number): string => `${Math.round(factor * 100)}${NBSP}%`;

/** Decimal units: `45 MB`, `1.2 GB`, `612 KB`. */
export function bytes(count: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = Math.max(0, count);
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit < 2 || value >= 9.95 ? 0 : 1;
  return `${value.toFixed(digits)}${NBSP}${units[unit]}`;
}

/** `12 of 45 MB`: both in the unit of the whole. */
export function bytesOf(loaded: number, total: number): string {
  if (total <= 0) return bytes(loaded);
  const [, unit = 'B'] = bytes(total).split(NBSP);
  const scale = 1000 ** Math.max(0, ['B', 'KB', 'MB', 'GB', 'TB'].indexOf(unit));
  const digits = unit === 'GB' || unit === 'TB' ? 1 : 0;
  return `${(loaded / scale).toFixed(digits)} of ${(total / scale).toFixed(digits)}${NBSP}${unit}`;
}

/** Milliseconds as `0.31 s`, `12 s` or `2 min 5 s`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 1) return `${seconds.toFixed(2)}${NBSP}s`;
  if (seconds < 10) return `${seconds.toFixed(1)}${NBSP}s`;
  if (seconds < 59.5) return `${Math.round(seconds)}${NBSP}s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}${NBSP}min ${whole % 60}${NBSP}s`;
}

/** `24812` → `24,812`. */
export const count = (value: number): string => value.toLocaleString('en-US');

/** A time of day as `14:05`, or the date where it was another day. */
export function moment(at: number, now = Date.now()): string {
  const date = new Date(at);
  const today = new Date(now).toDateString() === date.toDateString();
  return today
    ? date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}
