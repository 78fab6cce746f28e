import type { Loss } from '../analyze/loss.ts';
import { countOf } from './format.ts';
import type { Style } from './style.ts';

/** A sentence on what is gone since the scan before. `volume` is where it was. */
export function lossText({ blobs, repositories }: Loss, volume: string): string {
  const held = (blobCount: number, repositoryCount: number) =>
    `${countOf(blobCount, 'blob')} in ${countOf(repositoryCount, 'repository', 'repositories')}`;
  const before = held(blobs.before, repositories.before);
  const now = held(blobs.now, repositories.now);
  return `More than half is gone since the scan before: ${before} then, ${now} now. Is every disk of ${volume} mounted?`;
}

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
