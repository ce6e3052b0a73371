/** Counts of a GLB and the Khronos validator's verdict on it. */
import validator from 'gltf-validator';

/** @returns `{bytes, vertices, faces, errors, warnings, messages}` */
export async function meshFacts(glb) {
  const report = await validator.validateBytes(new Uint8Array(glb), { maxIssues: 20 });
  const { info, issues } = report;
  return {
    bytes: glb.length,
    vertices: info?.totalVertexCount ?? 0,
    faces: info?.totalTriangleCount ?? 0,
    errors: issues.numErrors,
    warnings: issues.numWarnings,
    messages: issues.messages
      .filter(({ severity }) => severity < 2)
      .map(({ code, message, pointer }) => `${code} ${pointer ?? ''}: ${message}`),
  };
}
