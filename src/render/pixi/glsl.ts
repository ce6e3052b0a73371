/**
 * GLSL twins of shaders/*.wgsl, function by function and in the same order: a change there is made here too, and the tests compare
 * the pixels of both; so it is one long file. Differences: node rectangles come from a float texture (WebGL has no storage buffers),
 * thumbnails from atlas pages without mip levels, sampled four times a pixel instead, and the grid's dots from one triangle over the
 * whole view instead of an instance each.
 */
const COMMON = /* glsl */ `
precision highp float;
precision highp int;
precision highp sampler2D;
uniform vec4 uFrame[4];
uniform vec4 uPalette[64];
#define VIEWPORT uFrame[0].xy
#define CAMERA uFrame[0].zw
#define SCALE uFrame[1].x
#define DPR uFrame[1].y
#define FLOW uFrame[1].z
#define GAMMA uFrame[1].w
#define GRID uFrame[2]
#define ATLAS uFrame[3]
const float SHADOW_END = 2.236068;

float roundedBox(vec2 p, vec2 halfSize, float radius) {
  float r = min(radius, min(halfSize.x, halfSize.y));
  vec2 q = abs(p) - halfSize + r;
  return length(max(q, vec2(0.0))) + min(max(q.x, q.y), 0.0) - r;
}
float coverage(float d) { return clamp(0.5 - d, 0.0, 1.0); }
vec4 ink(uint index, float alpha) {
  vec4 color = uPalette[index];
  float a = color.a * alpha;
  return vec4(color.rgb * a, a);
}
vec4 over(vec4 top, vec4 bottom) { return top + bottom * (1.0 - top.a); }
`;

const NODES = /* glsl */ `
uniform sampler2D uNodes;
vec4 nodeRect(uint row) { return texelFetch(uNodes, ivec2(int(row & 255u), int(row >> 8u)), 0); }
vec2 nodeCorner(uint row) { return floor((nodeRect(row).xy - CAMERA) * SCALE + 0.5); }
vec4 toClip(vec2 position) { return vec4(position.x / VIEWPORT.x * 2.0 - 1.0, 1.0 - position.y / VIEWPORT.y * 2.0, 0.0, 1.0); }
`;

export const GRID_VERTEX = /* glsl */ `#version 300 es
${COMMON}
in float aIndex;
void main() {
  int index = int(aIndex);
  gl_Position = vec4(float((index << 1) & 2) * 2.0 - 1.0, float(index & 2) * 2.0 - 1.0, 0.0, 1.0);
}`;
export const GRID_FRAGMENT = /* glsl */ `#version 300 es
${COMMON}
out vec4 finalColor;
float dots(vec2 position, float spacing) {
  vec2 nearest = floor((position - GRID.xy) / spacing + 0.5);
  vec2 centre = floor(nearest * spacing + GRID.xy + 0.5);
  return coverage(length(position - centre) - 0.95 * DPR);
}
void main() {
  vec2 position = vec2(gl_FragCoord.x, VIEWPORT.y - gl_FragCoord.y);
  float coarse = dots(position, GRID.z * 2.0);
  float fine = dots(position, GRID.z) * GRID.w;
  finalColor = over(ink(1u, max(coarse, fine)), vec4(uPalette[0].rgb, 1.0));
}`;

