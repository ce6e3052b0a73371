/**
 * What is known of ComfyUI's own nodes (version 0.33.0): enough to name the values of a file that gives them only in order, to fill in
 * those that an old file lacks, and to write a prompt. Facts of its interface (`/object_info`); a test holds them against a recorded one.
 */

/** What follows a value in a file's list, or happens to it on its way into a prompt. */
export type WidgetKind =
  | ''
  /** One more value: what happens to the number after a run. */
  | 'control'
  /** One more value: the state of the upload button. */
  | 'upload'
  /** More values depend on this one. */
  | 'dynamic'
  /** Braces hold alternatives, and comments are cut. */
  | 'prompt';

type Slot = readonly [name: string, type: string];
type Widget = readonly [name: string, kind: WidgetKind, value?: string | number | boolean];
type Row = readonly [title: string, inputs: readonly Slot[], widgets: readonly Widget[], outputs: readonly Slot[]];

export interface CoreNode {
  readonly title: string;
  readonly inputs: readonly Slot[];
  /** In the order of `widgets_values`, with the value that a new node has where that does not depend on the server. */
  readonly widgets: readonly Widget[];
  readonly outputs: readonly Slot[];
}

/** Undefined for a class of somebody else's. */
export function coreNode(type: string): CoreNode | undefined {
  if (!Object.hasOwn(ROWS, type)) return undefined;
  const [title, inputs, widgets, outputs] = ROWS[type]!;
  return { title, inputs, widgets, outputs };
}

export const CORE_TYPES = (): string[] => Object.keys(ROWS);

