/** Canvases as files on the original's dev server: what is in them, what becomes of foreign ones, and what failures leave. */
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { codeOf } from '../../test/contract/storage-contract.js';
import { GraphStore } from '../../src/graph/store.js';
import { Autosave } from '../../src/persistence/autosave.js';
import type { SaveState } from '../../src/persistence/types.js';
import { FilesStorage } from './index.js';
import { edited, opened } from '../../test/support/graph-edits.js';
import { originalServer, type OriginalServer } from './testing/original.js';

const schema = JSON.parse(readFileSync(new URL('../../graph.schema.json', import.meta.url), 'utf8')) as object;
const isGraph = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(schema);

const PNG = readFileSync(new URL('../../test/fixtures/backend/files/rgb64.png', import.meta.url));
const PLAIN = {
  format: 'gds-graph',
  version: 1,
  nodes: [{ id: 'a', type: 'gds/text', x: 1, y: 2 }],
  edges: [],
  meta: { title: 'By hand' },
};

interface StoredFile {
  nodes: { id: string; x: number }[];
  'gds-canvas': { updates: string[]; title: string };
}

describe('FilesStorage', () => {
  let server: OriginalServer;
  let writes = 0;
  const make = (): FilesStorage => new FilesStorage({ baseUrl: server.url, rest: 0, retry: { first: 1 } });
  const canvases = () => {
    const found = server.folders.get('canvases') ?? new Map<string, { bytes: Buffer; modified: Date }>();
    server.folders.set('canvases', found);
    return found;
  };
  const file = (name: string): StoredFile => JSON.parse(canvases().get(name)!.bytes.toString()) as StoredFile;
  const put = (name: string, text: string) => canvases().set(name, { bytes: Buffer.from(text), modified: new Date() });

  before(async () => void (server = await originalServer()));
  beforeEach(() => {
    server.folders.clear();
    writes = 0;
    server.intercept = ({ method }) => {
      if (method === 'POST') writes++;
      return false;
    };
  });
  after(() => server.close());

  it('writes a graph that opens anywhere, with the history beside it', async () => {
    const { store, edit } = edited();
    const project = await make().openProject('My plan');
    const nodes = ['one', 'two'].map((id, index) => ({ id, type: 'host/unknown', x: index * 10, y: 0 }));
    await project.append(edit(() => nodes.forEach((node) => store.addNode(node))));
    await project.append(edit(() => store.addEdge(['one', 'out'], ['two', 'in'])));
    await project.append(edit(() => store.setMeta('title', 'Plan')));
    await project.describe({ title: 'Plan', nodes: 2 });
    const written = file('My_x20_plan.json');
    expect(isGraph(written), JSON.stringify(isGraph.errors)).to.equal(true);
    const elsewhere = new GraphStore();
    elsewhere.load(written);
    expect(elsewhere.toJSON()).to.deep.equal(store.toJSON());
    expect((await opened(make(), 'My plan')).toJSON()).to.deep.equal(store.toJSON());
    expect(await make().listProjects()).to.have.length(1);
    expect((await make().listProjects())[0]).to.include({ id: 'My plan', title: 'Plan', nodes: 2 });
  });

  it('writes once for edits that come together, and keeps the history short', async () => {
    const { store, edit } = edited();
    const project = await make().openProject('p');
    const id = 'n';
    await project.append(edit(() => store.addNode({ id, type: 'gds/text', x: 0, y: 0 })));
    writes = 0;
    await Promise.all(Array.from({ length: 100 }, () => project.append(edit(() => store.moveNodes([id], 1, 0)))));
    expect(writes).to.equal(1);
    expect(file('p.json').nodes[0]).to.include({ x: 100 });
    expect(file('p.json')['gds-canvas'].updates).to.have.length(1);
    expect((await opened(make(), 'p')).toJSON()).to.deep.equal(store.toJSON());
  });

  it('adds to what others wrote in turn', async () => {
    const [a, b] = [edited(), edited()];
    const [first, second] = [await make().openProject('p'), await make().openProject('p')];
    await first.load();
    await second.load();
    for (let turn = 0; turn < 5; turn++) {
      await first.append(a.edit((store) => store.addNode({ id: `a${turn}`, type: 'gds/text', x: 0, y: 0 })));
      await second.append(b.edit((store) => store.addNode({ id: `b${turn}`, type: 'gds/text', x: 0, y: 0 })));
    }
    expect([...(await opened(make(), 'p')).nodes.keys()].sort()).to.deep.equal([
      'a0',
      'a1',
      'a2',
      'a3',
      'a4',
      'b0',
      'b1',
      'b2',
      'b3',
      'b4',
    ]);
    expect(file('p.json').nodes).to.have.length(10);
  });

  it('puts back what somebody wrote over in the same moment', async () => {
    const { store, edit } = edited();
    const storage = make();
    const project = await storage.openProject('p');
    const asset = (name: string) => storage.assets.put(new Blob([PNG, name]), { name, origin: 'imported' });
    await project.append(edit(() => store.addNode({ id: 'a', type: 'gds/text', x: 0, y: 0 })));
    await asset('a');
    const before = ['p.json', 'gds-assets.json'].map((name) => [name, canvases().get(name)!.bytes.toString()] as const);
    await project.append(edit(() => store.addNode({ id: 'b', type: 'gds/text', x: 0, y: 0 })));
    await project.saveResult({ nodeId: 'b', key: 'k', outputs: {} });
    await asset('b');
    for (const [name, text] of before) put(name, text);
    await project.append(edit(() => store.addNode({ id: 'c', type: 'gds/text', x: 0, y: 0 })));
    await asset('c');
    expect(
      file('p.json')
        .nodes.map(({ id }) => id)
        .sort(),
    ).to.deep.equal(['a', 'b', 'c']);
    expect((await (await make().openProject('p')).load()).results).to.have.length(1);
    expect((await make().assets.list()).map(({ name }) => name).sort()).to.deep.equal(['a', 'b', 'c']);
  });

  it('opens a graph that somebody put there, for two at once as one', async () => {
    put('By_hand.json', JSON.stringify(PLAIN));
    expect((await make().listProjects())[0]).to.include({ id: 'By_hand', title: 'By hand', nodes: 1 });
    const [a, b] = [await make().openProject('By_hand'), await make().openProject('By_hand')];
    const [one, two] = [await a.load(), await b.load()];
    expect(one.updates).to.deep.equal(two.updates);
    const [mine, theirs] = [edited(), edited()];
    for (const update of one.updates) for (const { store } of [mine, theirs]) store.applyUpdate(update);
    await a.append(mine.edit((store) => store.moveNodes(['a'], 10, 0)));
    await b.append(theirs.edit((store) => store.setTitle('a', 'Named')));
    const both = await opened(make(), 'By_hand');
    expect([...both.nodes.values()]).to.have.length(1);
    expect(both.nodes.get('a')).to.include({ x: 11, title: 'Named' });
  });

  it('takes an edit of the file itself, and keeps its own history where that is no graph', async () => {
    const { store, edit } = edited();
    const project = await make().openProject('p');
    await project.append(edit(() => store.addNode({ id: 'a', type: 'gds/text', x: 0, y: 0 })));
    const whole = canvases().get('p.json')!.bytes.toString();
    put('p.json', whole.replace('"x":0', '"x":55'));
    await project.append(edit(() => store.addNode({ id: 'b', type: 'gds/text', x: 0, y: 0 })));
    const both = await opened(make(), 'p');
    expect([...both.nodes.keys()].sort()).to.deep.equal(['a', 'b']);
    expect(both.nodes.get('a')).to.include({ x: 55 });
    put('p.json', canvases().get('p.json')!.bytes.toString().replace('"x":55', '"x":"far"'));
    const { damaged } = await (await make().openProject('p')).load();
    expect(damaged).to.equal(1);
    expect((await opened(make(), 'p')).nodes.get('a')).to.include({ x: 55 });
  });

  it('leaves alone what is no graph of ours', async () => {
    const foreign = [
      '{"name":"My Canvas","nodes":[],"edges":[]}',
      '{"format":"gds-graph"',
      '[1]',
      JSON.stringify({ ...PLAIN, version: 99 }),
    ];
    for (const text of foreign) {
      put('My_Canvas.json', text);
      expect(await make().listProjects(), text).to.have.length(text.includes('99') ? 1 : 0);
      const project = await make().openProject('My_Canvas');
      expect(await codeOf(project.load()), text).to.equal('GDS_STORAGE_FAILED');
      expect(await codeOf(project.append(edited().edit((store) => store.setMeta('title', 'x')))), text).to.equal('GDS_STORAGE_FAILED');
      expect(canvases().get('My_Canvas.json')!.bytes.toString()).to.equal(text);
    }
  });

  it('reads again what was caught while it was being written, and says so where it stays damaged', async () => {
    const project = await make().openProject('p');
    await project.append(edited().edit((store) => store.setMeta('title', 'Whole')));
    const whole = canvases().get('p.json')!.bytes;
    let reads = 0;
    const tear = (times: number) => {
      reads = 0;
      server.intercept = ({ method, url }, response) => {
        if (method !== 'GET' || !url?.startsWith('/data/')) return false;
        if (++reads > times) return false;
        response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(whole.subarray(0, whole.length / 2));
        return true;
      };
    };
    tear(2);
    expect((await (await make().openProject('p')).load()).updates).to.have.length(1);
    expect(reads).to.equal(3);
    tear(Infinity);
    expect(await codeOf((await make().openProject('p')).load())).to.equal('GDS_STORAGE_FAILED');
  });

  it('counts damaged records, and keeps the rest', async () => {
    const { edit, store } = edited();
    const project = await make().openProject('p');
    await project.append(edit(() => store.addNode({ id: 'a', type: 'gds/text', x: 0, y: 0 })));
    await project.saveResult({ nodeId: 'a', key: 'k', outputs: {} });
    const content = JSON.parse(canvases().get('p.json')!.bytes.toString()) as { 'gds-canvas': { updates: unknown[]; results: unknown[] } };
    content['gds-canvas'].updates.push('no base64!', 7);
    content['gds-canvas'].results.push({ nodeId: 'b' });
    put('p.json', JSON.stringify(content));
    const { updates, results, damaged } = await (await make().openProject('p')).load();
    expect([updates.length, results.length, damaged]).to.deep.equal([1, 1, 3]);
  });

  it('says why a write failed, and keeps nothing of it', async () => {
    const { edit, store } = edited();
    const project = await make().openProject('p');
    await project.append(edit(() => store.addNode({ id: 'a', type: 'gds/text', x: 0, y: 0 })));
    const refused = edit(() => store.addNode({ id: 'b', type: 'gds/text', x: 0, y: 0 }));
    const answers: [number, string][] = [
      [507, 'GDS_STORAGE_QUOTA'],
      [413, 'GDS_STORAGE_QUOTA'],
      [401, 'GDS_STORAGE_FAILED'],
      [502, 'GDS_STORAGE_UNAVAILABLE'],
    ];
    for (const [status, code] of answers) {
      server.intercept = ({ method }, response) => method === 'POST' && (response.writeHead(status).end(), true);
      expect(await codeOf(project.append(refused))).to.equal(code);
      expect(await codeOf(project.saveResult({ nodeId: 'a', key: 'k', outputs: {} }))).to.equal(code);
    }
    server.intercept = () => false;
    await project.append(edit(() => store.addNode({ id: 'c', type: 'gds/text', x: 0, y: 0 })));
    expect(file('p.json').nodes.map(({ id }) => id)).to.deep.equal(['a']);
    await project.append(refused);
    expect(
      file('p.json')
        .nodes.map(({ id }) => id)
        .sort(),
    ).to.deep.equal(['a', 'b', 'c']);
  });

  it('does not write twice what an answer was lost for', async () => {
    const { edit, store } = edited();
    const project = await make().openProject('p');
    const update = edit(() => store.addNode({ id: 'a', type: 'gds/text', x: 0, y: 0 }));
    await project.append(update);
    await project.append(update);
    expect(file('p.json')['gds-canvas'].updates).to.have.length(1);
    expect(writes).to.equal(1);
  });

  it('keeps work in the queue while the server is away, and stores it once it is back', async () => {
    const store = new GraphStore();
    const own = await originalServer();
    const storage = new FilesStorage({ baseUrl: own.url, rest: 0, retry: { attempts: 1 } });
    const autosave = new Autosave({ graph: store, storage, project: 'p' });
    const states: SaveState['status'][] = [];
    autosave.subscribe(({ status }) => states.push(status));
    await autosave.start();
    store.addNode({ id: 'a', type: 'gds/text', x: 0, y: 0 });
    await autosave.flush();
    await own.close();
    store.addNode({ id: 'b', type: 'gds/text', x: 0, y: 0 });
    expect(await codeOf(autosave.flush())).to.equal('GDS_STORAGE_UNAVAILABLE');
    expect(autosave.state.status).to.equal('error');
    const again = await originalServer(Number(new URL(own.url).port));
    again.folders.set('canvases', own.folders.get('canvases')!);
    store.addNode({ id: 'c', type: 'gds/text', x: 0, y: 0 });
    await autosave.retry();
    expect(autosave.state.status).to.equal('saved');
    expect([...(await opened(storage, 'p')).nodes.keys()].sort()).to.deep.equal(['a', 'b', 'c']);
    await autosave.stop();
    await again.close();
    expect(states).to.include.members(['saving', 'saved', 'error']);
  });

  it('keeps names apart that a server would make the same', async () => {
    const storage = make();
    const ids = ['a b', 'a_b', 'a_x20_b', 'ä', '.hidden', 'x'.repeat(300), `${'x'.repeat(300)}y`, 'läng'.repeat(50), '../../up', 'con'];
    for (const [nodes, id] of ids.entries()) await (await storage.openProject(id)).describe({ title: id, nodes });
    const listed = await make().listProjects();
    expect(listed.map(({ id, title }) => (id === title ? id : 'wrong')).sort()).to.deep.equal([...ids].sort());
    for (const name of canvases().keys()) expect(name).to.match(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}\.json$/);
    for (const id of ids) await storage.deleteProject(id);
    expect(await make().listProjects()).to.deep.equal([]);
  });

  it('lets a copy of a file be a canvas of its own', async () => {
    await (await make().openProject('one')).describe({ title: 'One', nodes: 0 });
    put('two.json', canvases().get('one.json')!.bytes.toString());
    expect((await make().listProjects()).map(({ id }) => id).sort()).to.deep.equal(['one', 'two']);
  });
});
