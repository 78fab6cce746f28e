import type { List } from '../../answers/lists.ts';
import type { VerifyAnswer } from '../../answers/verify.ts';
import { escapeText } from '../escape.ts';
import { countOf, formatBytes, formatDuration } from '../format.ts';
import { firstOf } from './parts/first-of.ts';
import type { Style } from './parts/style.ts';
import { renderTrust } from './parts/warnings.ts';
import { renderMore } from './parts/what-was-cut.ts';

/** Tags of one blob that are named. */
const TAGS_SHOWN = 3;

/** What a verification found: what is broken first, then the numbers. */
export function renderVerify(answer: VerifyAnswer, style: Style): string {
  const { transient, missing, unreadable, complete } = answer;
  const sections = [
    renderMismatches(answer, style),
    transient.count === 0
      ? []
      : [
          style.warning(
            `${countOf(transient.count, 'transient read error')}: wrong when read first, right the second time. Look at the disk and the memory:`,
          ),
          ...renderList(transient, ({ path, detail }) => `${path}: ${describeFirst(detail)}`, style),
        ],
    unreadable.count === 0
      ? []
      : [
          style.warning(`${countOf(unreadable.count, 'blob')} could not be read:`),
          ...renderList(unreadable, ({ path, detail }) => `${path}: ${detail}`, style),
        ],
    missing.count === 0
      ? []
      : [
          `${countOf(missing.count, 'blob')} gone since the scan, which is no damage:`,
          ...renderList(missing, ({ path }) => path, style),
        ],
    renderNumbers(answer, style),
    renderTrust({ complete }, style),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function renderMismatches({ mismatches }: VerifyAnswer, style: Style): string[] {
  if (mismatches.count === 0) return [];
  const lines = ({ path, bytes, actual, tags }: VerifyAnswer['mismatches']['rows'][number]) =>
    [
      `${path} (${formatBytes(bytes)})`,
      `    its bytes are those of ${actual}`,
      `    ${escapeText(describeTags(tags))}`,
    ].join('\n');
  const isOne = mismatches.count === 1;
  return [
    style.warning(
      `${countOf(mismatches.count, 'blob')} ${isOne ? 'is not what its digest says' : 'are not what their digests say'}:`,
    ),
    ...renderList(mismatches, lines, style),
    'A push does not repair a blob: the registry takes what is there for uploaded. Restore the file from a',
    'backup; or move it away, and push the image again.',
  ];
}

function describeTags(tags: readonly string[]): string {
  if (tags.length === 0) return 'no tag leads to it';
  return `breaks ${firstOf(tags, TAGS_SHOWN, 'other')}`;
}

function describeFirst(detail: string): string {
  return detail.includes(':') ? `read as ${detail}` : detail;
}

function renderNumbers(answer: VerifyAnswer, style: Style): string[] {
  const { verified, bytes, mismatches, skipped, interrupted, durationMs } = answer;
  const rate = formatBytes(answer.bytesPerSecond);
  const sum = `${formatBytes(bytes)} in ${countOf(verified, 'blob')}, in ${formatDuration(durationMs)}, ${rate}/s`;
  const lines = [`${style.heading('Verified')}  ${sum}`];
  if (verified > 0 && mismatches.count === 0) lines.push('  each is what its digest says');
  if (skipped > 0) {
    const are = skipped === 1 ? 'was' : 'were';
    lines.push(`  ${countOf(skipped, 'blob')} ${are} found sound before and skipped (--full reads all)`);
  }
  if (interrupted)
    lines.push(style.warning('  Interrupted: what is done is kept, and the next run goes on from here.'));
  return lines;
}

function renderList<Row>(list: List<Row>, text: (row: Row) => string, style: Style): string[] {
  return [...list.rows.map((row) => `  ${text(row)}`), ...renderMore(list, style)];
}
