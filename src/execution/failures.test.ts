import { describe, it } from 'node:test';
import { expect } from 'chai';
import { GdsError } from '../errors.js';
import type { NodeDefinition, NodeOutputs } from '../registry/types.js';
import { failures, setup, studio, textNode } from './executor.fixture.js';

describe('Executor: failures', () => {
  it('stops what depends on a failed node and nothing else', async () => {
    const { executor, graph, add } = setup({}, [
      textNode('broken', () => {
        throw new Error('boom');
      }),
    ]);
    const broken = add('broken');
    const after = add('join');
    const last = add('join');
    const fine = add('join', { text: 'fine' });
    graph.addEdge([broken, 'out'], [after, 'a']);
    graph.addEdge([after, 'out'], [last, 'a']);
    const result = await executor.run();
    expect(result.status).to.equal('error');
    expect(failures(result)).to.deep.equal({ [broken]: 'GDS_NODE_FAILED' });
    expect(executor.state(broken).error!.message).to.equal('"broken" failed: boom');
    expect([after, last].map((id) => [executor.state(id).status, executor.state(id).error!.code])).to.deep.equal([
      ['cancelled', 'GDS_UPSTREAM'],
      ['cancelled', 'GDS_UPSTREAM'],
    ]);
    expect(executor.state(fine).status).to.equal('complete');
    graph.setParam(broken, 'text', 'mended');
    expect(executor.state(broken)).to.not.have.property('error');
    expect(executor.state(broken).status).to.equal('idle');
  });

  const nonsense: [string, unknown][] = [
    ['a text', 'text'],
    ['nothing', undefined],
    ['a list', []],
    ['an output of another type', { out: 7 }],
    ['an output that is no value', { out: { kind: 'image', blob: 'no' } }],
    ['NaN', { out: Number.NaN }],
  ];
  for (const [what, value] of nonsense) {
    it(`fails a node that hands back ${what}`, async () => {
      const { executor, add } = setup({}, [textNode('odd', () => value as NodeOutputs)]);
      const odd = add('odd');
      expect(failures(await executor.run())).to.deep.equal({ [odd]: 'GDS_NODE_OUTPUT' });
    });
  }

  it('survives a definition whose execute throws before it returns a promise', async () => {
    const type: NodeDefinition = {
      ...textNode('sync'),
      execute: (() => {
        throw new GdsError('GDS_OWN', 'own words');
      }) as unknown as NonNullable<NodeDefinition['execute']>,
    };
    const { executor, add } = setup({}, [type]);
    const id = add('sync');
    expect(failures(await executor.run())).to.deep.equal({ [id]: 'GDS_OWN' });
  });

  it('names an unknown node type at its node and lets the rest run', async () => {
    const { executor, graph, add } = setup();
    const fine = add('join', { text: 'x' });
    const unknown = graph.addNode({ type: 'from-the-future', x: 0, y: 0 });
    expect(failures(await executor.run())).to.deep.equal({ [unknown]: 'GDS_NODE_UNKNOWN' });
    expect(executor.state(fine).status).to.equal('complete');
    expect(graph.nodes.has(unknown)).to.equal(true);
  });

  it('says what an empty prompt needs, and runs once it is there', async () => {
    const { executor, graph, prompt } = studio();
    graph.setParam(prompt, 'text', '  ');
    const result = await executor.run();
    expect(failures(result)).to.deep.equal({ [prompt]: 'GDS_PROMPT_EMPTY' });
    expect(executor.state(prompt).error!.message).to.equal('Write what you want to see.');
    graph.setParam(prompt, 'text', 'a dog');
    expect((await executor.run()).status).to.equal('complete');
  });

  it('skips a model node that nothing is connected to, but names the port that lacks a connection otherwise', async () => {
    const { executor, graph, add } = setup();
    const lonely = add('model');
    const turbo = add('sdxl-turbo');
    expect((await executor.run()).status).to.equal('complete');
    expect([executor.state(lonely).status, executor.state(turbo).status]).to.deep.equal(['idle', 'idle']);
    const prompt = add('prompt', { text: 'x' });
    graph.addEdge([prompt, 'text'], [lonely, 'prompt']);
    const result = await executor.run();
    expect(failures(result)).to.deep.equal({ [lonely]: 'GDS_INPUT_MISSING' });
    expect(result.failed[0]!.error.message).to.equal(
      '"Image to image" needs something at its input "Image". Connect Image or Text to image.',
    );
    expect(failures(await executor.run({ nodes: [turbo] }))).to.deep.equal({ [turbo]: 'GDS_PROMPT_EMPTY' });
  });

  it('refuses a picture that does not decode, at its node', async () => {
    const { executor, graph, add, blobs } = setup();
    const hash = 'a'.repeat(64);
    const image = add('image', { image: hash });
    expect(failures(await executor.run())).to.deep.equal({ [image]: 'GDS_ASSET_MISSING' });
    blobs.set(hash, new Blob(['not a picture']));
    expect(failures(await executor.run())).to.deep.equal({ [image]: 'GDS_IMAGE_DECODE' });
    graph.setParam(image, 'image', '');
    expect(failures(await executor.run())).to.deep.equal({ [image]: 'GDS_IMAGE_MISSING' });
  });

  it('keeps the result where the asset store refuses it, with a warning', async () => {
    const put = async (): Promise<never> => {
      throw new Error('QuotaExceededError');
    };
    const { executor, add } = setup({ assets: { get: async () => undefined, put } });
    const turbo = add('sdxl-turbo', { prompt: 'a dog' });
    expect((await executor.run()).status).to.equal('complete');
    expect(executor.state(turbo).warning!.code).to.equal('GDS_ASSET_STORE');
    expect(executor.state(turbo).outputs!['image']).to.include({ kind: 'image' });
  });
});
