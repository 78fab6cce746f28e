import type { Style } from './style.ts';

/** Lines about how far an answer may be trusted. */
export function renderTrust(answer: { complete?: boolean; undetermined?: boolean }, style: Style): string[] {
  const lines: string[] = [];
  if (answer.complete === false) {
    lines.push(
      'Not complete: something could not be read (stowage report names it). The sums hold what could.',
    );
  }
  if (answer.undetermined === true) {
    lines.push(
      'Undetermined: a source of references could not be read, so what seems unreferenced may be in use. Delete nothing on this.',
    );
  }
  return lines.map((line) => style.warning(line));
}
