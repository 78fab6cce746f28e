import type { FreeingAnswer, WhereOne } from '../../../answers/where.ts';
import type { Deletion } from '../../../gc/freeing/deletions.ts';
import type { Obstacle } from '../../../gc/freeing/freeing.ts';
import { escapeText } from '../../escape.ts';
import { countOf, formatBytes, shortDigest } from '../../format.ts';
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
  return [
    `${style.heading(title)}  ${callText(freeing, isEndangered)}`,
    ...freedText(freeing),
    ...(certainty.undetermined ? [style.warning(`  ${UNDETERMINED}`)] : []),
    ...(isEndangered ? [style.warning(`  ${ENDANGERED}`)] : []),
    ...freeing.obstacles.map((obstacle) => style.warning(`  ${obstacleText(obstacle)}`)),
    ...renderAbortOf(freeing, style),
    ...renderDeletions(freeing, style),
  ];
}

const ENDANGERED =
  'Tags lead to it, and would lose it: mend them before any collection (stowage check says how).';
const UNDETERMINED = 'Undetermined: what was not read may hold it too, or be broken by this.';

function callText(
  { by, delete: deletions, repositories, tags }: FreeingAnswer,
  isEndangered: boolean,
): string {
  if (isEndangered) return 'beware: a collection takes it though it is tagged';
  if (by === 'collection') return 'delete nothing: a collection takes it';
  if (by === 'hand') return 'no call of the API is enough';
  const places = countOf(repositories, 'repository', 'repositories');
  const gone = tags === 0 ? '' : ` with ${countOf(tags, 'tag')}`;
  return `delete ${countOf(deletions.count, 'manifest')}${gone} in ${places}, and collect`;
}

function freedText({ frees }: FreeingAnswer): string[] {
  return frees === null
    ? []
    : [`  that frees ${formatBytes(frees.bytes)} in ${countOf(frees.blobs, 'blob')}`];
}

function obstacleText({ code, path }: Obstacle): string {
  return escapeText(OBSTACLES[code](path ?? ''));
}

const OBSTACLES: Readonly<Record<Obstacle['code'], (path: string) => string>> = {
  'stray-link': (path) => `${path} holds it, where no registry looks for links to delete: remove it by hand.`,
  cache: () => 'A pull-through cache answers 405 to deletes: it removes what it fetched when its time is up.',
  'metadata-elsewhere': (path) =>
    `${path} says that GitLab keeps tags and manifests in its database: its own collector decides.`,
  unknown: () => 'What holds it was not found: stowage check names what is odd about links.',
};

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
    ...(hasOthers ? [{ title: 'why', value: reasonText, align: 'left' as const }] : []),
  ];
  return [renderTable(deletions.rows, columns, style), ...renderMore(deletions, style)];
}

function reasonText({ reason }: Deletion): string {
  return reason === 'holds' ? 'holds it' : 'lists one of these';
}

function renderAbortOf({ aborts }: FreeingAnswer, style: Style): string[] {
  if (aborts === null) return [];
  return [
    style.warning('  But the collection would abort, and delete nothing:'),
    `    ${renderAbort(aborts)}`,
    `      ${escapeText(aborts.hint)}`,
  ];
}
