import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GdsError } from '../../errors.js';
import type { FileEntry } from '../../persistence/files.js';
import { FilePictures } from './file-pictures.js';

const file = (name: string, bytes = 10): FileEntry => ({
  name,
  url: `http://server/${name}`,
  bytes,
  modifiedAt: 1,
  type: name.split('.').at(-1)!,
});
const outcome = (made: Promise<Blob>): Promise<unknown> =>
  made.then(
    () => 'made',
    (error: GdsError) => error.code,
  );

/** A server whose answers come when the test says. */
function server() {
  const asked: string[] = [];
  const answers: ((error?: GdsError) => void)[] = [];
  const pictures = new FilePictures({
    read: ({ name }) => {
      asked.push(name);
      return new Promise((resolve, reject) => answers.push((error) => (error ? reject(error) : resolve(new Blob([name])))));
    },
    picture: async (blob) => blob,
    mesh: async (blob) => blob,
  });
  return { asked, pictures, answer: (error?: GdsError) => answers.shift()!(error) };
}

test('fetches meshes one at a time, what was asked last first', async () => {
  const { asked, pictures, answer } = server();
  const made = ['a.glb', 'b.glb', 'c.glb'].map((name) => pictures.of(file(name)));
  assert.deepEqual(asked, ['a.glb']);
  answer();
  await made[0];
  await new Promise(setImmediate);
  assert.deepEqual(asked, ['a.glb', 'c.glb']);
  answer();
  await made[2];
  await new Promise(setImmediate);
  answer();
  await made[1];
  assert.deepEqual(asked, ['a.glb', 'c.glb', 'b.glb']);
});

test('gives up the place of what was asked long ago, which may be asked for again', async () => {
  const { asked, pictures } = server();
  const made = Array.from({ length: 62 }, (_, i) => pictures.of(file(`${i}.glb`)));
  assert.equal(await outcome(made[1]!), 'GDS_FILES_LATER');
  assert.notEqual(pictures.of(file('1.glb')), made[1]);
  assert.deepEqual(asked, ['0.glb']);
});

test('asks once for each version, and not again for what is no picture', async () => {
  const { asked, pictures, answer } = server();
  const first = pictures.of(file('a.png'));
  assert.equal(pictures.of(file('a.png')), first);
  answer(new GdsError('GDS_IMAGE_DECODE', 'It is none.'));
  assert.equal(await outcome(first), 'GDS_IMAGE_DECODE');
  assert.equal(await outcome(pictures.of(file('a.png'))), 'GDS_IMAGE_DECODE');
  const second = pictures.of({ ...file('a.png'), modifiedAt: 2 });
  answer(new GdsError('GDS_FILES_UNREACHABLE', 'It is away.', { retryable: true }));
  assert.equal(await outcome(second), 'GDS_FILES_UNREACHABLE');
  void pictures.of({ ...file('a.png'), modifiedAt: 2 });
  assert.equal(asked.length, 3);
});

test('does not fetch what is too large', async () => {
  const { asked, pictures } = server();
  assert.equal(await outcome(pictures.of(file('big.glb', 33 * 1024 * 1024))), 'GDS_FILES_TOO_LARGE');
  assert.deepEqual(asked, []);
});
