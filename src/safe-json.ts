/** What JSON leaves as it is and a terminal might act on: DEL, C1 controls, marks that turn or hide text. */
const DANGEROUS = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** JSON in which nothing acts on a terminal, whatever the texts in it are. */
export function safeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(DANGEROUS, spellOut);
}

function spellOut(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
