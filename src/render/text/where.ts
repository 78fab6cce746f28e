import type { DigestMatch, WhereAnswer, WhereOne, WhereSeveral } from '../../answers/where.ts';
import { escapeText } from '../escape.ts';
import { countOf, formatAge, formatBytes, shortDigest } from '../format.ts';
import { stateText } from '../words/blob-state.ts';
import { renderNamedElsewhere } from './parts/named-elsewhere.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';
import { renderTrust } from './parts/warnings.ts';
import { renderMore } from './parts/what-was-cut.ts';
import { renderFreeing } from './where/freeing.ts';
import { renderAttached, renderHolders, renderNamers } from './where/holders.ts';

/** Below this many columns a digest is cut to what still tells blobs apart. */
const WIDE = 130;

/** What a digest is, who has it and what would free it; or the digests that begin so. */
export function renderWhere(answer: WhereAnswer, style: Style): string {
  const sections = 'matches' in answer ? [renderMatches(answer, style)] : renderOne(answer, style);
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function renderOne(answer: WhereOne, style: Style): string[][] {
  return [
    renderIdentity(answer, style),
    renderHolders(answer, style),
    renderNamers(answer, style),
    renderAttached(answer, style),
    ...answer.toFree.map((freeing) => renderFreeing(freeing, answer, style)),
    renderTrust({ ...answer.certainty, complete: answer.complete }, style),
  ];
}

function renderIdentity(answer: WhereOne, style: Style): string[] {
  const { identity, subjects, scannedAt } = answer;
  const { digest, bytes, state, kind, mediaType, modifiedAt, young, storedAs, otherNames, sameFileAs } =
    identity;
  const size = bytes === null ? [] : [formatBytes(bytes)];
  const written = modifiedAt === null ? [] : [`written ${ageText(modifiedAt, scannedAt)}`];
  const names = (said: string, digests: readonly string[] = []) =>
    digests.map((each) => `  ${said} ${escapeText(each)}`);
  return [
    style.heading(escapeText(digest)),
    `  ${[kindText(kind, answer), ...size, stateText(state), ...written].join(', ')}`,
    ...(mediaType === null || mediaType === '' ? [] : [style.dim(`  ${escapeText(mediaType)}`)]),
    ...(young ? [style.warning('  younger than 24 hours: perhaps a push in flight')] : []),
    ...names('another name of', storedAs),
    ...names('also named', otherNames),
    ...names('attached to', subjects),
    ...names('the same file as', sameFileAs),
    ...renderNamedElsewhere(identity.namedElsewhere === true ? 1 : 0, style),
  ];
}

function kindText(kind: string, { holders, namedBy }: WhereOne): string {
  if (kind !== 'unknown') return kind;
  const isNamed =
    namedBy.count > 0 || holders.rows.some(({ direct }) => direct.revision || direct.tags.length > 0);
  return isNamed ? 'a manifest of no known kind' : 'a blob that nothing names';
}

function ageText(modifiedAt: string, scannedAt: string): string {
  const age = formatAge(modifiedAt, scannedAt);
  return age === 'new' ? 'during the scan' : `${age} before the scan`;
}

function renderMatches({ beginning, matches }: WhereSeveral, style: Style): string[] {
  const isWide = style.width >= WIDE;
  const columns: Array<Column<DigestMatch>> = [
    { title: 'digest', value: ({ digest }) => (isWide ? digest : shortDigest(digest)), align: 'left' },
    { title: 'bytes', value: ({ bytes }) => (bytes === null ? '-' : formatBytes(bytes)) },
    { title: 'state', value: ({ state }) => state, align: 'left' },
    { title: 'kind', value: ({ kind }) => kind, align: 'left' },
  ];
  return [
    style.heading(`${countOf(matches.count, 'digest')} begin with ${escapeText(beginning)}`),
    renderTable(matches.rows, columns, style),
    ...renderMore(matches, style),
  ];
}
