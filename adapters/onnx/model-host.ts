/**
 * Keeps the parts of models loaded: tokenizers and sessions, made when first needed, shared by file hash and kept between runs.
 *
 * Where bytes come from and what runs them is handed in, so the worker, the server and the tests share this file.
 */
import { GdsError } from '../../src/errors.js';
import type { FileRole, ModelFile, ModelManifest, SessionRole } from './manifest.js';
import type { DiffusionModel } from './pipelines/model.js';
import type { Session, SessionFactory } from './session.js';
import { PromptTokenizer } from './tokenizer.js';

export interface FileControls {
  readonly signal?: AbortSignal;
  /** Bytes of this file so far. */
  readonly onBytes?: (loaded: number) => void;
}
/** The whole file, checked against its hash. */
export type FileSource = (manifest: ModelManifest, file: ModelFile, controls: FileControls) => Promise<Uint8Array>;

export interface PrepareControls {
  readonly signal?: AbortSignal;
  /** `loaded` of `total` bytes of the parts that were missing; never called when none was. */
  readonly onProgress?: (loaded: number, total: number) => void;
}

/** Byte progress comes in so many parts at most: a chunk of the network is far smaller than a step of any bar. */
const REPORTS = 100;

/** Parts that a task needs. The encoder is large and only image to image wants it. */
export function rolesFor(task: 'text-to-image' | 'image-to-image'): readonly FileRole[] {
  const common: FileRole[] = ['tokenizer', 'tokenizer_config', 'text_encoder', 'unet', 'vae_decoder'];
  return task === 'image-to-image' ? [...common, 'vae_encoder'] : common;
}

export class ModelHost {
  private readonly parts = new Map<string, Session | object>();
  private readonly tokenizers = new Map<object, PromptTokenizer>();

  constructor(
    private readonly source: FileSource,
    private readonly createSession: SessionFactory,
  ) {}

  /** True when `prepare` would have nothing to do. */
  has(manifest: ModelManifest, roles: readonly FileRole[]): boolean {
    return roles.every((role) => this.parts.has(fileOf(manifest, role).sha256));
  }

  async prepare(manifest: ModelManifest, roles: readonly FileRole[], controls: PrepareControls = {}): Promise<DiffusionModel> {
    const missing = roles.map((role) => fileOf(manifest, role)).filter((file) => !this.parts.has(file.sha256));
    const total = missing.reduce((sum, file) => sum + file.bytes, 0);
    let done = 0;
    let reported = 0;
    const report = (loaded: number) => {
      if (loaded < reported + total / REPORTS && loaded < total) return;
      reported = loaded;
      controls.onProgress?.(loaded, total);
    };
    if (missing.length) controls.onProgress?.(0, total);
    for (const file of missing) {
      controls.signal?.throwIfAborted();
      const bytes = await this.source(manifest, file, {
        ...(controls.signal ? { signal: controls.signal } : {}),
        onBytes: (loaded) => report(done + Math.min(loaded, file.bytes)),
      });
      this.parts.set(file.sha256, await this.open(file, bytes));
      done += file.bytes;
    }
    controls.signal?.throwIfAborted();
    return this.model(manifest);
  }

  async release(): Promise<void> {
    const parts = [...this.parts.values()];
    this.parts.clear();
    this.tokenizers.clear();
    for (const part of parts) if (isSession(part)) await part.release();
  }

  private async open(file: ModelFile, bytes: Uint8Array): Promise<Session | object> {
    if (file.role !== 'tokenizer' && file.role !== 'tokenizer_config') return this.createSession(bytes);
    try {
      return JSON.parse(new TextDecoder().decode(bytes)) as object;
    } catch (error) {
      throw new GdsError('GDS_MODEL_INVALID', `${file.path} is not JSON. Use the tokenizer files that belong to the model.`, {
        cause: error,
      });
    }
  }

  private model(manifest: ModelManifest): DiffusionModel {
    const part = (role: FileRole) => this.parts.get(fileOf(manifest, role).sha256);
    return {
      manifest,
      tokenizer: this.tokenizer(part('tokenizer')!, part('tokenizer_config')!),
      session: (role: SessionRole) => {
        const session = part(role);
        if (!session || !isSession(session))
          throw new GdsError('GDS_MODEL_INVALID', `The part "${role}" of ${manifest.title} is not loaded.`);
        return session;
      },
    };
  }

  /** Building one takes a while with a large vocabulary. */
  private tokenizer(file: object, config: object): PromptTokenizer {
    let tokenizer = this.tokenizers.get(file);
    if (!tokenizer) this.tokenizers.set(file, (tokenizer = new PromptTokenizer(file, config)));
    return tokenizer;
  }
}

function fileOf(manifest: ModelManifest, role: FileRole): ModelFile {
  const file = manifest.files.find((entry) => entry.role === role);
  if (!file)
    throw new GdsError('GDS_MODEL_INVALID', `${manifest.title} has no part "${role}", which this task needs. Choose another model.`);
  return file;
}

function isSession(part: Session | object): part is Session {
  return 'run' in part;
}
