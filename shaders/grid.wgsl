// The ground and its dots: one triangle over the whole view. Two levels, the finer one fading in with the zoom.

@vertex
fn grid_vertex(@builtin(vertex_index) index: u32) -> @builtin(position) vec4f {
  return vec4f(f32((index << 1u) & 2u) * 2.0 - 1.0, f32(index & 2u) * 2.0 - 1.0, 0.0, 1.0);
}

// Dots sit on pixel corners: four equal pixels at a ratio of 1, a clean disc above.
fn dots(position: vec2f, spacing: f32) -> f32 {
  let nearest = whole((position - frame.grid.xy) / spacing);
  let centre = whole(nearest * spacing + frame.grid.xy);
  return coverage(length(position - centre) - 0.95 * frame.dpr);
}

@fragment
fn grid_fragment(@builtin(position) position: vec4f) -> @location(0) vec4f {
  let coarse = dots(position.xy, frame.grid.z * 2.0);
  let fine = dots(position.xy, frame.grid.z) * frame.grid.w;
  return over(ink(1u, max(coarse, fine)), vec4f(frame.palette[0].rgb, 1.0));
}
