/** A piece of a statement, as SQLite's tokenizer takes it apart (https://www.sqlite.org/lang_keywords.html and syntax). */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'mark';
  /** As it is written, quotes included. */
  readonly text: string;
  /** Where it begins in the statement, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** White space and comments; a comment that nothing ends goes on to the end. */
const GAP = /(?:[ \t\n\f\r]+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y;

/** What may stand in a name, but at its beginning. */
const IN_NAME = '[\\w$\\u0080-\\uffff]';

const KINDS: ReadonlyArray<readonly [Token['kind'], RegExp]> = [
  ['string', /[xX]?'(?:[^']|'')*'?/y],
  ['quoted', /"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?/y],
  ['parameter', new RegExp(`[:@$#]${IN_NAME}+|\\?\\d*`, 'y')],
  ['number', /\.?\d(?:[\w.])*/y],
  ['word', new RegExp(`[a-zA-Z_\\u0080-\\uffff]${IN_NAME}*`, 'y')],
  ['mark', /[\s\S]/y],
];

/** Takes a statement apart, without white space and comments. Text that is no SQL gives tokens too. */
export function tokensOf(statement: string): Token[] {
  const tokens: Token[] = [];
  for (let start = afterGap(statement, 0); start < statement.length; ) {
    const token = tokenAt(statement, start);
    tokens.push(token);
    start = afterGap(statement, token.end);
  }
  return tokens;
}

/** A name without its quotes. */
export function unquote(text: string): string {
  const [quote = ''] = text;
  if (quote === '[') return text.slice(1, -1);
  return '"`'.includes(quote) ? text.slice(1, -1).replaceAll(quote + quote, quote) : text;
}

function afterGap(statement: string, at: number): number {
  GAP.lastIndex = at;
  return GAP.test(statement) ? GAP.lastIndex : at;
}

function tokenAt(statement: string, start: number): Token {
  for (const [kind, pattern] of KINDS) {
    pattern.lastIndex = start;
    const text = pattern.exec(statement)?.[0];
    if (text !== undefined) return { kind, text, start, end: start + text.length };
  }
  throw new RangeError(`There is no text at ${start}.`);
}
