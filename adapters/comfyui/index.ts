/**
 * ComfyUI's documents: workflows (0.4 and schema 1) and API prompts as graphs, and graphs as those; out of pictures and meshes as well.
 *
 * What is imported and not changed is exported as it was. docs/formats/comfyui.md says what becomes of what.
 */
import { GdsError } from '../../src/errors.js';
import type { GraphJSON } from '../../src/graph/types.js';
import { readMetadata } from '../metadata/index.js';
import { detect, type ComfyFormat } from './detect.js';
import { Exporter } from './export.js';
import { flatten } from './flatten.js';
import { importFile, type ComfyImport } from './import.js';
import { isObject, parseJson, type JsonObject } from './json.js';
import { promptToWorkflow } from './prompt.js';
import { toVersion, versionOf, type WorkflowVersion } from './versions.js';
import { Warnings, type ComfyWarning } from './warnings.js';
import { PROMPT_HINT } from './widgets.js';

export { LIMITS } from './json.js';
export { detect };
export type { ComfyFormat, ComfyImport, ComfyWarning, WorkflowVersion };
export type { ComfyWarningCode } from './warnings.js';

export interface ExportOptions {
  /** Told of what ComfyUI has nothing for. */
  readonly onWarning?: (warning: ComfyWarning) => void;
}
export interface WorkflowOptions extends ExportOptions {
  /** Left out: the version it was imported in, 0.4 where it was not. */
  readonly version?: WorkflowVersion;
}
export interface PromptOptions extends ExportOptions {
  /** 0 to 1, for the alternatives in dynamic prompts. Left out: `Math.random`. Give a seeded one to be able to make the same again. */
  readonly random?: () => number;
}

/**
 * A workflow, 0.4 or schema 1, as a graph.
 * @param json Its text, or what JSON.parse made of it.
 * @throws GdsError `GDS_COMFY_JSON`, `GDS_COMFY_FORMAT` (something else), `GDS_COMFY_FIELD` with `path`, `GDS_COMFY_SIZE`.
 */
export function importWorkflow(json: unknown): ComfyImport {
  return guard(() => {
    const { value, warnings } = read(json);
    if (!detect(value)?.startsWith('workflow')) throw unknown('a workflow');
    return importFile(value as JsonObject, 'workflow', warnings);
  });
}

/** An API prompt as a graph, laid out anew. @throws GdsError as {@link importWorkflow}. */
export function importPrompt(json: unknown): ComfyImport {
  return guard(() => {
    const { value, warnings } = read(json);
    if (detect(value) !== 'prompt') throw unknown('an API prompt');
    return importFile(promptToWorkflow(value as JsonObject), 'prompt', warnings);
  });
}

/** Whichever of the two it is. @throws GdsError as {@link importWorkflow}. */
export function importComfy(json: unknown): ComfyImport {
  return guard(() => {
    const { value } = parseJson(json);
    return detect(value) === 'prompt' ? importPrompt(json) : importWorkflow(json);
  });
}

/**
 * The workflow that a picture (PNG, WebP, JPEG) or mesh (GLB) carries; where it carries only a prompt, that. Undefined where neither.
 * @throws GdsError as {@link importWorkflow}, and `GDS_METADATA_*` where the file itself cannot be read.
 */
export async function importComfyFile(blob: Blob): Promise<ComfyImport | undefined> {
  const { entries } = await readMetadata(blob);
  const workflow = entries.get('workflow');
  const prompt = entries.get('prompt');
  if (workflow !== undefined) return importWorkflow(workflow);
  return prompt === undefined ? undefined : importPrompt(prompt);
}

/**
 * The graph as a workflow file.
 * @throws GdsError `GDS_COMFY_EXPORT` where the graph is none that the document would take.
 */
export function exportWorkflow(graph: GraphJSON, options: WorkflowOptions = {}): JsonObject {
  return exporting(options, (warnings) => {
    const file = new Exporter(graph, warnings).write();
    for (const node of allNodes(file)) delete node[PROMPT_HINT];
    return toVersion(file, options.version ?? versionOf(file));
  });
}

/** The graph as the prompt that a server runs. @throws GdsError as {@link exportWorkflow}. */
export function exportPrompt(graph: GraphJSON, options: PromptOptions = {}): JsonObject {
  return exporting(options, (warnings) => {
    const file = new Exporter(graph, warnings).write();
    return flatten(file, options.random ?? Math.random, warnings);
  });
}

function read(json: unknown): { value: unknown; warnings: Warnings } {
  const { value, repaired, imprecise } = parseJson(json);
  const warnings = new Warnings();
  if (repaired) warnings.add('GDS_COMFY_ODD', '', 'The file holds numbers that are none (NaN). They are taken as empty.');
  if (imprecise !== undefined)
    warnings.add('GDS_COMFY_NEAR', imprecise, 'A number is beyond 2^53. Its last digits are lost; set a smaller seed in ComfyUI.');
  return { value, warnings };
}

function unknown(what: string): GdsError {
  return new GdsError('GDS_COMFY_FORMAT', `This is not ${what} of ComfyUI. Use a file that ComfyUI saved or exported.`, { path: '' });
}

/** Whatever a file holds, what is thrown is ours. */
function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw GdsError.from(error, 'GDS_COMFY_FORMAT', 'This workflow cannot be read. Save it in ComfyUI again.');
  }
}

function exporting<T>({ onWarning }: ExportOptions, work: (warnings: Warnings) => T): T {
  const warnings = new Warnings();
  try {
    const result = work(warnings);
    if (onWarning) for (const warning of warnings.list) onWarning(warning);
    return result;
  } catch (error) {
    throw GdsError.from(
      error,
      'GDS_COMFY_EXPORT',
      'This graph cannot be written for ComfyUI. Load it into a canvas and export it from there.',
    );
  }
}

function allNodes(file: JsonObject): JsonObject[] {
  const { definitions } = file;
  const levels = [file, ...(isObject(definitions) && Array.isArray(definitions['subgraphs']) ? definitions['subgraphs'] : [])];
  return levels.flatMap((level) => (isObject(level) && Array.isArray(level['nodes']) ? level['nodes'].filter(isObject) : []));
}
