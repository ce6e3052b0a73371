// Wires: for each edge a ribbon along a cubic Bézier, anti-aliased across its width.
// Reads node rectangles from `nodes`, so a dragged node takes its wires along with no work on the CPU.
// In: rows of both ends; slots, colour and state packed; pieces of the ribbon and whether it flows. Twins: src/scene/wire.ts, the
// functions of the same names in src/render/pixi/glsl.ts; the number of pieces comes from src/render/wire-ribbons.ts.

const FLOWS = 256u;
// Numbers of vertices that each wire has to itself.
const WIRE_VERTICES = 256u;

@group(1) @binding(0) var<storage, read> wires: array<vec4u>;

struct WireOut {
  @builtin(position) position: vec4f,
  // Signed distance from the middle line, and distance along it from the output (flowing wires only).
  @location(0) across: f32,
  @location(1) along: f32,
  @location(2) @interpolate(flat) half_width: f32,
  // Palette index, state in the eight bits above 16, and FLOWS in those above that.
  @location(3) @interpolate(flat) look: u32,
}

// From the node's corner to its port, canvas units. Twin of src/scene/slots.ts.
fn port_offset(slot: u32, size: vec2f, side: f32) -> vec2f {
  if (slot == 255u) { return size * 0.5; }
  if (slot == 254u) { return size * vec2f(side, 0.5); }
  return vec2f(size.x * side, 72.0 + 24.0 * f32(slot));
}

// From output to input, and the length of both level handles.
struct Curve {
  span: vec2f,
  handle: f32,
}

fn curve_point(c: Curve, t: f32) -> vec2f {
  let s = 1.0 - t;
  return c.span * (t * t * (3.0 * s + t)) + vec2f(3.0 * s * t * (s - t) * c.handle, 0.0);
}
fn curve_velocity(c: Curve, t: f32) -> vec2f {
  let s = 1.0 - t;
  return vec2f(3.0 * c.handle * (s * s - 4.0 * s * t + t * t) + 6.0 * s * t * c.span.x, 6.0 * s * t * c.span.y);
}
fn curve_acceleration(c: Curve, t: f32) -> vec2f {
  return 6.0 * (1.0 - 2.0 * t) * vec2f(c.span.x - 3.0 * c.handle, c.span.y);
}

// Where the first half of the curve turns hardest, and how long it takes to: the time at which it is slowest, by Newton's method on
// the square of its speed, and speed over acceleration there.
fn curve_turn(c: Curve) -> vec2f {
  var t = 0.0;
  for (var i = 0; i < 3; i += 1) {
    let a = curve_acceleration(c, t);
    t = clamp(t - dot(curve_velocity(c, t), a) / max(dot(a, a), 1e-9), 0.0, 0.499);
  }
  let v = curve_velocity(c, t);
  let a = curve_acceleration(c, t);
  return vec2f(t, clamp(abs(v.x * a.y - v.y * a.x) / max(dot(a, a), 1e-9), 1e-5, 0.5));
}

// Time and its measure along which equal steps stray equally from the curve: chords miss by the acceleration across, so steps go with
// the inverse fourth root of delay² + lasting², whose integral is near the inverse of m/4 · sqrt(m² + 16 lasting).
fn step_at(delay: f32, lasting: f32) -> f32 {
  return sign(delay) * sqrt(max(0.0, sqrt(64.0 * lasting * lasting + 16.0 * delay * delay) - 8.0 * lasting));
}
fn delay_at(step: f32, lasting: f32) -> f32 {
  return step * 0.25 * sqrt(step * step + 16.0 * lasting);
}

