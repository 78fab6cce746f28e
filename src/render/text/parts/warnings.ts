import type { Loss } from '../../../analyze/trust/loss.ts';
import type { Caveat } from '../../../analyze/trust/trust.ts';
import { escapeText } from '../../escape.ts';
import { countOf } from '../../format.ts';
import { DELETE_NOTHING } from '../../words/undetermined.ts';
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
export function renderTrust(
  answer: { complete?: boolean; undetermined?: boolean; caveats?: readonly Caveat[] },
  style: Style,
): string[] {
  const lines: string[] = [];
  if (answer.complete === false) {
    lines.push(
      'Not complete: something could not be read (stowage report names it). The sums hold what could.',
    );
  }
  const { caveats = [] } = answer;
  if (answer.undetermined === true || caveats.length > 0) lines.push(DELETE_NOTHING);
  for (const caveat of caveats) lines.push(...renderCaveat(caveat).map((line) => `  ${line}`));
  return lines.map((line) => style.warning(line));
}

/** Why, and below it where, unless that was said. */
export function renderCaveat({ message, path }: Pick<Caveat, 'message' | 'path'>): string[] {
  const isSaid = path === undefined || message.includes(path);
  return isSaid ? [escapeText(message)] : [escapeText(message), `  ${escapeText(path)}`];
}
