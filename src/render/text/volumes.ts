import { escapeText } from '../escape.ts';
import { countOf } from '../format.ts';
import { firstOf } from './parts/first-of.ts';

const SHOWN = 10;

/** Volumes, one a line, the first of many only. */
export function volumeLines(volumes: readonly string[]): string[] {
  const left = volumes.length - SHOWN;
  return left > 0 ? [...volumes.slice(0, SHOWN), `… and ${countOf(left, 'more', 'more')}`] : [...volumes];
}

/** The same, for a terminal. */
export function renderVolumes(volumes: readonly string[]): string {
  return volumeLines(volumes)
    .map((each) => `${escapeText(each)}\n`)
    .join('');
}

/** What could not be read while volumes were looked for; nothing where all could. */
export function unreadLine(unread: ReadonlyArray<{ path: string; reason: string }>): string | undefined {
  if (unread.length === 0) return undefined;
  const named = unread.map(({ path, reason }) => `${path} (${reason})`);
  return `Could not read ${firstOf(named, 3, 'more', 'more')}: there may be volumes that are not found.`;
}
