import type { Mismatch } from '../../verify/findings.ts';
import type { Verification } from '../../verify/verify-blobs.ts';
import { escapeText } from '../escape.ts';
import { countOf, formatBytes, formatDuration } from '../format.ts';
import type { Style } from './parts/style.ts';
import { renderTrust } from './parts/warnings.ts';

/** Tags of one blob that are named. */
const TAGS_SHOWN = 3;

/** What a verification found: what is broken first, then the numbers. `limit` rows of each list, 0 for all. */
export function renderVerify(
  verification: Verification,
  options: { readonly limit: number; readonly complete: boolean },
  style: Style,
): string {
  const { transient, missing, unreadable } = verification;
  const list = (rows: readonly string[]) => cut(rows, options.limit, style);
  const sections = [
    renderMismatches(verification.mismatches, options.limit, style),
    transient.length === 0
      ? []
      : [
          style.warning(
            `${countOf(transient.length, 'transient read error')}: wrong when read first, right the second time. Look at the disk and the memory:`,
          ),
          ...list(transient.map(({ path, detail }) => `${path}: ${describeFirst(detail)}`)),
        ],
    unreadable.length === 0
      ? []
      : [
          style.warning(`${countOf(unreadable.length, 'blob')} could not be read:`),
          ...list(unreadable.map(({ path, detail }) => `${path}: ${detail}`)),
        ],
    missing.length === 0
      ? []
      : [`${countOf(missing.length, 'blob')} gone since the scan, which is no damage:`].concat(
          list(missing.map(({ path }) => path)),
        ),
    renderNumbers(verification, style),
    renderTrust({ complete: options.complete }, style),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function renderMismatches(mismatches: readonly Mismatch[], limit: number, style: Style): string[] {
  if (mismatches.length === 0) return [];
  const rows = mismatches.map(({ path, bytes, actual, tags }) =>
    [
      `${path} (${formatBytes(bytes)})`,
      `    its bytes are those of ${actual}`,
      `    ${escapeText(describeTags(tags))}`,
    ].join('\n'),
  );
  const isOne = mismatches.length === 1;
  return [
    style.warning(
      `${countOf(mismatches.length, 'blob')} ${isOne ? 'is not what its digest says' : 'are not what their digests say'}:`,
    ),
    ...cut(rows, limit, style),
    'A push does not repair a blob: the registry takes what is there for uploaded. Restore the file from a',
    'backup; or move it away, and push the image again.',
  ];
}

function describeTags(tags: readonly string[]): string {
  if (tags.length === 0) return 'no tag leads to it';
  const left = tags.length - TAGS_SHOWN;
  const more = left > 0 ? ` and ${countOf(left, 'other')}` : '';
  return `breaks ${tags.slice(0, TAGS_SHOWN).join(', ')}${more}`;
}

function describeFirst(detail: string): string {
  return detail.includes(':') ? `read as ${detail}` : detail;
}

function renderNumbers(verification: Verification, style: Style): string[] {
  const { verified, bytes, mismatches, skipped, interrupted, durationMs } = verification;
  const rate = formatBytes((bytes / Math.max(1, durationMs)) * 1000);
  const sum = `${formatBytes(bytes)} in ${countOf(verified, 'blob')}, in ${formatDuration(durationMs)}, ${rate}/s`;
  const lines = [`${style.heading('Verified')}  ${sum}`];
  if (verified > 0 && mismatches.length === 0) lines.push('  each is what its digest says');
  if (skipped > 0) {
    const are = skipped === 1 ? 'was' : 'were';
    lines.push(`  ${countOf(skipped, 'blob')} ${are} found sound before and skipped (--full reads all)`);
  }
  if (interrupted)
    lines.push(style.warning('  Interrupted: what is done is kept, and the next run goes on from here.'));
  return lines;
}

function cut(rows: readonly string[], limit: number, style: Style): string[] {
  const shown = limit === 0 ? rows : rows.slice(0, limit);
  const left = rows.length - shown.length;
  const more = left > 0 ? [style.dim(`  … and ${countOf(left, 'more', 'more')} (--limit 0 shows all)`)] : [];
  return [...shown.map((row) => `  ${row}`), ...more];
}
