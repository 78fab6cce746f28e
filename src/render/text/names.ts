import { escapeText } from '../escape.ts';

/** One name a line. */
export function renderNames(names: readonly string[]): string {
  return names.map((name) => `${escapeText(name)}\n`).join('');
}
