// Wires: one instance per edge, a ribbon along a cubic Bézier, anti-aliased across its width.
// Reads node rectangles from `nodes`, so a dragged node takes its wires along with no work on the CPU.
// In: rows of both ends; slots, colour and state packed. Twin of src/scene/wire.ts.

struct WireOut {
  @builtin(position) position: vec4f,
  // Signed distance from the middle line.
  @location(0) across: f32,
  @location(1) @interpolate(flat) half_width: f32,
  @location(2) @interpolate(flat) look: vec2u,
}

// From the node's corner to its port, canvas units. Twin of src/scene/slots.ts.
fn port_offset(slot: u32, size: vec2f, side: f32) -> vec2f {
  if (slot == 255u) { return size * 0.5; }
  if (slot == 254u) { return size * vec2f(side, 0.5); }
  return vec2f(size.x * side, 72.0 + 24.0 * f32(slot));
}

@vertex
fn wire_vertex(@builtin(vertex_index) index: u32, @location(0) edge: vec4u) -> WireOut {
  let slots = vec2u(edge.z & 255u, (edge.z >> 8u) & 255u);
  let state = edge.z >> 24u;
  let a = node_corner(edge.x) + port_offset(slots.x, nodes[edge.x].zw, 1.0) * frame.scale;
  let d = node_corner(edge.y) + port_offset(slots.y, nodes[edge.y].zw, 0.0) * frame.scale;

  let span = abs(d - a);
  let handle = max(span.x * 0.5, min(56.0 * frame.scale, 0.35 * span.y + 0.15 * span.x));
  let b = a + vec2f(handle, 0.0);
  let c = d - vec2f(handle, 0.0);

  // Closer steps towards the ends, where a backward wire turns.
  let linear = f32(index / 2u) / frame.segments;
  let t = mix(linear, linear * linear * (3.0 - 2.0 * linear), 0.5);
  let s = 1.0 - t;
  let middle = a * (s * s * s) + b * (3.0 * s * s * t) + c * (3.0 * s * t * t) + d * (t * t * t);
  var along = (b - a) * (s * s) + (c - b) * (2.0 * s * t) + (d - c) * (t * t);
  if (dot(along, along) < 1e-6) { along = vec2f(1.0, 0.0); }
  let normal = normalize(vec2f(-along.y, along.x));

  let units = select(2.4, 3.6, state > 0u);
  let half_width = max(units * frame.scale, 1.0) * 0.5;
  let side = (f32(index & 1u) * 2.0 - 1.0) * (half_width + 1.0);

  var out: WireOut;
  out.position = to_clip(middle + normal * side);
  out.across = side;
  out.half_width = half_width;
  out.look = vec2u((edge.z >> 16u) & 255u, state);
  return out;
}

@fragment
fn wire_fragment(in: WireOut) -> @location(0) vec4f {
  // Under one pixel the line keeps a pixel's width and pales instead.
  let thin = min(1.0, 2.4 * frame.scale);
  let shape = clamp(in.half_width + 0.5 - abs(in.across), 0.0, 1.0);
  let color = ink(in.look.x, shape * thin);
  return select(color, vec4f(mix(color.rgb, vec3f(color.a), 0.25), color.a), in.look.y == 2u);
}
