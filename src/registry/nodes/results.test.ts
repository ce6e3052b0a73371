import { describe, it } from 'node:test';
import { expect } from 'chai';
import { nameFromPrompt } from './results.js';

describe('nameFromPrompt', () => {
  const cases: [string, string][] = [
    ['a red apple', 'red apple'],
    ['A 3D render of a red apple, glossy', 'red apple'],
    ['a black and white icon of a cat', 'cat'],
    ['the', 'the'],
    ['red\napple', 'red'],
    ['a/b\\c:d', 'b c d'],
    ['', ''],
    ['   ', ''],
    ['../../secret', 'secret'],
    ['ein roter Apfel auf einem Tisch im Garten hinter dem Haus', 'ein roter Apfel auf einem Tisch im Garten hinter'],
  ];
  for (const [prompt, name] of cases) {
    it(`calls ${JSON.stringify(prompt)} ${JSON.stringify(name)}`, () => {
      expect(nameFromPrompt(prompt)).to.equal(name);
    });
  }
});
