/**
 * What ComfyUI's own front end saved, there and back. "Equal" is canonical equality: the same JSON values, whatever the order of keys;
 * the order of lists counts.
 */
import { describe, it } from 'node:test';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { detect, exportPrompt, exportWorkflow, importComfyFile, importPrompt, importWorkflow } from './index.js';
import { isObject, type Json, type JsonObject } from './json.js';
import { documentOf, example, exampleNames } from '../../test/support/comfyui.js';

const media = (name: string): Blob => new Blob([readFileSync(new URL(`../../test/fixtures/comfyui/media/${name}`, import.meta.url))]);

describe('workflows', () => {
  for (const name of exampleNames(/\.(ui|schema1|resaved)\.json$/)) {
    it(`gives ${name} back`, () => {
      const file = example(name);
      const { graph } = importWorkflow(file);
      expect(exportWorkflow(graph)).to.deep.equal(file);
      const store = documentOf(graph);
      expect(store.problems).to.deep.equal([]);
      const kept = store.toJSON();
      expect(exportWorkflow(kept)).to.deep.equal(file);
      // Once more through a document of its own, as a saved project.
      expect(exportWorkflow(documentOf(kept).toJSON())).to.deep.equal(file);
      expect(detect(file)).to.equal(file['version'] === 1 ? 'workflow-1' : 'workflow-0.4');
    });
  }

  for (const { case: name, workflow } of example('19-promoted-widgets.json')['cases'] as { case: string; workflow: JsonObject }[]) {
    it(`gives a promoted widget back: ${name}`, () => {
      expect(exportWorkflow(documentOf(importWorkflow(workflow).graph).toJSON())).to.deep.equal(workflow);
    });
  }

  it('reads text as well as objects, and the same out of both', () => {
    const file = example('02-txt2img-seed-notes-group.ui.json');
    expect(importWorkflow(JSON.stringify(file))).to.deep.equal(importWorkflow(file));
  });
});

describe('prompts', () => {
  for (const name of exampleNames(/\.api\.json$/)) {
    it(`gives ${name} back`, () => {
      const prompt = example(name);
      const store = documentOf(importPrompt(prompt).graph);
      expect(store.problems).to.deep.equal([]);
      expect(exportPrompt(store.toJSON())).to.deep.equal(prompt);
      expect(detect(prompt)).to.equal('prompt');
    });
  }

  // 13: the front end saved its values as null, which is another file. 16 makes it throw, 18 draws at random.
  for (const name of exampleNames(/\.(ui|schema1|resaved)\.json$/).filter((each) => !/^(13.*resaved|16|18)/.test(each))) {
    it(`makes of ${name} what the front end sends`, () => {
      const sent = example(name.replace(/\.\w+\.json$/, '.api.json'));
      // A class that the front end does not know loses its name there; here it keeps it.
      if (name.startsWith('15')) Object.assign(sent['5'] as JsonObject, { class_type: 'GdsNoSuchNode', _meta: { title: 'GdsNoSuchNode' } });
      expect(exportPrompt(documentOf(importWorkflow(example(name)).graph).toJSON())).to.deep.equal(sent);
    });
  }

  for (const each of example('19-promoted-widgets.json')['cases'] as { case: string; workflow: JsonObject; api_scale_by: Json }[]) {
    it(`sends the value of a promoted widget that the front end sends: ${each.case}`, () => {
      const prompt = exportPrompt(importWorkflow(each.workflow).graph) as Record<string, { inputs: JsonObject }>;
      expect(prompt['5:3']!.inputs['scale_by']).to.deep.equal(each.api_scale_by);
    });
  }

  it('resolves dynamic prompts to what the front end was seen to send, and nothing else', () => {
    const observed = example('18-dynamic-prompts.observed.json')['CLIPTextEncode_text'] as string[];
    const { graph } = importWorkflow(example('18-dynamic-prompts.ui.json'));
    const made = new Set<string>();
    for (let step = 0; step < 64; step++) {
      let turn = step;
      const random = (): number => {
        const value = (turn % 4) / 4;
        turn = Math.floor(turn / 4);
        return value;
      };
      const prompt = exportPrompt(graph, { random }) as Record<string, { inputs: { text?: string } }>;
      made.add(prompt['1']!.inputs.text!);
    }
    expect([...made].sort()).to.deep.equal([...observed].sort());
  });

  it('drops a link that leads nowhere, and says so', () => {
    const warnings: string[] = [];
    const prompt = exportPrompt(importWorkflow(example('16-dangling-links.ui.json')).graph, {
      onWarning: ({ code, path }) => warnings.push(`${code} ${path}`),
    });
    expect(prompt['3']).to.deep.equal({ class_type: 'PreviewImage', inputs: {}, _meta: { title: 'Preview Image' } });
    expect(warnings).to.deep.equal(['GDS_COMFY_LINK 3']);
  });
});

describe('files', () => {
  for (const name of ['png-still_00002_.png', 'animated-png-apng_00002_.png', 'animated-webp-anim_00002_.webp', 'glb-mesh_00001_.glb']) {
    it(`finds the workflow in ${name} and gives it back`, async () => {
      const expected = example('01-basic.ui.json');
      (expected['extra'] as JsonObject)['note'] = 'ünïcode ✓ 画';
      const { graph } = (await importComfyFile(media(name)))!;
      expect(exportWorkflow(documentOf(graph).toJSON())).to.deep.equal(expected);
    });
  }
  const { items } = JSON.parse(readFileSync(new URL('../../test/fixtures/comfyui/media/index.json', import.meta.url), 'utf8')) as {
    items: { file: string; prompt: JsonObject }[];
  };
  for (const { file, prompt } of items) {
    it(`gives the prompt back that made ${file}`, () => {
      expect(exportPrompt(documentOf(importPrompt(prompt).graph).toJSON())).to.deep.equal(prompt);
    });
  }
});

describe('versions', () => {
  it('turns 0.4 into 1 and back without a difference', () => {
    for (const name of exampleNames(/^\d\d-.*\.ui\.json$/)) {
      const file = example(name);
      const one = exportWorkflow(importWorkflow(file).graph, { version: 1 });
      expect(one['version'], name).to.equal(1);
      const back = exportWorkflow(importWorkflow(one).graph, { version: 0.4 });
      expect(back, name).to.deep.equal({ ...file, extra: file['extra'] ?? {} });
    }
  });

  it('makes of 0.4 the links, bends and counters that the front end writes in 1', () => {
    for (const name of exampleNames(/\.schema1\.json$/)) {
      const recorded = example(name);
      const made = exportWorkflow(importWorkflow(example(name.replace('.schema1.', '.ui.'))).graph, { version: 1 });
      for (const field of ['links', 'reroutes', 'state', 'groups']) expect(made[field], `${name} ${field}`).to.deep.equal(recorded[field]);
      const extra = made['extra'];
      if (isObject(extra)) delete extra['frontendVersion'];
      expect(extra, name).to.deep.equal(recorded['extra']);
    }
  });
});
