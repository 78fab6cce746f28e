/**
 * What stands outside of quotes and comments in lines of a shell: words, and whatever acts on it. A quote that is not
 * closed is given as it is.
 */
export function unquotedWords(script: string): string[] {
  const words: string[] = [];
  let at = 0;
  while (at < script.length) {
    const rest = script.slice(at);
    const [skipped] = /^(?:\s+|#[^\n]*|'[^']*'|"\$@")/.exec(rest) ?? [];
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    const [word = rest.slice(0, 20)] = /^[^\s'"#]+|^["'#]/.exec(rest) ?? [];
    words.push(word);
    at += word.length;
  }
  return words;
}
