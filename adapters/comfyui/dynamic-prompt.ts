/**
 * Dynamic prompts as ComfyUI's front end resolves them on the way into a prompt: comments are cut (also in the middle of a URL), `{a|b}` is
 * one of its alternatives, nested ones too, and a backslash keeps a brace or bar.
 */
export function resolveDynamicPrompt(text: string, random: () => number): string {
  const plain = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  const reader = new Reader(plain, random);
  return reader.sequence(false);
}

/** Deeper nesting than this is left as it is written. */
const MOST_DEPTH = 100;

class Reader {
  #at = 0;
  #depth = 0;

  constructor(
    private readonly text: string,
    private readonly random: () => number,
  ) {}

  /** Up to the end, or inside braces up to a bar or the closing brace, which stay unread. */
  sequence(inBraces: boolean): string {
    let out = '';
    while (this.#at < this.text.length) {
      const char = this.text[this.#at]!;
      if (inBraces && (char === '|' || char === '}')) break;
      if (char === '\\' && this.#at + 1 < this.text.length && '{}|'.includes(this.text[this.#at + 1]!)) {
        out += this.text[this.#at + 1]!;
        this.#at += 2;
      } else if (char === '{' && this.#depth < MOST_DEPTH) out += this.#choice();
      else {
        out += char;
        this.#at++;
      }
    }
    return out;
  }

  #choice(): string {
    this.#depth++;
    const options: string[] = [];
    do {
      this.#at++;
      options.push(this.sequence(true));
    } while (this.text[this.#at] === '|');
    this.#at++;
    this.#depth--;
    return options[Math.floor(this.random() * options.length)] ?? '';
  }
}