// Time of the ribbon's joint at `share` of all joints. The curve is the same backwards, so one half is enough. A quarter of the joints
// at least lies in the turn: a hairpin finer than the wire is wide still needs its outer edge round.
fn curve_sample(turn: vec2f, share: f32) -> f32 {
  let lasting = turn.y;
  let before = step_at(turn.x, lasting);
  let behind = step_at(0.5 - turn.x, lasting);
  let reach = 2.53 * sqrt(lasting);
  let near_before = min(reach, before);
  let near_behind = min(reach, behind);
  let near = near_before + near_behind;
  let rest = before + behind - near;
  var near_share = 1.0;
  var before_share = 0.0;
  if (rest > 1e-5) {
    near_share = max(near / (before + behind), 0.25);
    before_share = (before - near_before) / rest * (1.0 - near_share);
  }
  let m = 1.0 - abs(share * 2.0 - 1.0);
  var step: f32;
  if (m < before_share) { step = (before - near_before) * m / before_share - before; }
  else if (m < before_share + near_share) { step = near * (m - before_share) / near_share - near_before; }
  else { step = near_behind + (behind - near_behind) * (m - before_share - near_share) / max(1e-5, 1.0 - before_share - near_share); }
  let t = clamp(turn.x + delay_at(step, lasting), 0.0, 0.5);
  return select(1.0 - t, t, share <= 0.5);
}

// Length of the curve up to `t`: Simpson's rule in sixteen steps.
fn curve_length(c: Curve, t: f32) -> f32 {
  var sum = length(curve_velocity(c, 0.0)) + length(curve_velocity(c, t));
  for (var i = 1; i < 16; i += 1) { sum += length(curve_velocity(c, t * f32(i) / 16.0)) * select(2.0, 4.0, (i & 1) == 1); }
  return sum * t / 48.0;
}

@vertex
fn wire_vertex(@builtin(vertex_index) vertex: u32) -> WireOut {
  let edge = wires[vertex / WIRE_VERTICES];
  let index = vertex % WIRE_VERTICES;
  let slots = vec2u(edge.z & 255u, (edge.z >> 8u) & 255u);
  let state = edge.z >> 24u;
  let segments = edge.w & 255u;
  let flows = edge.w & FLOWS;
  let start = node_corner(edge.x) + port_offset(slots.x, nodes[edge.x].zw, 1.0) * frame.scale;
  let end = node_corner(edge.y) + port_offset(slots.y, nodes[edge.y].zw, 0.0) * frame.scale;
  let size = abs(end - start);
  let curve = Curve(end - start, max(size.x * 0.5, min(56.0 * frame.scale, 0.35 * size.y + 0.15 * size.x)));

  var t = f32(index / 2u);
  var along = curve.span;
  if (segments > 1u) {
    t = curve_sample(curve_turn(curve), t / f32(segments));
    along = curve_velocity(curve, t);
  }
  if (dot(along, along) < 1e-6) { along = vec2f(1.0, 0.0); }
  let normal = normalize(vec2f(-along.y, along.x));

  var half_width = max(select(2.4, 3.6, state > 0u || flows > 0u) * frame.scale, 1.0) * 0.5;
  if (flows > 0u) { half_width = max(half_width, 0.8 * frame.dpr); }
  let side = (f32(index & 1u) * 2.0 - 1.0) * (half_width + 0.5);

  var out: WireOut;
  out.position = to_clip(start + curve_point(curve, t) + normal * side);
  out.across = side;
  if (flows > 0u) { out.along = curve_length(curve, t); }
  out.half_width = half_width;
  out.look = ((edge.z >> 16u) & 255u) | (state << 16u) | (flows << 16u);
  return out;
}

@fragment
fn wire_fragment(in: WireOut) -> @location(0) vec4f {
  let state = (in.look >> 16u) & 255u;
  var shape = clamp(in.half_width + 0.5 - abs(in.across), 0.0, 1.0);
  if ((in.look >> 24u) > 0u) {
    // Dashes that wander towards the input, the gaps between them pale.
    let period = max(26.0 * frame.scale, 14.0 * frame.dpr);
    let dash = coverage((abs(fract(in.along / period - frame.flow) - 0.5) - 0.29) * period);
    shape *= mix(0.3, 1.0, dash);
  } else {
    // Under one pixel the line keeps a pixel's width and pales instead; where many lie over each other they pale too.
    shape *= min(1.0, 2.4 * frame.scale);
    if (state == 0u) { shape *= frame.atlas.y; }
  }
  let color = ink(in.look & 255u, shape);
  return select(color, vec4f(mix(color.rgb, vec3f(color.a), 0.25), color.a), state == 2u);
}
