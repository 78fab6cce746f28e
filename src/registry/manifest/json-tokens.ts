import { GoDecodeFault } from './go-decode-fault.ts';

/** An object as it was written: its members in order, repeated ones too. */
export class JsonMembers {
  readonly members: Array<readonly [name: string, value: unknown]> = [];
}

/** A number as it was written: `1.0` is an integer to JavaScript and none to Go. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Go refuses documents nested deeper than this (encoding/json, maxNestingDepth). */
const MAX_DEPTH = 10_000;
const SYNTAX = 'not valid JSON';

/**
 * Reads a document member by member. `text` must have passed `JSON.parse`, which accepts what Go does but for the
 * depth; this keeps what `JSON.parse` loses. It does not recurse, because a hostile document may be deep.
 */
export function readTokens(text: string): unknown {
  const reader = new TokenReader(text);
  return reader.read();
}

class TokenReader {
  readonly #text: string;
  #at = 0;
  readonly #open: Array<JsonMembers | unknown[]> = [];
  #root: unknown;
  #name = '';

  constructor(text: string) {
    this.#text = text;
  }

  read(): unknown {
    while (this.#skipToToken()) this.#readToken();
    return this.#root;
  }

  /** Moves past white space, commas and colons: that they stand right is known. */
  #skipToToken(): boolean {
    while (' \t\r\n,:'.includes(this.#text[this.#at] ?? '#')) this.#at++;
    return this.#at < this.#text.length;
  }

  #readToken(): void {
    const char = this.#text[this.#at] as string;
    if (char === '{' || char === '[') return this.#enter(char === '{' ? new JsonMembers() : []);
    if (char === '}' || char === ']') {
      this.#at++;
      this.#open.pop();
      return;
    }
    if (char === '"' && this.#isAtName()) {
      this.#name = this.#readString();
      this.#skipToToken();
      const next = this.#text[this.#at];
      if (next === '"') this.#put(this.#readString());
      else this.#readToken();
      return;
    }
    this.#put(char === '"' ? this.#readString() : this.#readWord(char));
  }

  #isAtName(): boolean {
    return this.#open.at(-1) instanceof JsonMembers;
  }

  #enter(container: JsonMembers | unknown[]): void {
    this.#at++;
    this.#put(container);
    this.#open.push(container);
    if (this.#open.length > MAX_DEPTH) throw new GoDecodeFault('exceeded max depth');
  }

  #put(value: unknown): void {
    const container = this.#open.at(-1);
    if (container === undefined) this.#root = value;
    else if (container instanceof JsonMembers) container.members.push([this.#name, value]);
    else container.push(value);
  }

  #readString(): string {
    let end = this.#at + 1;
    while (this.#text[end] !== '"') end += this.#text[end] === '\\' ? 2 : 1;
    const literal = this.#text.slice(this.#at, end + 1);
    this.#at = end + 1;
    return (JSON.parse(literal) as string).toWellFormed();
  }

  #readWord(char: string): unknown {
    const word = { t: true, f: false, n: null }[char];
    if (word !== undefined) {
      this.#at += String(word).length;
      return word;
    }
    NUMBER.lastIndex = this.#at;
    const number = NUMBER.exec(this.#text);
    if (number === null) throw new GoDecodeFault(SYNTAX);
    this.#at = NUMBER.lastIndex;
    return new JsonNumber(number[0]);
  }
}
