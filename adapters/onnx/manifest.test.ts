import { describe, it } from 'node:test';
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { modelSha256, type ModelFile } from './manifest.js';

const file = (role: ModelFile['role'], digit: string): ModelFile => ({ role, path: `${role}.onnx`, bytes: 1, sha256: digit.repeat(64) });

describe('modelSha256', () => {
  it('names what the files hold, whatever their order and wherever they lie', async () => {
    const lines = `${'a'.repeat(64)}  vae_decoder\n${'b'.repeat(64)}  unet\n`;
    const expected = createHash('sha256').update(lines).digest('hex');
    expect(await modelSha256({ files: [file('unet', 'b'), file('vae_decoder', 'a')] })).to.equal(expected);
    expect(await modelSha256({ files: [{ ...file('vae_decoder', 'a'), path: 'elsewhere' }, file('unet', 'b')] })).to.equal(expected);
    expect(await modelSha256({ files: [file('unet', 'c'), file('vae_decoder', 'a')] })).to.not.equal(expected);
  });
});
