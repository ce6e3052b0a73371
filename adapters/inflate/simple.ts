/** Whether curves keep clear of themselves and of one another: what a triangulation needs of its border. */

/** No two segments cross or touch, apart from neighbours at their common point. Quick when the points are about evenly spaced. */
export function isSimple(loops: readonly Float64Array[]): boolean {
  const segments: Segment[] = [];
  let longest = 1e-9;
  loops.forEach((points, loop) => {
    const n = points.length;
    for (let i = 0; i < n; i += 2) {
      const [ax, ay, bx, by] = [points[i]!, points[i + 1]!, points[(i + 2) % n]!, points[(i + 3) % n]!];
      segments.push({ ax, ay, bx, by, loop, index: i / 2, count: n / 2 });
      longest = Math.max(longest, Math.hypot(bx - ax, by - ay));
    }
  });
  const buckets = new Map<number, Segment[]>();
  for (const segment of segments) {
    const cx = Math.floor((segment.ax + segment.bx) / 2 / longest);
    const cy = Math.floor((segment.ay + segment.by) / 2 / longest);
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        for (const other of buckets.get(bucketKey(cx + dx, cy + dy)) ?? [])
          if (!areNeighbours(segment, other) && cross(segment, other)) return false;
      }
    }
    const key = bucketKey(cx, cy);
    const bucket = buckets.get(key);
    if (bucket) bucket.push(segment);
    else buckets.set(key, [segment]);
  }
  return true;
}

interface Segment {
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
  readonly loop: number;
  readonly index: number;
  readonly count: number;
}

const bucketKey = (x: number, y: number) => (x + 0x8000) * 0x10000 + y + 0x8000;

function areNeighbours(a: Segment, b: Segment): boolean {
  return a.loop === b.loop && ((a.index + 1) % a.count === b.index || (b.index + 1) % a.count === a.index);
}

function cross(s: Segment, t: Segment): boolean {
  const a = side(t, s.ax, s.ay);
  const b = side(t, s.bx, s.by);
  const c = side(s, t.ax, t.ay);
  const d = side(s, t.bx, t.by);
  return a * b <= 0 && c * d <= 0;
}

const side = (s: Segment, x: number, y: number) => (s.bx - s.ax) * (y - s.ay) - (s.by - s.ay) * (x - s.ax);
