// Ports: shape and colour say the type, a gap in the surface's colour parts them from edge and wire.
// Shapes: 0 circle, 1 square, 2 triangle, 3 diamond, 4 hexagon, 5 ring.

fn port_distance(p: vec2f, size: f32, shape: u32) -> f32 {
  switch shape {
    case 1u: { return rounded_box(p, vec2f(size * 0.94), size * 0.22); }
    case 2u: {
      // Points along the wire, to the right.
      let edge = dot(vec2f(p.x, abs(p.y)), vec2f(0.5, 0.866)) - size * 0.55;
      return max(edge, -p.x - size * 0.9);
    }
    case 3u: { return (abs(p.x) + abs(p.y) - size * 1.2) * 0.7071; }
    case 4u: { return max(abs(p.x) * 0.866 + abs(p.y) * 0.5, abs(p.y)) - size; }
    default: { return length(p) - size; }
  }
}

fn shade_port(p: vec2f, size: f32, shape: u32, color: vec4f, gap: vec4f) -> vec4f {
  let d = port_distance(p, size, shape);
  let around = gap * coverage(d - 1.8 * frame.scale) * color.a;
  if (shape == 5u) {
    let line = max(1.0, 1.8 * frame.scale);
    return over(color * (coverage(d) - coverage(d + line)), around);
  }
  return over(color * coverage(d), around);
}
