/**
 * What the original application's tests hold of runs, by the names they have there (orchestration/execution.test.ts).
 * Where ours differs, the name says so and docs/decisions/0040-original-behaviours.md says why.
 */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { failures, setup } from '../../src/execution/executor.fixture.js';

/** The smallest PNG: 1 × 1 pixel. */
const PIXEL = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  (letter) => letter.charCodeAt(0),
);

function world() {
  const made = setup();
  const { graph, add, blobs, statuses } = made;
  const hash = 'a'.repeat(64);
  blobs.set(hash, new Blob([PIXEL]));
  const image = (): string => add('image', { image: hash });
  /** image → model */
  const pipeline = (): { image: string; model: string } => {
    const ids = { image: image(), model: add('model', { prompt: 'a dog' }) };
    graph.addEdge([ids.image, 'image'], [ids.model, 'image']);
    return ids;
  };
  return { ...made, image, pipeline, statuses };
}

describe('original: execution', () => {
  it('simple image → model graph succeeds without error', async () => {
    const { executor, pipeline } = world();
    const { image, model } = pipeline();
    const result = await executor.run();
    expect([result.status, result.failed]).to.deep.equal(['complete', []]);
    expect([image, model].map((id) => executor.state(id).status)).to.deep.equal(['complete', 'complete']);
  });

  it('empty graph succeeds', async () => {
    expect((await world().executor.run()).status).to.equal('complete');
  });

  it('image node goes idle → complete', async () => {
    const { executor, image } = world();
    const id = image();
    expect(executor.state(id).status).to.equal('idle');
    await executor.run();
    expect(executor.state(id).status).to.equal('complete');
  });

  it('dependency order (image before model)', async () => {
    const { executor, pipeline } = world();
    const { image, model } = pipeline();
    const { ran } = await executor.run();
    expect(ran.indexOf(image)).to.be.below(ran.indexOf(model));
  });

  it('several independent nodes all complete; independent pipelines in one graph all run', async () => {
    const { executor, image, pipeline } = world();
    const ids = [image(), image(), ...Object.values(pipeline()), ...Object.values(pipeline())];
    await executor.run();
    expect(ids.map((id) => executor.state(id).status)).to.deep.equal(ids.map(() => 'complete'));
  });

  it('a rejected inference sets node status error with the message, and the result is a failure with it', async () => {
    const { executor, pipeline, tasks } = world();
    const { model } = pipeline();
    tasks.run = () => Promise.reject(new Error('Out of memory'));
    const result = await executor.run();
    expect(result.status).to.equal('error');
    expect(executor.state(model).status).to.equal('error');
    expect(executor.state(model).error!.message).to.contain('Out of memory');
    expect(result.failed[0]!.error.message).to.contain('Out of memory');
  });

  it('a completely unconnected model or triposr node is skipped silently (stays idle, run succeeds)', async () => {
    const { executor, add } = world();
    const ids = [add('model'), add('triposr')];
    expect((await executor.run()).status).to.equal('complete');
    expect(ids.map((id) => executor.state(id).status)).to.deep.equal(['idle', 'idle']);
  });

  it('a model node wired only partly (output but no image) fails with text that names the input, and status error', async () => {
    const { executor, graph, add } = world();
    const [model, output] = [add('model', { prompt: 'a dog' }), add('output')];
    graph.addEdge([model, 'image'], [output, 'image']);
    const result = await executor.run();
    expect(executor.state(model).status).to.equal('error');
    // The original says "input image"; ours names the port as it is titled.
    expect(result.failed[0]!.error.message).to.contain('input "Image"');
  });

  it('empty prompt → failure that asks for one (ours: "Write what you want to see.", code GDS_PROMPT_EMPTY)', async () => {
    const { executor, graph, pipeline } = world();
    const { model } = pipeline();
    graph.setParam(model, 'prompt', ' ');
    expect(failures(await executor.run())).to.deep.equal({ [model]: 'GDS_PROMPT_EMPTY' });
  });

  it('model completion creates an output node that holds the picture (ours: as its result, not as params.imageUrl)', async () => {
    const { executor, graph, pipeline } = world();
    const { model } = pipeline();
    await executor.run();
    const output = [...graph.nodes.values()].find(({ type }) => type === 'output')!;
    expect(graph.edgeAt(output.id, 'image')!.from).to.deep.equal([model, 'image']);
    expect(executor.state(output.id).outputs!['image']).to.include({ kind: 'image' });
  });

  it('a second execute while one runs is refused with "already in progress"; the first one still succeeds', async () => {
    const { executor, pipeline } = world();
    pipeline();
    const first = executor.run();
    const second = await executor.run().catch((error: Error) => error);
    expect(second).to.include({ code: 'GDS_RUN_BUSY' });
    expect((second as Error).message).to.contain('already in progress');
    expect((await first).status).to.equal('complete');
  });

  it('markDirty marks a node and its dependents; a later run completes them again (ours: an edit does)', async () => {
    const { executor, graph, pipeline } = world();
    const { image, model } = pipeline();
    const behind = graph.addNode({ type: 'output', x: 0, y: 0 });
    graph.addEdge([model, 'image'], [behind, 'image']);
    await executor.run();
    graph.setParam(model, 'steps', 5);
    expect([image, model, behind].map((id) => executor.state(id).fresh)).to.deep.equal([true, false, false]);
    const { ran } = await executor.run();
    expect(ran).to.deep.equal([model, behind]);
    expect([model, behind].map((id) => executor.state(id).fresh)).to.deep.equal([true, true]);
  });
});
