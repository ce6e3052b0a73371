/**
 * Prompt to token ids for CLIP text encoders: `@huggingface/tokenizers` splits, this file closes, cuts and fills up.
 *
 * The library neither truncates nor pads. The ids are a fixed window: start, at most `maxLength - 2` tokens, end, then the pad token
 * of the model's own configuration (a wrong one changes pictures silently).
 */
import { Tokenizer } from '@huggingface/tokenizers';
import { GdsError } from '../../src/errors.js';

/** `tokenizer_config.json`, as far as it is used. */
export interface TokenizerConfig {
  readonly model_max_length?: number;
  readonly pad_token?: string | { readonly content: string };
  readonly bos_token?: string | { readonly content: string };
  readonly eos_token?: string | { readonly content: string };
}

export class PromptTokenizer {
  /** Tokens in the window, start and end included. */
  readonly maxLength: number;
  private readonly tokenizer: Tokenizer;
  private readonly end: number;
  private readonly pad: number;
  private readonly special: readonly string[];

  constructor(tokenizerJson: object, config: TokenizerConfig) {
    this.tokenizer = new Tokenizer(tokenizerJson, config);
    this.maxLength = config.model_max_length ?? 77;
    this.special = [name(config.bos_token), name(config.eos_token)].filter((token) => token !== '');
    this.end = idOf(this.tokenizer, name(config.eos_token));
    this.pad = idOf(this.tokenizer, name(config.pad_token) || name(config.eos_token));
  }

  /** Exactly `maxLength` ids. Text that spells a start or end token is taken as plain words, so it cannot cut the prompt short. */
  encode(text: string): number[] {
    const all = this.tokenizer.encode(this.plain(text)).ids;
    const kept = all.length > this.maxLength ? [...all.slice(0, this.maxLength - 1), this.end] : all;
    return [...kept, ...new Array<number>(this.maxLength - kept.length).fill(this.pad)];
  }

  /**
   * Takes the special tokens out of the text, and writes capitals small code point by code point: the lower case of a whole string
   * knows a second Greek sigma for the end of a word, which the vocabulary's own rule does not.
   */
  private plain(text: string): string {
    let out = text.normalize('NFC');
    for (const token of this.special) out = out.replaceAll(token, ' ');
    return Array.from(out, (point) => point.toLowerCase()).join('');
  }
}

function name(token: string | { readonly content: string } | undefined): string {
  return typeof token === 'object' ? token.content : (token ?? '');
}

function idOf(tokenizer: Tokenizer, token: string): number {
  const id = tokenizer.token_to_id(token);
  if (id === undefined)
    throw new GdsError('GDS_MODEL_INVALID', `The tokenizer has no token "${token}". Use the tokenizer that belongs to the model.`);
  return id;
}
