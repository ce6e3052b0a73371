/** The three pipelines (ground, wires, quads) and the one bind group layout they share. */
import box from '../../../shaders/box.wgsl';
import common from '../../../shaders/common.wgsl';
import cursor from '../../../shaders/cursor.wgsl';
import glyph from '../../../shaders/glyph.wgsl';
import grid from '../../../shaders/grid.wgsl';
import guide from '../../../shaders/guide.wgsl';
import image from '../../../shaders/image.wgsl';
import port from '../../../shaders/port.wgsl';
import quad from '../../../shaders/quad.wgsl';
import wire from '../../../shaders/wire.wgsl';
import { QUAD_BYTES } from '../quads.js';
import { WIRE_WORDS } from '../wire-ribbons.js';

export interface Pipelines {
  readonly layout: GPUBindGroupLayout;
  readonly grid: GPURenderPipeline;
  readonly wire: GPURenderPipeline;
  readonly quad: GPURenderPipeline;
}

/** Both terms premultiplied. */
const OVER: GPUBlendState = {
  color: { srcFactor: 'one', dstFactor: 'one-minus-src-alpha' },
  alpha: { srcFactor: 'one', dstFactor: 'one-minus-src-alpha' },
};

export async function createPipelines(device: GPUDevice, format: GPUTextureFormat): Promise<Pipelines> {
  // Numbers, not GPUShaderStage: 1 vertex, 2 fragment. The global does not exist outside pages and workers.
  const layout = device.createBindGroupLayout({
    label: 'canvas',
    entries: [
      { binding: 0, visibility: 3, buffer: { type: 'uniform' } },
      { binding: 1, visibility: 1, buffer: { type: 'read-only-storage' } },
      { binding: 2, visibility: 2, texture: {} },
      { binding: 3, visibility: 2, texture: {} },
      { binding: 4, visibility: 2, texture: { viewDimension: '2d-array' } },
      { binding: 5, visibility: 2, texture: { viewDimension: '2d-array' } },
      { binding: 6, visibility: 2, sampler: {} },
      { binding: 7, visibility: 2, texture: { viewDimension: '2d-array' } },
      { binding: 8, visibility: 2, texture: { viewDimension: '2d-array' } },
    ],
  });
  const pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [layout] });
  const pipeline = (name: string, code: string, buffers: GPUVertexBufferLayout[]): Promise<GPURenderPipeline> => {
    const module = device.createShaderModule({ label: name, code });
    return device.createRenderPipelineAsync({
      label: name,
      layout: pipelineLayout,
      vertex: { module, entryPoint: `${name}_vertex`, buffers },
      fragment: { module, entryPoint: `${name}_fragment`, targets: [{ format, blend: OVER }] },
      primitive: { topology: 'triangle-strip' },
    });
  };
  const [gridPipeline, wirePipeline, quadPipeline] = await Promise.all([
    pipeline('grid', common + grid, []),
    pipeline('wire', common + wire, [
      { arrayStride: WIRE_WORDS * 4, stepMode: 'instance', attributes: [{ shaderLocation: 0, offset: 0, format: 'uint32x4' }] },
    ]),
    pipeline('quad', common + box + port + glyph + image + guide + cursor + quad, [
      {
        arrayStride: QUAD_BYTES,
        stepMode: 'instance',
        attributes: [
          { shaderLocation: 0, offset: 0, format: 'float32x4' },
          { shaderLocation: 1, offset: 16, format: 'float32x4' },
          { shaderLocation: 2, offset: 32, format: 'uint32x4' },
        ],
      },
    ]),
  ]);
  return { layout, grid: gridPipeline, wire: wirePipeline, quad: quadPipeline };
}
