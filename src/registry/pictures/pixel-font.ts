/**
 * Letters of 5 × 7 pixels, so that labels are drawn the same everywhere, without a DOM and without a font file.
 *
 * The shapes are those of oled-font-5x7 1.0.3, Copyright (c) 2014 Suz Hinton, MIT licence: permission is granted, free of charge, to any
 * person obtaining a copy to deal in it without restriction, provided that this notice is included in all copies or substantial
 * portions; it comes as is, without warranty of any kind. The tilde is ours.
 */
export const GLYPH = { width: 5, height: 8, advance: 6 } as const;

/** Printable ASCII from the space on: five columns a letter, the lowest bit on top. */
const COLUMNS =
  '000000000000005f00000007000700147f147f14242a7f2a12231308646236495522500005030000001c2241000041221c00082a1c2a0808083e0808' +
  '00503000000808080808006060000020100804023e5149453e00427f400042615149462141454b311814127f1027454545393c4a4949300171090503' +
  '3649494936064949291e003636000000563600000008142241141414141441221408000201510906324979413e7e1111117e7f494949363e41414122' +
  '7f4141221c7f494949417f090901013e414151327f0808087f00417f41002040413f017f081422417f404040407f0204027f7f0408107f3e4141413e' +
  '7f090909063e4151215e7f09192946464949493101017f01013f4040403f1f2040201f7f2018207f63140814630304780403615149454300007f4141' +
  '020408102041417f000004020102044040404040000102040020545454787f484444383844444420384444487f3854545418087e090102081454543c' +
  '7f0804047800447d40002040443d00007f10284400417f40007c041804787c0804047838444444387c14141408081414187c7c080404084854545420' +
  '043f4440203c4040207c1c2040201c3c4030403c44281028440c5050503c4464544c44000836410000007f000000413608000804081008';

const FIRST = 0x20;
const LAST = 0x7e;
const UNKNOWN = '?'.charCodeAt(0);

/** The columns of a letter, left to right. Letters with marks lose them; what has no shape here is a question mark. */
export function glyph(letter: string): number[] {
  const plain = letter.normalize('NFKD').codePointAt(0) ?? UNKNOWN;
  const code = plain >= FIRST && plain <= LAST ? plain : UNKNOWN;
  const start = (code - FIRST) * GLYPH.width * 2;
  return Array.from({ length: GLYPH.width }, (_, column) => Number.parseInt(COLUMNS.slice(start + column * 2, start + column * 2 + 2), 16));
}
