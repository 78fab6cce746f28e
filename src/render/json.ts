/** What JSON leaves as it is and a terminal might act on: DEL, C1 controls, marks that turn or hide text. */
const DANGEROUS = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** One JSON document, with its schema as the first key, as the command line's contract fixes it. */
export function renderJson(command: string, answer: object): string {
  const text = JSON.stringify({ schema: `stowage.${command}/1`, ...answer }, null, 2);
  const spellOut = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${text.replace(DANGEROUS, spellOut)}\n`;
}