export const WIRE_VERTEX = /* glsl */ `#version 300 es
${COMMON}
${NODES}
in uvec4 aEdge;
out float vAcross;
out float vAlong;
flat out float vHalfWidth;
flat out uvec3 vLook;
vec2 portOffset(uint slot, vec2 size, float side) {
  if (slot == 255u) return size * 0.5;
  if (slot == 254u) return size * vec2(side, 0.5);
  return vec2(size.x * side, 72.0 + 24.0 * float(slot));
}
struct Curve { vec2 span; float handle; };
vec2 curvePoint(Curve c, float t) {
  float s = 1.0 - t;
  return c.span * (t * t * (3.0 * s + t)) + vec2(3.0 * s * t * (s - t) * c.handle, 0.0);
}
vec2 curveVelocity(Curve c, float t) {
  float s = 1.0 - t;
  return vec2(3.0 * c.handle * (s * s - 4.0 * s * t + t * t) + 6.0 * s * t * c.span.x, 6.0 * s * t * c.span.y);
}
vec2 curveAcceleration(Curve c, float t) { return 6.0 * (1.0 - 2.0 * t) * vec2(c.span.x - 3.0 * c.handle, c.span.y); }
vec2 curveTurn(Curve c) {
  float t = 0.0;
  for (int i = 0; i < 3; i++) {
    vec2 a = curveAcceleration(c, t);
    t = clamp(t - dot(curveVelocity(c, t), a) / max(dot(a, a), 1e-9), 0.0, 0.499);
  }
  vec2 v = curveVelocity(c, t);
  vec2 a = curveAcceleration(c, t);
  return vec2(t, clamp(abs(v.x * a.y - v.y * a.x) / max(dot(a, a), 1e-9), 1e-5, 0.5));
}
float stepAt(float delay, float lasting) {
  return sign(delay) * sqrt(max(0.0, sqrt(64.0 * lasting * lasting + 16.0 * delay * delay) - 8.0 * lasting));
}
float delayAt(float step, float lasting) { return step * 0.25 * sqrt(step * step + 16.0 * lasting); }
float curveSample(vec2 turn, float share) {
  float lasting = turn.y;
  float before = stepAt(turn.x, lasting);
  float behind = stepAt(0.5 - turn.x, lasting);
  float reach = 2.53 * sqrt(lasting);
  float nearBefore = min(reach, before);
  float nearBehind = min(reach, behind);
  float near = nearBefore + nearBehind;
  float rest = before + behind - near;
  float nearShare = 1.0;
  float beforeShare = 0.0;
  if (rest > 1e-5) {
    nearShare = max(near / (before + behind), 0.25);
    beforeShare = (before - nearBefore) / rest * (1.0 - nearShare);
  }
  float m = 1.0 - abs(share * 2.0 - 1.0);
  float step;
  if (m < beforeShare) step = (before - nearBefore) * m / beforeShare - before;
  else if (m < beforeShare + nearShare) step = near * (m - beforeShare) / nearShare - nearBefore;
  else step = nearBehind + (behind - nearBehind) * (m - beforeShare - nearShare) / max(1e-5, 1.0 - beforeShare - nearShare);
  float t = clamp(turn.x + delayAt(step, lasting), 0.0, 0.5);
  return share <= 0.5 ? t : 1.0 - t;
}
float curveLength(Curve c, float t) {
  float sum = length(curveVelocity(c, 0.0)) + length(curveVelocity(c, t));
  for (int i = 1; i < 16; i++) sum += length(curveVelocity(c, t * float(i) / 16.0)) * ((i & 1) == 1 ? 4.0 : 2.0);
  return sum * t / 48.0;
}
void main() {
  int index = gl_VertexID;
  uint state = aEdge.z >> 24u;
  uint segments = aEdge.w & 255u;
  uint flows = aEdge.w & 256u;
  vec2 start = nodeCorner(aEdge.x) + portOffset(aEdge.z & 255u, nodeRect(aEdge.x).zw, 1.0) * SCALE;
  vec2 end = nodeCorner(aEdge.y) + portOffset((aEdge.z >> 8u) & 255u, nodeRect(aEdge.y).zw, 0.0) * SCALE;
  vec2 size = abs(end - start);
  Curve curve = Curve(end - start, max(size.x * 0.5, min(56.0 * SCALE, 0.35 * size.y + 0.15 * size.x)));
  float t = float(index / 2);
  vec2 along = curve.span;
  if (segments > 1u) {
    t = curveSample(curveTurn(curve), t / float(segments));
    along = curveVelocity(curve, t);
  }
  if (dot(along, along) < 1e-6) along = vec2(1.0, 0.0);
  vec2 normal = normalize(vec2(-along.y, along.x));
  float halfWidth = max((state > 0u || flows > 0u ? 3.6 : 2.4) * SCALE, 1.0) * 0.5;
  if (flows > 0u) halfWidth = max(halfWidth, 0.8 * DPR);
  float side = (float(index & 1) * 2.0 - 1.0) * (halfWidth + 1.0);
  gl_Position = toClip(start + curvePoint(curve, t) + normal * side);
  vAcross = side;
  vAlong = flows > 0u ? curveLength(curve, t) : 0.0;
  vHalfWidth = halfWidth;
  vLook = uvec3((aEdge.z >> 16u) & 255u, state, flows);
}`;
export const WIRE_FRAGMENT = /* glsl */ `#version 300 es
${COMMON}
in float vAcross;
in float vAlong;
flat in float vHalfWidth;
flat in uvec3 vLook;
out vec4 finalColor;
void main() {
  float shape = clamp(vHalfWidth + 0.5 - abs(vAcross), 0.0, 1.0);
  if (vLook.z > 0u) {
    float period = max(26.0 * SCALE, 14.0 * DPR);
    float dash = coverage((abs(fract(vAlong / period - FLOW) - 0.5) - 0.29) * period);
    shape *= mix(0.3, 1.0, dash);
  } else {
    shape *= min(1.0, 2.4 * SCALE);
    if (vLook.y == 0u) shape *= ATLAS.y;
  }
  vec4 color = ink(vLook.x, shape);
  finalColor = vLook.y == 2u ? vec4(mix(color.rgb, vec3(color.a), 0.25), color.a) : color;
}`;

