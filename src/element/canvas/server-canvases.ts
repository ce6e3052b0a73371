/** Canvases as files of the server: the open one is saved there under its title, and one from there is opened as a canvas of its own. */
import { GdsError } from '../../errors.js';
import type { GraphJSON } from '../../graph/types.js';
import { checkGraph } from '../../graph/validate.js';
import { fileName } from './file-name.js';
import { readArrival } from './files.js';
import type { Studio } from './studio.js';

/** Setting that names the file a project was saved as or opened from. */
const FILE_OF = 'server-canvas:';

export class ServerCanvases {
  constructor(private readonly studio: Studio) {}

  /** Saves the open canvas. A file of the same name that another canvas was saved as stays as it is: a number goes behind the name. */
  async save(): Promise<void> {
    const { studio } = this;
    const service = studio.fileService;
    if (!service) return;
    const title = studio.graph.meta['title'];
    const wanted = typeof title === 'string' && title !== '' ? title : 'canvas';
    try {
      const own = await this.#fileOf();
      const taken = new Set((await service.listFiles('canvases')).map(({ name }) => name));
      const name = own !== undefined && plain(own) === plain(fileName(wanted, 'json')) ? own : free(wanted, taken);
      const json = new Blob([JSON.stringify(studio.graph.toJSON(), null, 2)], { type: 'application/json' });
      const entry = await service.uploadFile('canvases', new File([json], name, { type: json.type }));
      await this.#remember(entry.name);
      await studio.folders.refresh('canvases');
      studio.messages.toasts.add({ kind: 'success', title: 'Canvas saved', text: `${entry.name} is on ${service.label}.` });
    } catch (error) {
      studio.messages.report(GdsError.from(error, 'GDS_FILES_REFUSED'), { title: 'Canvas not saved' });
    }
  }

  /** Opens a file as a new canvas; where nothing is kept, or nothing is on this one, in its place. A file that is no canvas makes none. */
  async open(file: File): Promise<void> {
    const { studio } = this;
    const { graph } = studio;
    const arrival = await readArrival(file);
    if (arrival.kind !== 'graph') throw new GdsError('GDS_GRAPH_JSON', `“${file.name}” is no canvas.`);
    checkGraph(arrival.json, graph.schema, () => graph.makeId());
    const json = named(arrival.json as GraphJSON, arrival.name);
    if (studio.element.project !== '' && graph.nodes.size > 0) await studio.projects.create(json);
    else studio.load(json);
    await this.#remember(file.name);
  }

  async #fileOf(): Promise<string | undefined> {
    const { keeper, element } = this.studio;
    const name = element.project === '' ? undefined : await keeper.storage?.getSetting(FILE_OF + element.project);
    return typeof name === 'string' ? name : undefined;
  }

  async #remember(name: string): Promise<void> {
    const { keeper, element } = this.studio;
    if (element.project !== '') await keeper.storage?.setSetting(FILE_OF + element.project, name);
  }
}

const named = (json: GraphJSON, title: string): GraphJSON => (json.meta?.['title'] ? json : { ...json, meta: { ...json.meta, title } });

/** As a server may write it that keeps few signs. */
const plain = (name: string): string => name.replace(/[^A-Za-z0-9._-]/g, '_');

function free(title: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const name = fileName(number === 1 ? title : `${title} ${number}`, 'json');
    if (!taken.has(name) && !taken.has(plain(name))) return name;
  }
}
