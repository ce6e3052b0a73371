/**
 * The part of an ONNX file that describes it: `ModelProto` without its graph, and the graph's name (onnx/onnx.proto).
 *
 * Fields are length-delimited, so nodes and weights are stepped over unread; a file of gigabytes costs a few small reads.
 */
import type { ByteWindow } from './byte-window.js';
import type { ModelMetadata } from './model-header.js';

const MODEL = { producer: 2, description: 6, graph: 7, opset: 8, property: 14 } as const;
const GRAPH_NAME = 2;
const OPSET = { domain: 1, version: 2 } as const;
const PROPERTY = { key: 1, value: 2 } as const;
/** Texts beyond this are left out, in bytes; fields beyond this many are not looked at. */
const LONGEST_TEXT = 64 * 1024;
const MOST_FIELDS = 100_000;

interface Field {
  readonly number: number;
  /** Of a number (wire type 0); 0 otherwise. */
  readonly value: number;
  /** Where the content of a length-delimited field lies. */
  readonly start: number;
  readonly end: number;
}

/** Throws where the bytes are no protocol buffer. */
export async function readOnnxHeader(window: ByteWindow): Promise<ModelMetadata> {
  const said: Record<string, string> = {};
  let graphName = '';
  let producer = '';
  let description = '';
  let opset = 0;
  for await (const field of fields(window, 0, window.size)) {
    if (field.number === MODEL.producer) producer = await text(window, field);
    else if (field.number === MODEL.description) description = await text(window, field);
    else if (field.number === MODEL.graph) graphName = await nameOfGraph(window, field);
    else if (field.number === MODEL.opset) opset = (await opsetVersion(window, field)) ?? opset;
    else if (field.number === MODEL.property) {
      const [key, value] = await property(window, field);
      said[key.replace(/^modelspec\./, '')] = value;
    }
  }
  return withoutEmpty({
    title: said.title ?? graphName,
    author: said.author ?? '',
    description: said.description ?? description,
    architecture: said.architecture ?? '',
    license: said.license ?? '',
    opset: opset ? String(opset) : '',
    producer,
  });
}

async function* fields(window: ByteWindow, from: number, to: number): AsyncGenerator<Field> {
  let at = from;
  const varint = async (): Promise<number> => {
    const bytes = await window.bytes(at, 10);
    let value = 0;
    for (let i = 0; ; i++) {
      const byte = bytes.readUInt8(i);
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) {
        at += i + 1;
        return value;
      }
    }
  };
  for (let count = 0; at < to && count < MOST_FIELDS; count++) {
    const key = await varint();
    const number = Math.floor(key / 8);
    let value = 0;
    let start = at;
    switch (key % 8) {
      case 0:
        value = await varint();
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const length = await varint();
        start = at;
        at += length;
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        throw new RangeError('no protocol buffer');
    }
    if (at > to) throw new RangeError('a field reaches beyond the end');
    yield { number, value, start, end: at };
  }
}

const text = async (window: ByteWindow, { start, end }: Field): Promise<string> =>
  end - start > LONGEST_TEXT ? '' : (await window.bytes(start, end - start)).toString('utf8');

async function nameOfGraph(window: ByteWindow, { start, end }: Field): Promise<string> {
  for await (const field of fields(window, start, end)) if (field.number === GRAPH_NAME) return text(window, field);
  return '';
}

/** Of the operators of ONNX itself; those of other domains have numbers of their own. */
async function opsetVersion(window: ByteWindow, { start, end }: Field): Promise<number | undefined> {
  let domain = '';
  let version: number | undefined;
  for await (const field of fields(window, start, end)) {
    if (field.number === OPSET.domain) domain = await text(window, field);
    else if (field.number === OPSET.version) version = field.value;
  }
  return domain === '' || domain === 'ai.onnx' ? version : undefined;
}

async function property(window: ByteWindow, { start, end }: Field): Promise<[key: string, value: string]> {
  const pair: [string, string] = ['', ''];
  for await (const field of fields(window, start, end)) {
    if (field.number === PROPERTY.key) pair[0] = await text(window, field);
    else if (field.number === PROPERTY.value) pair[1] = await text(window, field);
  }
  return pair;
}

const withoutEmpty = (metadata: Record<string, string>): ModelMetadata =>
  Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== ''));