export const QUAD_VERTEX = /* glsl */ `#version 300 es
${COMMON}
${NODES}
struct Guide { vec2 position; vec2 p; vec2 size; };
Guide guideCorner(vec4 area, vec4 params, vec2 corner) {
  vec2 start = area.xy * SCALE;
  vec2 reach = area.zw * SCALE;
  float size = length(reach);
  vec2 along = size > 0.0001 ? reach / size : vec2(1.0, 0.0);
  float halfWidth = max(1.0, params.x * DPR) * 0.5;
  bool upright = area.w != 0.0 && area.z == 0.0;
  bool level = area.z != 0.0 && area.w == 0.0;
  if (upright || level) {
    halfWidth = floor(halfWidth * 2.0 + 0.5) * 0.5;
    vec2 snapped = floor(start - halfWidth + 0.5) + halfWidth;
    if (upright) start.x = snapped.x;
    else start.y = snapped.y;
  }
  float pad = halfWidth + 1.0;
  vec2 p = vec2(mix(-pad, size + pad, corner.x), mix(-pad, pad, corner.y));
  return Guide(start + along * p.x + vec2(-along.y, along.x) * p.y, p, vec2(size, halfWidth));
}
const float TAG_BASELINE = 29.0;
vec2 pinnedOffset(uint word) { return vec2(ivec2(int(word << 16u) >> 16, int(word) >> 16)) / 16.0; }
in vec4 aArea;
in vec4 aParams;
in uvec4 aInfo;
out vec2 vP;
out vec2 vUv;
flat out vec2 vHalf;
flat out vec4 vParams;
flat out uvec4 vInfo;
flat out vec2 vPerPixel;
void main() {
  uint kind = aInfo.y & 255u;
  bool pinned = (aInfo.y & 65536u) != 0u;
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  vParams = aParams;
  vInfo = aInfo;
  if (kind == 9u) {
    Guide guide = guideCorner(aArea, aParams, corner);
    gl_Position = toClip(nodeCorner(aInfo.x) + guide.position);
    vP = guide.p;
    vHalf = guide.size;
    vPerPixel = vec2(0.0);
    vUv = vec2(0.0);
    return;
  }
  vec2 low = aArea.xy * SCALE;
  vec2 high = (aArea.xy + aArea.zw) * SCALE;
  if (pinned) {
    low = floor(low + 0.5) + pinnedOffset(aInfo.w) * DPR;
    high = low + aArea.zw * DPR;
  }
  float pad = 1.0;
  if (kind == 6u || kind == 7u) {
    float base = pinned ? TAG_BASELINE * DPR : uintBitsToFloat(aInfo.w) * SCALE;
    vec2 shift = vec2(0.0, floor(base + 0.5) - base);
    low += shift;
    high += shift;
    pad = 0.0;
  } else if (kind != 5u && kind != 10u) {
    if (kind == 0u) {
      vec2 grow = max(vec2(0.0), aParams.w * DPR - (high - low)) * 0.5;
      low -= grow;
      high += grow;
    }
    low = floor(low + 0.5);
    high = max(floor(high + 0.5), low + 1.0);
    if (kind == 1u) pad = SHADOW_END * max(0.5, aParams.w * SCALE) + float(aInfo.w & 65535u) / 256.0 * SCALE;
  }
  vec2 local = mix(low - pad, high + pad, corner);
  vec2 size = high - low;
  vec2 uvLow = aParams.xy;
  vec2 uvHigh = aParams.zw;
  if (kind == 8u) { uvLow = vec2(0.0); uvHigh = aParams.xy; }
  gl_Position = toClip(nodeCorner(aInfo.x) + local);
  vP = local - (low + high) * 0.5;
  vHalf = size * 0.5;
  vPerPixel = (uvHigh - uvLow) / size;
  vUv = (uvLow + uvHigh) * 0.5 + vP * vPerPixel;
}`;

