import type { LsAnswer } from '../../answers/ls.ts';
import { escapeText } from '../escape.ts';

/** One name a line. */
export function renderLs({ names }: LsAnswer): string {
  return names.map((name) => `${escapeText(name)}\n`).join('');
}