// prettier-ignore
const ROWS: Readonly<Record<string, Row>> = {
  BasicGuider: ['Basic Guider', [['model', 'MODEL'], ['conditioning', 'CONDITIONING']], [], [['GUIDER', 'GUIDER']]],
  BasicScheduler: ['BasicScheduler', [['model', 'MODEL']], [['scheduler', '', 'simple'], ['steps', '', 20], ['denoise', '', 1]], [['SIGMAS', 'SIGMAS']]],
  BatchImagesNode: ['Batch Images', [], [], [['IMAGE', 'IMAGE']]],
  CFGGuider: ['CFG Guider', [['model', 'MODEL'], ['positive', 'CONDITIONING'], ['negative', 'CONDITIONING']], [['cfg', '', 8]], [['GUIDER', 'GUIDER']]],
  CLIPLoader: ['Load CLIP', [], [['clip_name', ''], ['type', '', 'stable_diffusion'], ['device', '', 'default']], [['CLIP', 'CLIP']]],
  CLIPSetLastLayer: ['CLIP Set Last Layer', [['clip', 'CLIP']], [['stop_at_clip_layer', '', -1]], [['CLIP', 'CLIP']]],
  CLIPTextEncode: ['CLIP Text Encode (Prompt)', [['clip', 'CLIP']], [['text', 'prompt', '']], [['CONDITIONING', 'CONDITIONING']]],
  CLIPTextEncodeFlux: ['CLIPTextEncodeFlux', [['clip', 'CLIP']], [['clip_l', 'prompt', ''], ['t5xxl', 'prompt', ''], ['guidance', '', 3.5]], [['CONDITIONING', 'CONDITIONING']]],
  CheckpointLoaderSimple: ['Load Checkpoint', [], [['ckpt_name', '']], [['MODEL', 'MODEL'], ['CLIP', 'CLIP'], ['VAE', 'VAE']]],
  ComfyMathExpression: ['Math Expression', [], [['expression', '', 'a + b']], [['FLOAT', 'FLOAT'], ['INT', 'INT'], ['BOOL', 'BOOLEAN']]],
  ComfySwitchNode: ['If/Else Switch', [['on_false', '*'], ['on_true', '*']], [['switch', '', false]], [['output', 'COMFY_MATCHTYPE_V3']]],
  ConditioningCombine: ['Conditioning (Combine)', [['conditioning_1', 'CONDITIONING'], ['conditioning_2', 'CONDITIONING']], [], [['CONDITIONING', 'CONDITIONING']]],
  ConditioningZeroOut: ['Conditioning Zero Out', [['conditioning', 'CONDITIONING']], [], [['CONDITIONING', 'CONDITIONING']]],
  ControlNetApplyAdvanced: ['Apply ControlNet', [['positive', 'CONDITIONING'], ['negative', 'CONDITIONING'], ['control_net', 'CONTROL_NET'], ['image', 'IMAGE'], ['vae', 'VAE']], [['strength', '', 1], ['start_percent', '', 0], ['end_percent', '', 1]], [['positive', 'CONDITIONING'], ['negative', 'CONDITIONING']]],
  ControlNetLoader: ['Load ControlNet Model', [], [['control_net_name', '']], [['CONTROL_NET', 'CONTROL_NET']]],
  CreateVideo: ['Create Video', [['images', 'IMAGE'], ['audio', 'AUDIO']], [['fps', '', 30], ['bit_depth', '', 8]], [['VIDEO', 'VIDEO']]],
  CropMask: ['Crop Mask', [['mask', 'MASK']], [['x', '', 0], ['y', '', 0], ['width', '', 512], ['height', '', 512]], [['MASK', 'MASK']]],
  CustomCombo: ['Custom Combo', [], [['choice', '']], [['STRING', 'STRING'], ['INDEX', 'INT']]],
  DisableNoise: ['DisableNoise', [], [], [['NOISE', 'NOISE']]],
  DualCLIPLoader: ['Load CLIP (Dual)', [], [['clip_name1', ''], ['clip_name2', ''], ['type', '', 'sdxl'], ['device', '', 'default']], [['CLIP', 'CLIP']]],
  EmptyImage: ['Empty Image', [], [['width', '', 512], ['height', '', 512], ['batch_size', '', 1], ['color', '', 0]], [['IMAGE', 'IMAGE']]],
  EmptyLatentImage: ['Empty Latent Image', [], [['width', '', 512], ['height', '', 512], ['batch_size', '', 1]], [['LATENT', 'LATENT']]],
  EmptySD3LatentImage: ['EmptySD3LatentImage', [], [['width', '', 1024], ['height', '', 1024], ['batch_size', '', 1]], [['LATENT', 'LATENT']]],
  FeatherMask: ['Feather Mask', [['mask', 'MASK']], [['left', '', 0], ['top', '', 0], ['right', '', 0], ['bottom', '', 0]], [['MASK', 'MASK']]],
  FluxGuidance: ['FluxGuidance', [['conditioning', 'CONDITIONING']], [['guidance', '', 3.5]], [['CONDITIONING', 'CONDITIONING']]],
  GetImageSize: ['Get Image Size', [['image', 'IMAGE']], [], [['width', 'INT'], ['height', 'INT'], ['batch_size', 'INT']]],
  GrowMask: ['Grow Mask', [['mask', 'MASK']], [['expand', '', 0], ['tapered_corners', '', true]], [['MASK', 'MASK']]],
  ImageBatch: ['Batch Images (DEPRECATED)', [['image1', 'IMAGE'], ['image2', 'IMAGE']], [], [['IMAGE', 'IMAGE']]],
  ImageBlend: ['Blend Images', [['image1', 'IMAGE'], ['image2', 'IMAGE']], [['blend_factor', '', 0.5], ['blend_mode', '', 'normal']], [['IMAGE', 'IMAGE']]],
  ImageBlur: ['Blur Image', [['image', 'IMAGE']], [['blur_radius', '', 1], ['sigma', '', 1]], [['IMAGE', 'IMAGE']]],
  ImageColorToMask: ['Convert Image Color to Mask', [['image', 'IMAGE']], [['color', '', 0]], [['MASK', 'MASK']]],
  ImageCompositeMasked: ['Image Composite Masked', [['destination', 'IMAGE'], ['source', 'IMAGE'], ['mask', 'MASK']], [['x', '', 0], ['y', '', 0], ['resize_source', '', false]], [['IMAGE', 'IMAGE']]],
  ImageCrop: ['Crop Image (DEPRECATED)', [['image', 'IMAGE']], [['width', '', 512], ['height', '', 512], ['x', '', 0], ['y', '', 0]], [['IMAGE', 'IMAGE']]],
  ImageFromBatch: ['Get Image from Batch', [['image', 'IMAGE']], [['batch_index', '', 0], ['length', '', 1]], [['IMAGE', 'IMAGE']]],
  ImageInvert: ['Invert Image Colors', [['image', 'IMAGE']], [], [['IMAGE', 'IMAGE']]],
  ImagePadForOutpaint: ['Pad Image for Outpainting', [['image', 'IMAGE']], [['left', '', 0], ['top', '', 0], ['right', '', 0], ['bottom', '', 0], ['feathering', '', 40]], [['IMAGE', 'IMAGE'], ['MASK', 'MASK']]],
  ImageQuantize: ['Quantize Image', [['image', 'IMAGE']], [['colors', '', 256], ['dither', '', 'none']], [['IMAGE', 'IMAGE']]],
  ImageScale: ['Upscale Image', [['image', 'IMAGE']], [['upscale_method', '', 'nearest-exact'], ['width', '', 512], ['height', '', 512], ['crop', '', 'disabled']], [['IMAGE', 'IMAGE']]],
  ImageScaleBy: ['Upscale Image By', [['image', 'IMAGE']], [['upscale_method', '', 'nearest-exact'], ['scale_by', '', 1]], [['IMAGE', 'IMAGE']]],
  ImageSharpen: ['Sharpen Image', [['image', 'IMAGE']], [['sharpen_radius', '', 1], ['sigma', '', 1], ['alpha', '', 1]], [['IMAGE', 'IMAGE']]],
  ImageStitch: ['Stitch Images', [['image1', 'IMAGE'], ['image2', 'IMAGE']], [['direction', '', 'right'], ['match_image_size', '', true], ['spacing_width', '', 0], ['spacing_color', '', 'white']], [['IMAGE', 'IMAGE']]],
  ImageToMask: ['Convert Image to Mask', [['image', 'IMAGE']], [['channel', '', 'red']], [['MASK', 'MASK']]],
  ImageUpscaleWithModel: ['Upscale Image (using Model)', [['upscale_model', 'UPSCALE_MODEL'], ['image', 'IMAGE']], [], [['IMAGE', 'IMAGE']]],
  InvertMask: ['Invert Mask', [['mask', 'MASK']], [], [['MASK', 'MASK']]],
  JoinImageWithAlpha: ['Join Image with Alpha', [['image', 'IMAGE'], ['alpha', 'MASK']], [], [['IMAGE', 'IMAGE']]],
  KSampler: ['KSampler', [['model', 'MODEL'], ['positive', 'CONDITIONING'], ['negative', 'CONDITIONING'], ['latent_image', 'LATENT']], [['seed', 'control', 0], ['steps', '', 20], ['cfg', '', 8], ['sampler_name', '', 'euler'], ['scheduler', '', 'simple'], ['denoise', '', 1]], [['LATENT', 'LATENT']]],
  KSamplerAdvanced: ['KSampler (Advanced)', [['model', 'MODEL'], ['positive', 'CONDITIONING'], ['negative', 'CONDITIONING'], ['latent_image', 'LATENT']], [['add_noise', '', 'enable'], ['noise_seed', 'control', 0], ['steps', '', 20], ['cfg', '', 8], ['sampler_name', '', 'euler'], ['scheduler', '', 'simple'], ['start_at_step', '', 0], ['end_at_step', '', 10000], ['return_with_leftover_noise', '', 'disable']], [['LATENT', 'LATENT']]],
  KSamplerSelect: ['KSamplerSelect', [], [['sampler_name', '', 'euler']], [['SAMPLER', 'SAMPLER']]],
  LatentUpscale: ['Upscale Latent', [['samples', 'LATENT']], [['upscale_method', '', 'nearest-exact'], ['width', '', 512], ['height', '', 512], ['crop', '', 'disabled']], [['LATENT', 'LATENT']]],
  LatentUpscaleBy: ['Upscale Latent By', [['samples', 'LATENT']], [['upscale_method', '', 'nearest-exact'], ['scale_by', '', 1.5]], [['LATENT', 'LATENT']]],
  LoadImage: ['Load Image', [], [['image', 'upload']], [['IMAGE', 'IMAGE'], ['MASK', 'MASK']]],
  LoadImageMask: ['Load Image (as Mask)', [], [['image', 'upload'], ['channel', '', 'alpha']], [['MASK', 'MASK']]],
  LoadImageOutput: ['Load Image (from Outputs)', [], [['image', 'upload']], [['IMAGE', 'IMAGE'], ['MASK', 'MASK']]],
  LoadVideo: ['Load Video', [], [['file', 'upload']], [['VIDEO', 'VIDEO']]],
  LoraLoader: ['Load LoRA (Model and CLIP)', [['model', 'MODEL'], ['clip', 'CLIP']], [['lora_name', ''], ['strength_model', '', 1], ['strength_clip', '', 1]], [['MODEL', 'MODEL'], ['CLIP', 'CLIP']]],
  LoraLoaderModelOnly: ['Load LoRA', [['model', 'MODEL']], [['lora_name', ''], ['strength_model', '', 1]], [['MODEL', 'MODEL']]],
  ManualSigmas: ['ManualSigmas', [], [['sigmas', '', '1, 0.5']], [['SIGMAS', 'SIGMAS']]],
  MaskComposite: ['Combine Masks', [['destination', 'MASK'], ['source', 'MASK']], [['x', '', 0], ['y', '', 0], ['operation', '', 'multiply']], [['MASK', 'MASK']]],
  MaskToImage: ['Convert Mask to Image', [['mask', 'MASK']], [], [['IMAGE', 'IMAGE']]],
  ModelSamplingFlux: ['ModelSamplingFlux', [['model', 'MODEL']], [['max_shift', '', 1.15], ['base_shift', '', 0.5], ['width', '', 1024], ['height', '', 1024]], [['MODEL', 'MODEL']]],
  PreviewAny: ['Preview as Text', [['source', '*']], [], [['STRING', 'STRING']]],
  PreviewImage: ['Preview Image', [['images', 'IMAGE']], [], [['images', 'IMAGE']]],
  PrimitiveBoolean: ['Boolean', [], [['value', '', false]], [['BOOLEAN', 'BOOLEAN']]],
  PrimitiveFloat: ['Float', [], [['value', '', 0]], [['FLOAT', 'FLOAT']]],
  PrimitiveInt: ['Int', [], [['value', 'control', 0]], [['INT', 'INT']]],
  PrimitiveString: ['Text', [], [['value', '', '']], [['STRING', 'STRING']]],
  PrimitiveStringMultiline: ['Text (Multiline)', [], [['value', '', '']], [['STRING', 'STRING']]],
  RandomNoise: ['RandomNoise', [], [['noise_seed', 'control', 0]], [['NOISE', 'NOISE']]],
  RepeatImageBatch: ['Repeat Image Batch', [['image', 'IMAGE']], [['amount', '', 1]], [['IMAGE', 'IMAGE']]],
  ResizeImageMaskNode: ['Resize Image/Mask', [['input', 'IMAGE,MASK']], [['resize_type', 'dynamic'], ['scale_method', '', 'area']], [['resized', 'COMFY_MATCHTYPE_V3']]],
  SamplerCustom: ['SamplerCustom', [['model', 'MODEL'], ['positive', 'CONDITIONING'], ['negative', 'CONDITIONING'], ['sampler', 'SAMPLER'], ['sigmas', 'SIGMAS'], ['latent_image', 'LATENT']], [['add_noise', '', true], ['noise_seed', 'control', 0], ['cfg', '', 8]], [['output', 'LATENT'], ['denoised_output', 'LATENT']]],
  SamplerCustomAdvanced: ['SamplerCustomAdvanced', [['noise', 'NOISE'], ['guider', 'GUIDER'], ['sampler', 'SAMPLER'], ['sigmas', 'SIGMAS'], ['latent_image', 'LATENT']], [], [['output', 'LATENT'], ['denoised_output', 'LATENT']]],
  SaveAnimatedPNG: ['Save Animated PNG', [['images', 'IMAGE']], [['filename_prefix', '', 'ComfyUI'], ['fps', '', 6], ['compress_level', '', 4]], [['images', 'IMAGE']]],
  SaveAnimatedWEBP: ['Save Animated WEBP', [['images', 'IMAGE']], [['filename_prefix', '', 'ComfyUI'], ['fps', '', 6], ['lossless', '', true], ['quality', '', 80], ['method', '', 'default']], [['images', 'IMAGE']]],
  SaveGLB: ['Save 3D Model', [['mesh', 'MESH']], [['filename_prefix', '', '3d/ComfyUI']], []],
  SaveImage: ['Save Image', [['images', 'IMAGE']], [['filename_prefix', '', 'ComfyUI']], [['images', 'IMAGE']]],
  SaveText: ['Save Text', [['text', 'STRING']], [['filename_prefix', '', 'ComfyUI'], ['format', '', 'txt']], [['text', 'STRING']]],
  SaveVideo: ['Save Video', [['video', 'VIDEO']], [['filename_prefix', '', 'video/ComfyUI'], ['format', 'dynamic'], ['codec', 'dynamic']], [['video', 'VIDEO']]],
  SetLatentNoiseMask: ['Set Latent Noise Mask', [['samples', 'LATENT'], ['mask', 'MASK']], [], [['LATENT', 'LATENT']]],
  SolidMask: ['Create Solid Mask', [], [['value', '', 1], ['width', '', 512], ['height', '', 512]], [['MASK', 'MASK']]],
  SplitImageWithAlpha: ['Split Image with Alpha', [['image', 'IMAGE']], [], [['IMAGE', 'IMAGE'], ['MASK', 'MASK']]],
  StringConcatenate: ['Concatenate Text', [], [['string_a', '', ''], ['string_b', '', ''], ['delimiter', '', '']], [['STRING', 'STRING']]],
  ThresholdMask: ['Threshold Mask', [['mask', 'MASK']], [['value', '', 0.5]], [['MASK', 'MASK']]],
  UNETLoader: ['Load Diffusion Model', [], [['unet_name', ''], ['weight_dtype', '', 'default']], [['MODEL', 'MODEL']]],
  UpscaleModelLoader: ['Load Upscale Model', [], [['model_name', '']], [['UPSCALE_MODEL', 'UPSCALE_MODEL']]],
  VAEDecode: ['VAE Decode', [['samples', 'LATENT'], ['vae', 'VAE']], [], [['IMAGE', 'IMAGE']]],
  VAEDecodeTiled: ['VAE Decode (Tiled)', [['samples', 'LATENT'], ['vae', 'VAE']], [['tile_size', '', 512], ['overlap', '', 64], ['temporal_size', '', 64], ['temporal_overlap', '', 8]], [['IMAGE', 'IMAGE']]],
  VAEEncode: ['VAE Encode', [['pixels', 'IMAGE'], ['vae', 'VAE']], [], [['LATENT', 'LATENT']]],
  VAEEncodeForInpaint: ['VAE Encode (for Inpainting)', [['pixels', 'IMAGE'], ['vae', 'VAE'], ['mask', 'MASK']], [['grow_mask_by', '', 6]], [['LATENT', 'LATENT']]],
  VAELoader: ['Load VAE', [], [['vae_name', '', 'pixel_space']], [['VAE', 'VAE']]],
};
