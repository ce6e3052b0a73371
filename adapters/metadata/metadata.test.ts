import { describe, it } from 'node:test';
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { WebIO } from '@gltf-transform/core';
import { expect } from 'chai';
import { decode, encode } from 'fast-png';
import validator from 'gltf-validator';
import { GdsError } from '../../src/errors.js';
import { crc32 } from './crc32.js';
import { readMetadata, writeMetadata, XMP_KEY } from './index.js';

const MEDIA = new URL('../../test/fixtures/comfyui/media/', import.meta.url);
const load = (name: string): Blob => new Blob([readFileSync(new URL(name, MEDIA))]);
const bytesOf = async (blob: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await blob.arrayBuffer());
const ascii = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (char) => char.charCodeAt(0));
const join = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> => Uint8Array.from(parts.flatMap((part) => [...part]));

async function failure(work: Promise<unknown>): Promise<GdsError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(GdsError);
  return error as GdsError;
}

/** A picture of our own with these chunks before its pixels. */
function png(...chunks: readonly Uint8Array[]): Blob {
  const plain = encode({ width: 2, height: 2, data: new Uint8Array(16).fill(128), channels: 4 });
  return new Blob([
    Uint8Array.from(plain.subarray(0, 33)),
    ...chunks.map((chunk) => Uint8Array.from(chunk)),
    Uint8Array.from(plain.subarray(33)),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(data.length + 12);
  const view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  whole.set(ascii(type), 4);
  whole.set(data, 8);
  view.setUint32(data.length + 8, crc32(whole.subarray(4, data.length + 8)));
  return whole;
}

describe('metadata of files that ComfyUI wrote', () => {
  const cases: [file: string, container: string][] = [
    ['png-still_00002_.png', 'png'],
    ['animated-png-apng_00002_.png', 'png'],
    ['animated-webp-anim_00002_.webp', 'webp'],
    ['glb-mesh_00001_.glb', 'glb'],
  ];
  for (const [file, container] of cases) {
    it(`reads workflow and prompt of ${file}`, async () => {
      const metadata = await readMetadata(load(file));
      expect(metadata.container).to.equal(container);
      expect([...metadata.entries.keys()].sort()).to.deep.equal(['prompt', 'workflow']);
      const workflow = JSON.parse(metadata.entries.get('workflow')!) as { id: string; extra: { note: string } };
      expect(workflow.id).to.equal('65063bff-9a52-4fb8-b542-6986ab285099');
      expect(workflow.extra.note).to.equal('ünïcode ✓ 画');
      expect(JSON.parse(metadata.entries.get('prompt')!)).to.have.property('2');
    });

    it(`writes into ${file}: one entry replaced, one added, the others kept`, async () => {
      const written = await writeMetadata(load(file), new Map([['workflow', '{"new":1}'], ['gds-probe', '"grün ✓"']])); // prettier-ignore
      const { entries } = await readMetadata(written);
      const before = (await readMetadata(load(file))).entries;
      expect(Object.fromEntries(entries)).to.deep.equal({ prompt: before.get('prompt'), workflow: '{"new":1}', 'gds-probe': '"grün ✓"' });
    });
  }
});

describe('PNG metadata', () => {
  it('reads plain, compressed and international texts', async () => {
    const blob = png(
      chunk('tEXt', ascii('plain\0caf\xe9')),
      chunk('zTXt', join(ascii('packed\0\0'), deflateSync('x'.repeat(100_000)))),
      chunk('iTXt', join(ascii('words\0\0\0de\0W\0'), new TextEncoder().encode('Wörter 画'))),
      chunk('iTXt', join(ascii('packed words\0\x01\0\0\0'), deflateSync(new TextEncoder().encode('Wörter 画')))),
    );
    expect(Object.fromEntries((await readMetadata(blob)).entries)).to.deep.equal({
      plain: 'café',
      packed: 'x'.repeat(100_000),
      words: 'Wörter 画',
      'packed words': 'Wörter 画',
    });
  });

  it('leaves pixels and all other chunks byte for byte, as an independent decoder sees them', async () => {
    const blob = png(chunk('gAMA', Uint8Array.of(0, 0, 0xb1, 0x8f)), chunk('tEXt', ascii('Author\0someone')));
    const written = await writeMetadata(blob, new Map([['workflow', '{"a":[1,2]}']]));
    const decoded = decode(await bytesOf(written), { checkCrc: true });
    expect(decoded.data).to.deep.equal(decode(await bytesOf(blob)).data);
    expect(decoded.text).to.deep.equal({ Author: 'someone', workflow: '{"a":[1,2]}' });
    // Taking the entry out again by hand gives the file as it was.
    const added = chunk('tEXt', ascii('workflow\0{"a":[1,2]}'));
    const text = String.fromCharCode(...(await bytesOf(written))).replace(String.fromCharCode(...added), '');
    expect(ascii(text)).to.deep.equal(await bytesOf(blob));
  });

  it('keeps what follows the end of the picture', async () => {
    const blob = new Blob([png(), 'trailer']);
    const written = await writeMetadata(blob, new Map([['a', 'b']]));
    expect((await written.text()).endsWith('trailer')).to.equal(true);
    expect((await readMetadata(written)).entries.get('a')).to.equal('b');
  });

  it('refuses a text that unpacks to gigabytes before memory grows', async () => {
    const bomb = deflateSync(new Uint8Array(64 * 1024 * 1024));
    const before = process.memoryUsage().arrayBuffers;
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().arrayBuffers)), 1);
    const error = await failure(readMetadata(png(chunk('zTXt', join(ascii('bomb\0\0'), bomb)))));
    clearInterval(watch);
    expect(error.code).to.equal('GDS_METADATA_SIZE');
    expect(peak - before).to.be.below(48 * 1024 * 1024);
    expect((await failure(readMetadata(png(chunk('iTXt', join(ascii('bomb\0\x01\0\0\0'), bomb)))))).code).to.equal('GDS_METADATA_SIZE');
  });

  it('refuses what is damaged, and says so', async () => {
    const sound = chunk('tEXt', ascii('key\0value'));
    const wrongSum = Uint8Array.from(sound);
    wrongSum[10]! ^= 1;
    const damagedFiles: Record<string, Blob> = {
      'wrong checksum': png(wrongSum),
      'length beyond the end': png(Uint8Array.from([0x7f, 0xff, 0xff, 0xff, ...ascii('tEXt')])),
      'no name': png(Uint8Array.from([0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0])),
      'cut off': png().slice(0, 40),
      'nothing but the signature': png().slice(0, 8),
      'garbage in place of a zlib stream': png(chunk('zTXt', ascii('k\0\0nonsense'))),
      'unknown compression': png(chunk('zTXt', ascii('k\0\x07nonsense'))),
      'half an iTXt': png(chunk('iTXt', ascii('k\0\0\0en'))),
    };
    for (const [name, blob] of Object.entries(damagedFiles)) {
      expect((await failure(readMetadata(blob))).code, name).to.equal('GDS_METADATA_DAMAGED');
    }
  });

  it('refuses keys that PNG cannot hold', async () => {
    for (const key of ['', ' a', 'a  b', 'ä', 'x'.repeat(80)])
      expect((await failure(writeMetadata(png(), new Map([[key, 'v']])))).code).to.equal('GDS_METADATA_KEY');
  });
});

