/** The files of the repository keep what CONTRIBUTING promises about them. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const ours = tracked.filter(
  (path) => /^(src|adapters|server|studio|stories|scripts|bench|tools|shaders)\//.test(path) && /\.(ts|mjs|wgsl|css|html)$/.test(path),
);

describe('the repository', () => {
  it('leaves nothing for later in its sources', () => {
    const marks = new RegExp(['TO', 'DO|FIX', 'ME|X', 'XX\\b|HA', 'CK\\b'].join(''));
    expect(ours.filter((path) => marks.test(read(path)))).to.deep.equal([]);
  });

  it('says at the top of every source file what it is', () => {
    const sources = ours.filter((path) => /\.(ts|mjs)$/.test(path) && !/\.(test|stories|d)\.(ts|mts)$/.test(path));
    expect(sources.length).to.be.greaterThan(20);
    // A program that is run by its name says first by what.
    expect(sources.filter((path) => !/^(#!.*\n)?\/[/*]/.test(read(path)))).to.deep.equal([]);
  });

  it('keeps files short', () => {
    const lines = (path: string): number => read(path).split('\n').length;
    expect(ours.filter((path) => lines(path) > 600).map((path) => `${path}: ${lines(path)}`)).to.deep.equal([]);
  });

  it('points only to pages that exist', () => {
    const missing: string[] = [];
    for (const path of [...ours, ...tracked.filter((each) => /^[^/]+\.md$|^docs\/.*\.md$/.test(each))]) {
      for (const [page] of read(path).matchAll(/\bdocs\/[\w/.-]+\.(?:md|png)\b/g))
        if (!existsSync(join(root, page))) missing.push(`${path} → ${page}`);
      if (!path.endsWith('.md')) continue;
      for (const [, target = ''] of read(path).matchAll(/\]\((?!https?:|#)([^)\s#]+)/g)) {
        if (!existsSync(join(root, dirname(path), target))) missing.push(`${path} → ${target}`);
      }
    }
    expect(missing).to.deep.equal([]);
  });

  it('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const page of ['README.md', 'CONTRIBUTING.md']) {
      for (const [, name = ''] of read(page).matchAll(/npm run ([\w:-]+)/g))
        expect(scripts, `${page}: npm run ${name}`).to.have.property(name);
    }
    for (const name of ['start', 'build', 'test', 'lint', 'typecheck', 'storybook', 'bench', 'size', 'main-job', 'screenshots'])
      expect(scripts).to.have.property(name);
  });

  it('has a page without inline script or style, as its policy demands', () => {
    const page = read('studio/index.html');
    expect(page).to.not.match(/\sstyle=|<style|\son\w+=/);
    for (const [tag] of page.matchAll(/<script[^>]*>/g)) expect(tag).to.contain('src=');
    expect(page).to.not.match(/https?:\/\//);
  });
});
