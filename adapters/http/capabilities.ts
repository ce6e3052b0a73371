/** Finds out what answers at an address: our server says it itself; without that it counts as the original, whose models are known. */
import { GdsError } from '../../src/errors.js';
import type { ModelInfo } from '../../src/inference/types.js';
import type { TaskName } from '../../src/registry/tasks.js';
import type { HttpClient } from './client.js';
import { protocol } from './errors.js';
import type { ServerProfile } from './types.js';

const TASKS: ReadonlySet<string> = new Set<TaskName>(['text-to-image', 'image-to-image', 'image-to-mesh']);

export interface Asking {
  readonly signal: AbortSignal;
  /** Milliseconds for each answer. */
  readonly deadline: number;
  /** False: one attempt. */
  readonly retry: boolean;
}

/** @throws GDS_REMOTE_UNREACHABLE, GDS_REMOTE_TIMEOUT, GDS_REMOTE_AUTH, GDS_REMOTE_PROTOCOL where what answers is no server of the studio. */
export async function discover(client: HttpClient, asking: Asking): Promise<ServerProfile> {
  const said = await ask(client, '/api/capabilities', asking);
  if (said && Array.isArray(said['models'])) return ours(said);
  return original(client, asking);
}

/** The answer, or undefined where there is no such route: a development server answers an unknown one with its page. */
function ask(client: HttpClient, path: string, asking: Asking): Promise<Record<string, unknown> | undefined> {
  return client.send(path, { ...asking, accept: [404, 405] }, async (response) => {
    if (!response.ok) return undefined;
    try {
      return await client.objectOf(response);
    } catch (error) {
      if (error instanceof GdsError && error.code === 'GDS_REMOTE_PROTOCOL') return undefined;
      throw error;
    }
  });
}

function ours(said: Record<string, unknown>): ServerProfile {
  const jobs = objectIn(said, 'jobs');
  const models = (said['models'] as unknown[]).flatMap(modelOf);
  const { backend, uploads } = said;
  return {
    original: false,
    models,
    loaded: new Set(),
    ...(typeof backend === 'string' ? { backend } : {}),
    ...(isPath(jobs['socket']) ? { socket: jobs['socket'] } : {}),
    ...(isPath(uploads) ? { uploads } : {}),
    idempotency: jobs['idempotency'] === true,
  };
}

/** A model that we can name and use; one with no task that we know is left out. */
function modelOf(entry: unknown): ModelInfo[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const { id, title, tasks, bytes, sha256, licence, description } = entry as Record<string, unknown>;
  const known = Array.isArray(tasks) ? tasks.filter((task): task is TaskName => TASKS.has(String(task))) : [];
  if (typeof id !== 'string' || known.length === 0) return [];
  return [
    {
      id,
      title: typeof title === 'string' ? title : id,
      tasks: known,
      bytes: typeof bytes === 'number' ? bytes : 0,
      ...(typeof sha256 === 'string' ? { sha256 } : {}),
      ...(typeof licence === 'string' ? { licence } : {}),
      ...(typeof description === 'string' ? { description } : {}),
    },
  ];
}

/**
 * The original draws with one model, which is there from its start or never: its route to load one fails. TripoSR loads on demand.
 */
async function original(client: HttpClient, asking: Asking): Promise<ServerProfile> {
  const [drawing, mesh] = await Promise.all(['/api/model/info', '/api/triposr/info'].map((path) => ask(client, path, asking)));
  if (!drawing && !mesh) throw protocol(client.label, 'nothing that this studio knows');
  const models: ModelInfo[] = [];
  const loaded = new Set<string>();
  if (drawing?.['loaded'] === true) {
    const title = textIn(drawing, 'model_name') || 'Stable Diffusion';
    models.push({ id: 'stable-diffusion', title, tasks: ['image-to-image'], bytes: 0 });
    loaded.add('stable-diffusion');
  }
  if (mesh) {
    models.push({ id: 'triposr', title: textIn(mesh, 'model_name') || 'TripoSR', tasks: ['image-to-mesh'], bytes: 0 });
    if (mesh['loaded'] === true) loaded.add('triposr');
  }
  const backend = textIn(drawing, 'device') || textIn(mesh, 'device');
  return { original: true, models, loaded, idempotency: false, ...(backend && backend !== 'none' ? { backend } : {}) };
}

/** Behind the server's address it stays an address of the server. */
const isPath = (value: unknown): value is string => typeof value === 'string' && value.startsWith('/');

function objectIn(said: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = said[name];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textIn(said: Record<string, unknown> | undefined, name: string): string {
  const value = said?.[name];
  return typeof value === 'string' ? value : '';
}