export const QUAD_FRAGMENT = /* glsl */ `#version 300 es
${COMMON}
uniform sampler2D uGlyphs;
uniform sampler2D uEmoji;
uniform sampler2D uLarge;
uniform sampler2D uMedium;
uniform sampler2D uSmall;
uniform sampler2D uFocused;
in vec2 vP;
in vec2 vUv;
flat in vec2 vHalf;
flat in vec4 vParams;
flat in uvec4 vInfo;
flat in vec2 vPerPixel;
out vec4 finalColor;

vec4 shadeBox(vec2 p, vec2 halfSize, float radius, float border, vec4 fill, vec4 edge) {
  float d = roundedBox(p, halfSize, radius);
  float outer = coverage(d);
  float inner = border > 0.0 ? coverage(d + border) : outer;
  return fill * inner + edge * max(0.0, outer - inner);
}
vec4 shadeRaised(vec2 p, vec2 halfSize, float radius, float blur, uint shadow, vec4 box) {
  if (box.a >= 1.0) return box;
  float sigma = max(0.5, blur * SCALE);
  vec2 below = p - vec2(0.0, float(shadow & 65535u) / 256.0 * SCALE);
  float d = roundedBox(below, halfSize, radius + sigma) / sigma;
  return over(box, ink(12u, float(shadow >> 16u) / 255.0) * (1.0 - smoothstep(-SHADOW_END, SHADOW_END, d)));
}
float alongOutline(vec2 p, vec2 halfSize) {
  vec2 q = p / max(abs(p.x) / halfSize.x, abs(p.y) / halfSize.y);
  float w = halfSize.x;
  float h = halfSize.y;
  float len = 0.0;
  if (q.y <= -h + 0.01 && q.x >= 0.0) len = q.x;
  else if (q.x >= w - 0.01) len = w + q.y + h;
  else if (q.y >= h - 0.01) len = w + 2.0 * h + w - q.x;
  else if (q.x <= -w + 0.01) len = 3.0 * w + 2.0 * h + h - q.y;
  else len = 3.0 * w + 4.0 * h + q.x + w;
  return len / (4.0 * (w + h));
}
vec4 shadeArc(vec2 p, vec2 halfSize, float radius, float line, float fraction, vec4 color) {
  float d = roundedBox(p, halfSize, radius);
  float onLine = coverage(d) - coverage(d + line);
  float perimeter = 4.0 * (halfSize.x + halfSize.y);
  float here = coverage((alongOutline(p, halfSize) - fraction) * perimeter);
  return color * max(0.0, onLine) * here;
}
vec4 shadeStripes(vec2 p, vec2 halfSize, float radius, vec4 color) {
  float period = max(8.0 * SCALE, 5.0 * DPR);
  float phase = fract((p.x + p.y) / period) * period;
  float stripe = coverage(abs(phase - period * 0.5) - period * 0.22);
  return color * stripe * coverage(roundedBox(p, halfSize, radius));
}
vec4 shadeChecker(vec2 p, vec2 halfSize, float radius, vec4 color) {
  vec2 cell = floor((p + halfSize) / max(2.0, 9.0 * SCALE));
  int odd = (int(cell.x) + int(cell.y)) & 1;
  return color * float(odd) * coverage(roundedBox(p, halfSize, radius));
}
float portDistance(vec2 p, float size, uint shape) {
  if (shape == 1u) return roundedBox(p, vec2(size * 0.94), size * 0.22);
  if (shape == 2u) return max(dot(vec2(p.x, abs(p.y)), vec2(0.5, 0.866)) - size * 0.55, -p.x - size * 0.9);
  if (shape == 3u) return (abs(p.x) + abs(p.y) - size * 1.2) * 0.7071;
  if (shape == 4u) return max(abs(p.x) * 0.866 + abs(p.y) * 0.5, abs(p.y)) - size;
  return length(p) - size;
}
vec4 shadePort(vec2 p, float size, uint shape, vec4 color, vec4 gap) {
  float d = portDistance(p, size, shape);
  vec4 around = gap * coverage(d - 1.8 * SCALE) * color.a;
  if (shape == 5u) {
    float line = max(1.0, 1.8 * SCALE);
    return over(color * (coverage(d) - coverage(d + line)), around);
  }
  return over(color * coverage(d), around);
}
float fieldCoverage(vec2 texel, float reach) {
  float d = (texture(uGlyphs, texel / vec2(textureSize(uGlyphs, 0))).r - 0.5) * reach;
  return clamp(d * 2.0 + 0.5, 0.0, 1.0);
}
vec4 shadeGlyph(vec2 texel, vec2 perPixel, vec4 color) {
  float reach = ATLAS.x / perPixel.x;
  vec2 o = perPixel * 0.25;
  float sum = fieldCoverage(texel + vec2(-o.x, -o.y), reach) + fieldCoverage(texel + vec2(o.x, -o.y), reach)
    + fieldCoverage(texel + vec2(-o.x, o.y), reach) + fieldCoverage(texel + o, reach);
  return color * pow(sum * 0.25, GAMMA);
}
vec4 emojiTexel(vec2 texel) { return texture(uEmoji, texel / vec2(textureSize(uEmoji, 0))); }
vec4 shadeColorGlyph(vec2 texel, vec2 perPixel) {
  vec2 o = perPixel * 0.25;
  vec4 sum = emojiTexel(texel + vec2(-o.x, -o.y)) + emojiTexel(texel + vec2(o.x, -o.y))
    + emojiTexel(texel + vec2(-o.x, o.y)) + emojiTexel(texel + o);
  return sum * 0.25;
}
// One tile of a page, without bleeding from its neighbours.
vec4 tile(sampler2D page, vec2 uv, float side, uint layer) {
  vec2 size = vec2(textureSize(page, 0));
  vec2 inside = clamp(uv * side, vec2(0.5), vParams.xy * side - 0.5);
  float columns = size.x / side;
  vec2 corner = vec2(mod(float(layer), columns), floor(float(layer) / columns)) * side;
  return textureLod(page, (corner + inside) / size, 0.0);
}
vec4 pictureTexel(uint tier, uint layer, vec2 uv) {
  if (tier == 0u) return tile(uLarge, uv, 512.0, layer);
  if (tier == 1u) return tile(uMedium, uv, 256.0, layer);
  return tile(uSmall, uv, 128.0, layer);
}
vec4 flatColor(vec4 params, vec4 unknown) {
  if (params.w < 0.0) return unknown;
  uint bits = uint(params.w);
  vec3 straight = vec3(float(bits >> 16u), float((bits >> 8u) & 255u), float(bits & 255u)) / 255.0;
  return vec4(straight * params.x, params.x);
}
vec4 shadeImage(vec2 uv, vec2 perPixel, uint place, vec4 params, vec2 p, vec2 halfSize, vec4 unknown) {
  uint layer = place & 65535u;
  uint tier = place >> 16u;
  vec4 texel;
  if (tier == 15u) texel = flatColor(params, unknown);
  else if (tier == 14u) texel = textureLod(uFocused, uv, 0.0);
  else {
    vec2 o = perPixel * 0.25;
    texel = (pictureTexel(tier, layer, uv + vec2(-o.x, -o.y)) + pictureTexel(tier, layer, uv + vec2(o.x, -o.y))
      + pictureTexel(tier, layer, uv + vec2(-o.x, o.y)) + pictureTexel(tier, layer, uv + o)) * 0.25;
  }
  return texel * coverage(roundedBox(p, halfSize, params.z * SCALE));
}
vec4 shadeGuide(vec2 p, vec2 size, float dash, float before, vec4 color) {
  float beyond = p.x - clamp(p.x, 0.0, size.x);
  float shape = coverage(length(vec2(beyond, p.y)) - size.y);
  if (dash > 0.0) {
    float on = dash * DPR;
    float fromMiddle = before * SCALE + p.x - on * 0.5;
    float nearest = fromMiddle - 2.0 * on * floor(fromMiddle / (2.0 * on) + 0.5);
    shape *= coverage(abs(nearest) - on * 0.5);
  }
  return color * shape;
}
float cursorDistance(vec2 p) {
  vec2 corners[4] = vec2[4](vec2(0.0, 0.0), vec2(14.5, 5.5), vec2(7.6, 8.2), vec2(4.6, 15.0));
  float nearest = dot(p, p);
  float inside = 1.0;
  for (int i = 0; i < 4; i++) {
    vec2 a = corners[i];
    vec2 b = corners[(i + 3) & 3];
    vec2 edge = b - a;
    vec2 w = p - a;
    vec2 off = w - edge * clamp(dot(w, edge) / dot(edge, edge), 0.0, 1.0);
    nearest = min(nearest, dot(off, off));
    bvec3 above = bvec3(p.y >= a.y, p.y < b.y, edge.x * w.y > edge.y * w.x);
    if (all(above) || !any(above)) inside = -inside;
  }
  return inside * sqrt(nearest) - 0.9;
}
vec4 shadeCursor(vec2 p, vec4 color, vec4 rim) {
  float d = cursorDistance(p / DPR) * DPR;
  return over(color * coverage(d), rim * coverage(d - 1.5 * DPR) * color.a);
}
void main() {
  uint kind = vInfo.y & 255u;
  float alpha = float((vInfo.z >> 16u) & 255u) / 255.0;
  vec4 color = ink(vInfo.z & 255u, alpha);
  vec4 second = ink((vInfo.z >> 8u) & 255u, float(vInfo.z >> 24u) / 255.0);
  float radius = vParams.x * ((vInfo.y & 65536u) != 0u ? DPR : SCALE);
  if (kind == 6u) finalColor = shadeGlyph(vUv, vPerPixel, color);
  else if (kind == 2u) finalColor = shadeArc(vP, vHalf, radius, max(vParams.y * SCALE, 2.0 * DPR), vParams.z, color);
  else if (kind == 3u) finalColor = shadeStripes(vP, vHalf, radius, color);
  else if (kind == 4u) finalColor = shadeChecker(vP, vHalf, radius, color);
  else if (kind == 5u) finalColor = shadePort(vP, vParams.x * SCALE, (vInfo.y >> 8u) & 255u, color, second);
  else if (kind == 9u) finalColor = shadeGuide(vP, vHalf, vParams.y, vParams.z, color);
  else if (kind == 10u) finalColor = shadeCursor(vP + vParams.xy * DPR, color, second);
  else if (kind == 7u) finalColor = shadeColorGlyph(vUv, vPerPixel) * alpha;
  else if (kind == 8u) finalColor = shadeImage(vUv, vPerPixel, vInfo.w, vParams, vP, vHalf, ink(vInfo.z & 255u, 1.0)) * alpha;
  else {
    float border = 0.0;
    if (vParams.y > 0.0) border = max(max(1.0, floor(vParams.y * SCALE + 0.5)), vParams.z * DPR);
    finalColor = shadeBox(vP, vHalf, radius, border, color, second);
    if (kind == 1u) finalColor = shadeRaised(vP, vHalf, radius, vParams.w, vInfo.w, finalColor);
  }
}`;