describe('WebP metadata', () => {
  // 1 × 1, lossless, as cwebp writes it: a simple file without VP8X.
  const simple = new Blob([
    Uint8Array.from([
      ...ascii('RIFF'),
      26,
      0,
      0,
      0,
      ...ascii('WEBPVP8L'),
      13,
      0,
      0,
      0,
      0x2f,
      0,
      0,
      0,
      0x10,
      7,
      0x10,
      0x11,
      0x11,
      0x88,
      0x88,
      0xfe,
      7,
      0,
    ]),
  ]);

  it('makes an extended file of a simple one', async () => {
    const written = await writeMetadata(simple, new Map([['workflow', '{"a":1}']]));
    const bytes = await bytesOf(written);
    const view = new DataView(bytes.buffer);
    expect(view.getUint32(4, true)).to.equal(bytes.length - 8);
    expect(String.fromCharCode(...bytes.subarray(12, 16))).to.equal('VP8X');
    expect([...bytes.subarray(20, 30)]).to.deep.equal([0x18, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...bytes.subarray(30, 52)]).to.deep.equal([...(await bytesOf(simple)).subarray(12, 34)]);
    expect((await readMetadata(written)).entries.get('workflow')).to.equal('{"a":1}');
  });

  it('keeps other EXIF tags, by the values that they point to', async () => {
    // Little endian: Make "Canon", Orientation 6; the camera's name is no entry of ours.
    const tiff = join(
      ascii('II*\0'), Uint8Array.of(8, 0, 0, 0, 2, 0),
      Uint8Array.of(0x0f, 1, 2, 0, 6, 0, 0, 0, 38, 0, 0, 0), Uint8Array.of(0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0),
      Uint8Array.of(0, 0, 0, 0), ascii('Canon\0'),
    ); // prettier-ignore
    const size = (length: number): Uint8Array => Uint8Array.of(length & 255, length >> 8, 0, 0);
    const body = join(
      ascii('WEBP'),
      (await bytesOf(simple)).slice(12),
      ascii('EXIF'),
      size(tiff.length),
      tiff,
      ascii('XMP '),
      size(4),
      ascii('<x/>'),
    );
    const blob = new Blob([join(ascii('RIFF'), size(body.length), body)]);
    const written = await writeMetadata(blob, new Map([['prompt', '{}'], ['workflow', '{"a":1}']])); // prettier-ignore
    expect(Object.fromEntries((await readMetadata(written)).entries)).to.deep.equal({
      prompt: '{}',
      workflow: '{"a":1}',
      [XMP_KEY]: '<x/>',
    });
    const text = await new Blob([written]).text();
    expect(text).to.include('Canon\0');
    const again = await readMetadata(await writeMetadata(written, new Map([['workflow', '[2]']])));
    expect(again.entries.get('workflow')).to.equal('[2]');
    expect(again.entries.get('prompt')).to.equal('{}');
  });

  it('reads the same EXIF out of a JPEG', async () => {
    const tiff = join(
      ascii('Exif\0\0MM\0*'),
      Uint8Array.of(0, 0, 0, 8, 0, 1, 1, 0x0f, 0, 2, 0, 0, 0, 12, 0, 0, 0, 26, 0, 0, 0, 0),
      ascii('workflow:{}\0'),
    );
    const jpeg = join(Uint8Array.of(0xff, 0xd8, 0xff, 0xe1, 0, tiff.length + 2), tiff, Uint8Array.of(0xff, 0xda, 0, 2, 1, 2, 0xff, 0xd9));
    const { container, entries } = await readMetadata(new Blob([jpeg]));
    expect(container).to.equal('jpeg');
    expect(Object.fromEntries(entries)).to.deep.equal({ workflow: '{}' });
  });
});

