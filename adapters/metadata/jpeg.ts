/** Metadata of JPEG files, reading only: EXIF and XMP of the APP1 segments. */
import { BlobReader, Entries, LIMITS, damaged, latin1, tooLarge, utf8, view } from './bytes.js';
import { readExif } from './exif.js';
import { XMP_KEY } from './webp.js';

const APP1 = 0xe1;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const XMP_PREFIX = 'http://ns.adobe.com/xap/1.0/\0';

export async function readJpeg(blob: Blob): Promise<Map<string, string>> {
  const reader = new BlobReader(blob);
  const entries = new Entries();
  let offset = 2;
  for (let count = 0; offset + 4 <= reader.size; count++) {
    if (count > LIMITS.entries) throw tooLarge('the picture has too many segments');
    const head = await reader.bytes(offset, 4);
    if (head[0] !== 0xff) throw damaged('a segment of the picture has no marker');
    const marker = head[1]!;
    if (marker === START_OF_SCAN || marker === END_OF_IMAGE) break;
    const length = view(head).getUint16(2);
    if (length < 2) throw damaged('a segment of the picture is cut off');
    if (marker === APP1) {
      const data = (await reader.bytes(offset + 4, length - 2)).slice();
      if (latin1(data.subarray(0, 6)) === 'Exif\0\0') for (const pair of readExif(data)) entries.add(...pair);
      else if (latin1(data.subarray(0, XMP_PREFIX.length)) === XMP_PREFIX) entries.add(XMP_KEY, utf8(data.subarray(XMP_PREFIX.length)));
    }
    offset += 2 + length;
  }
  return entries.map;
}
