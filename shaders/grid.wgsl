// The dots of the ground, a triangle each; the ground itself is the colour that the frame is cleared to. So the pixels between them
// cost nothing, and they are nearly all. Two levels, the finer one fading in with the zoom: the coarse one is every second dot of it.

// Radius of a dot, CSS pixels.
const DOT = 0.95;

struct DotOut {
  @builtin(position) position: vec4f,
  // From the dot's middle.
  @location(0) p: vec2f,
  @location(1) @interpolate(flat) strength: f32,
}

@vertex
fn grid_vertex(@builtin(vertex_index) vertex: u32) -> DotOut {
  let dot = vertex / 3u;
  let columns = u32(frame.atlas.z);
  let cell = vec2u(dot % columns, dot / columns);
  // Dots sit on pixel corners: four equal pixels at a ratio of 1, a clean disc above.
  let centre = whole(vec2f(cell) * frame.grid.z + frame.grid.xy);
  // A right angle around the square of the pixels that the disc touches, whose middles lie within a radius and a half.
  let corner = vec2f(f32(vertex % 3u == 1u), f32(vertex % 3u == 2u));
  var out: DotOut;
  out.p = (corner * 4.0 - 1.0) * ceil(DOT * frame.dpr);
  out.position = to_clip(centre + out.p);
  out.strength = select(frame.grid.w, 1.0, ((cell.x | cell.y) & 1u) == 0u);
  return out;
}

@fragment
fn grid_fragment(in: DotOut) -> @location(0) vec4f {
  return ink(1u, in.strength * coverage(length(in.p) - DOT * frame.dpr));
}
