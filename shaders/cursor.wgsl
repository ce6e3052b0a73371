// Somebody else's pointer: an arrow with a rim, in CSS pixels from its tip. Twins: src/render/cursor.ts, `cursorDistance` and
// `shadeCursor` in src/render/pixi/glsl.ts.

const TAG_BASELINE = 29.0;

// Distance to the arrow's outline, negative inside. After Inigo Quilez, "2D distance functions", polygon.
fn cursor_distance(p: vec2f) -> f32 {
  var corners = array<vec2f, 4>(vec2f(0.0, 0.0), vec2f(14.5, 5.5), vec2f(7.6, 8.2), vec2f(4.6, 15.0));
  var nearest = dot(p, p);
  var inside = 1.0;
  for (var i = 0; i < 4; i += 1) {
    let a = corners[i];
    let b = corners[(i + 3) & 3];
    let edge = b - a;
    let w = p - a;
    let off = w - edge * clamp(dot(w, edge) / dot(edge, edge), 0.0, 1.0);
    nearest = min(nearest, dot(off, off));
    let above = vec3<bool>(p.y >= a.y, (p.y < b.y), (edge.x * w.y > edge.y * w.x));
    if (all(above) || !any(above)) { inside = -inside; }
  }
  return inside * sqrt(nearest) - 0.9;
}

fn shade_cursor(p: vec2f, color: vec4f, rim: vec4f) -> vec4f {
  let d = cursor_distance(p / frame.dpr) * frame.dpr;
  return over(color * coverage(d), rim * coverage(d - 1.5 * frame.dpr) * color.a);
}
