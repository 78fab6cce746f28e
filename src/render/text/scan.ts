import type { ScanAnswer } from '../../answers/scan.ts';
import { escapeText } from '../escape.ts';
import { countOf, formatBytes, formatDuration } from '../format.ts';
import type { Style } from './parts/style.ts';
import { renderTrust } from './parts/warnings.ts';

/** What a scan did, in a few lines. */
export function renderScan({ summary, certainty }: ScanAnswer, style: Style): string {
  const { blobs, blobBytes, repositories, tags, revisions, layerLinks, uploads, problems } = summary;
  const lines = [
    `${style.heading('Scanned')} ${escapeText(summary.volume)} in ${formatDuration(summary.durationMs)}`,
    `  ${formatBytes(blobBytes)} in ${countOf(blobs, 'blob')}`,
    `  ${countOf(repositories, 'repository', 'repositories')}, ${countOf(tags, 'tag')}, ${countOf(revisions, 'revision')}, ${countOf(layerLinks, 'layer link')}, ${countOf(uploads, 'upload')}`,
    `  ${problems === 0 ? 'nothing unreadable or out of place' : countOf(problems, 'problem')} (stowage check tells what is damaged)`,
    ...renderTrust({ complete: summary.complete, ...certainty }, style),
    `Inventory  ${escapeText(summary.db)}`,
  ];
  return `${lines.join('\n')}\n`;
}
