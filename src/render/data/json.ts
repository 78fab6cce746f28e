import { safeJson } from '../../safe-json.ts';

/** One JSON document, with its schema as the first key, as the command line's contract fixes it. */
export function renderJson(command: string, answer: object): string {
  return `${safeJson({ schema: `stowage.${command}/1`, ...answer }, 2)}\n`;
}

/** One JSON object a line. */
export function renderNdjson(rows: readonly object[]): string {
  return rows.map((row) => `${safeJson(row)}\n`).join('');
}
