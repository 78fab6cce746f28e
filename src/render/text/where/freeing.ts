import type { FreeingAnswer, WhereOne } from '../../../answers/where.ts';
import type { Deletion } from '../../../gc/freeing/deletions.ts';
import { escapeText } from '../../escape.ts';
import { countOf, formatBytes, shortDigest } from '../../format.ts';
import {
  deletionReason,
  ENDANGERED,
  FREEING_UNDETERMINED,
  freeingText,
  obstacleText,
} from '../../words/freeing.ts';
import { renderAbort } from '../gc/aborts.ts';
import { firstOf } from '../parts/first-of.ts';
import type { Style } from '../parts/style.ts';
import { type Column, renderTable } from '../parts/table.ts';
import { renderMore } from '../parts/what-was-cut.ts';

const TAGS_SHOWN = 2;
/** Below this many columns a digest is cut to what still tells manifests apart. */
const WIDE = 130;

/** The smallest thing to delete that frees it, in registries of some families. */
export function renderFreeing(
  freeing: FreeingAnswer,
  { toFree, identity, certainty }: Pick<WhereOne, 'toFree' | 'identity' | 'certainty'>,
  style: Style,
): string[] {
  const families = freeing.families.map((family) => `registry ${family}`).join(' and ');
  const title = toFree.length === 1 ? 'To free it' : `To free it in ${families}`;
  const isEndangered = freeing.by === 'collection' && identity.state === 'tagged';
  const { repositories, tags } = freeing;
  const counted = { by: freeing.by, manifests: freeing.delete.count, repositories, tags };
  return [
    `${style.heading(title)}  ${freeingText(counted, isEndangered)}`,
    ...freedText(freeing),
    ...(certainty.undetermined ? [style.warning(`  ${FREEING_UNDETERMINED}`)] : []),
    ...(isEndangered ? [style.warning(`  ${ENDANGERED}`)] : []),
    ...freeing.obstacles.map((obstacle) => style.warning(`  ${escapeText(obstacleText(obstacle))}`)),
    ...renderAbortOf(freeing, style),
    ...renderDeletions(freeing, style),
  ];
}

function freedText({ frees }: FreeingAnswer): string[] {
  return frees === null
    ? []
    : [`  that frees ${formatBytes(frees.bytes)} in ${countOf(frees.blobs, 'blob')}`];
}

function renderDeletions({ by, delete: deletions }: FreeingAnswer, style: Style): string[] {
  if (deletions.count === 0) return [];
  const isWide = style.width >= WIDE;
  const hasOthers = deletions.rows.some(({ reason }) => reason === 'lists');
  const columns: Array<Column<Deletion>> = [
    {
      title: by === 'hand' ? 'besides, delete' : 'delete, in this order',
      value: ({ repository, digest }) => `${repository}@${isWide ? digest : shortDigest(digest)}`,
      align: 'left',
      isFlexible: true,
    },
    {
      title: 'tags that go',
      value: ({ tags }) => (tags.length === 0 ? '-' : firstOf(tags, TAGS_SHOWN, 'other')),
      align: 'left',
    },
    ...(hasOthers
      ? [{ title: 'why', value: ({ reason }: Deletion) => deletionReason(reason), align: 'left' as const }]
      : []),
  ];
  return [renderTable(deletions.rows, columns, style), ...renderMore(deletions, style)];
}

function renderAbortOf({ aborts }: FreeingAnswer, style: Style): string[] {
  if (aborts === null) return [];
  return [
    style.warning('  But the collection would abort, and delete nothing:'),
    `    ${renderAbort(aborts)}`,
    `      ${escapeText(aborts.hint)}`,
  ];
}