describe('GLB metadata', () => {
  it('leaves a valid mesh with the same geometry, as glTF Transform and the Khronos validator see it', async () => {
    const blob = load('glb-mesh_00001_.glb');
    const written = await bytesOf(await writeMetadata(blob, new Map([['workflow', '{"grün":"✓"}']])));
    const report = await validator.validateBytes(written);
    expect(report.issues.numErrors).to.equal(0);
    const [before, after] = [await new WebIO().readBinary(await bytesOf(blob)), await new WebIO().readBinary(written)];
    const position = (document: typeof before) =>
      document.getRoot().listMeshes()[0]!.listPrimitives()[0]!.getAttribute('POSITION')!.getArray();
    expect(position(after)).to.deep.equal(position(before));
    const extras = after.getRoot().getAsset().extras as Record<string, string>;
    expect(extras['workflow']).to.equal('{"grün":"✓"}');
    expect(extras['prompt']).to.equal((before.getRoot().getAsset().extras as Record<string, string>)['prompt']);
  });

  it('refuses what is damaged, and says so', async () => {
    const bytes = await bytesOf(load('glb-mesh_00001_.glb'));
    const changed = (at: number, value: number): Blob => {
      const copy = Uint8Array.from(bytes);
      copy[at] = value;
      return new Blob([copy]);
    };
    expect((await failure(readMetadata(changed(4, 1)))).code).to.equal('GDS_METADATA_DAMAGED');
    expect((await failure(readMetadata(changed(15, 0x7f)))).code).to.equal('GDS_METADATA_SIZE');
    expect((await failure(readMetadata(changed(13, 0xff)))).code).to.equal('GDS_METADATA_DAMAGED');
    expect((await failure(readMetadata(changed(20, 0x21)))).code).to.equal('GDS_METADATA_DAMAGED');
    expect((await failure(readMetadata(new Blob([bytes.slice(0, 15)])))).code).to.equal('GDS_METADATA_DAMAGED');
  });
});

it('refuses containers that it does not know', async () => {
  for (const blob of [new Blob([]), new Blob(['GIF89a etc.']), load('latent-lat_00002_.latent')])
    expect((await failure(readMetadata(blob))).code).to.equal('GDS_METADATA_FORMAT');
});

it('answers 2,000 mutated files with entries or a typed error, never with another one', async () => {
  const seed = Number(process.env['GDS_SEED'] ?? Date.now() % 2 ** 31);
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
  const names = ['png-still_00002_.png', 'animated-png-apng_00002_.png', 'animated-webp-anim_00002_.webp', 'glb-mesh_00001_.glb'];
  const files = names.map((name) => readFileSync(new URL(name, MEDIA)));
  for (let round = 0; round < 2_000; round++) {
    let bytes = Uint8Array.from(files[random(files.length)]!);
    for (let count = 1 + random(4); count > 0; count--) bytes[random(Math.min(bytes.length, random(2) ? 200 : bytes.length))] = random(256);
    if (random(4) === 0) bytes = bytes.slice(0, random(bytes.length));
    const blob = new Blob([bytes]);
    for (const work of [readMetadata(blob), writeMetadata(blob, new Map([['a', '{}']]))]) {
      const error: unknown = await work.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error !== undefined && !(error instanceof GdsError && error.code.startsWith('GDS_METADATA_')))
        throw new Error(`seed ${seed}, round ${round}`, { cause: error });
    }
  }
});
