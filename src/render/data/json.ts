/** What JSON leaves as it is and a terminal might act on: DEL, C1 controls, marks that turn or hide text. */
const DANGEROUS = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** One JSON document, with its schema as the first key, as the command line's contract fixes it. */
export function renderJson(command: string, answer: object): string {
  return `${safeJson({ schema: `stowage.${command}/1`, ...answer }, 2)}\n`;
}

/** One JSON object a line. */
export function renderNdjson(rows: readonly object[]): string {
  return rows.map((row) => `${safeJson(row)}\n`).join('');
}

function safeJson(value: object, indent?: number): string {
  const spellOut = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value, null, indent).replace(DANGEROUS, spellOut);
}
