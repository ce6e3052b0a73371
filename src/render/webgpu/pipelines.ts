/** The three pipelines (ground, wires, quads) and the bind group layouts they share. */
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

export interface Pipelines {
  readonly layout: GPUBindGroupLayout;
  /** Of the instances that are drawn, in a group of their own. */
  readonly instances: GPUBindGroupLayout;
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
  const instances = device.createBindGroupLayout({
    label: 'instances',
    entries: [{ binding: 0, visibility: 1, buffer: { type: 'read-only-storage' } }],
  });
  const pipeline = (name: string, code: string, ...more: GPUBindGroupLayout[]): Promise<GPURenderPipeline> => {
    const module = device.createShaderModule({ label: name, code });
    return device.createRenderPipelineAsync({
      label: name,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout, ...more] }),
      vertex: { module, entryPoint: `${name}_vertex` },
      fragment: { module, entryPoint: `${name}_fragment`, targets: [{ format, blend: OVER }] },
    });
  };
  const [gridPipeline, wirePipeline, quadPipeline] = await Promise.all([
    pipeline('grid', common + grid),
    pipeline('wire', common + wire, instances),
    pipeline('quad', common + box + port + glyph + image + guide + cursor + quad, instances),
  ]);
  return { layout, instances, grid: gridPipeline, wire: wirePipeline, quad: quadPipeline };
}
