import { pbkdf2 } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { readForm } from './form.js';

describe('a form that breaks off', () => {
  it('leaves no file, also where the disk is slow to make one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gds-form-'));
    let files = 0;
    const options = { place: () => join(folder, String(files++)), fileBytes: 1e6, fieldBytes: 1e6, idle: 10_000 };
    const server = createServer((request, response) => {
      readForm(request, options).then(
        () => response.end('read'),
        ({ code }: { code: string }) => response.end(code),
      );
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const headers = { 'Content-Type': 'multipart/form-data; boundary=x' };
    const body = '--x\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\nabc';
    try {
      for (let round = 0; round < 40; round += 1) {
        // Keeps all threads that files are opened on busy for some milliseconds.
        const busy = Array.from({ length: 8 }, () => promisify(pbkdf2)('a', 'b', 4000, 64, 'sha512'));
        const answers = await Promise.all(
          Array.from({ length: 16 }, async () => (await fetch(url, { method: 'POST', headers, body })).text()),
        );
        expect(new Set(answers)).to.deep.equal(new Set(['GDS_REQUEST_INVALID']));
        await Promise.all(busy);
      }
      expect(files).to.equal(640);
      expect(await readdir(folder)).to.deep.equal([]);
    } finally {
      server.close();
      await rm(folder, { recursive: true });
    }
  });
});
