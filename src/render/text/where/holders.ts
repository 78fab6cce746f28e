import type { Attached } from '../../../analyze/where/attachments.ts';
import type { Holder } from '../../../analyze/where/holders.ts';
import type { NamedBy } from '../../../analyze/where/named-by.ts';
import type { WhereOne } from '../../../answers/where.ts';
import { countOf, formatCount, shortDigest } from '../../format.ts';
import { firstOf } from '../parts/first-of.ts';
import type { Style } from '../parts/style.ts';
import { type Column, renderTable } from '../parts/table.ts';
import { renderMore } from '../parts/what-was-cut.ts';

const TAGS_SHOWN = 2;

/** The repositories that have anything of it. */
export function renderHolders({ holders, identity }: WhereOne, style: Style): string[] {
  if (holders.count === 0) return ['No repository has it: no tag, no revision, no layer link.'];
  const isManifest = holders.rows.some(({ direct }) => direct.revision || direct.tags.length > 0);
  const columns: Array<Column<Holder>> = [
    { title: 'repository', value: ({ repository }) => repository, align: 'left', isFlexible: true },
    { title: 'tags that lead to it', value: tagsText, align: 'left' },
    { title: 'revisions', value: ({ revisions }) => formatCount(revisions.length) },
    ...(isManifest ? [{ title: 'itself', value: directText, align: 'left' as const }] : []),
    { title: 'layer link', isOptional: true, value: ({ layerLink }) => (layerLink ? 'yes' : '-') },
  ];
  const count = countOf(holders.count, 'repository', 'repositories');
  return [
    style.heading(`${identity.bytes === null ? 'Named in' : 'In'} ${count}`),
    renderTable(holders.rows, columns, style),
    ...renderMore(holders, style),
  ];
}

/** The manifests that name it: images that stand on a layer, indexes that list an image. */
export function renderNamers({ namedBy }: WhereOne, style: Style): string[] {
  if (namedBy.count === 0) return [];
  const columns: Array<Column<NamedBy>> = [
    { title: 'manifest', value: ({ digest }) => shortDigest(digest), align: 'left' },
    { title: 'kind', value: ({ kind }) => kind ?? '-', align: 'left' },
    { title: 'has it as', isOptional: true, value: ({ as }) => as.join(', '), align: 'left' },
    { title: 'tags', value: placesText, align: 'left', isFlexible: true },
  ];
  return [
    style.heading(`${titleOf(namedBy.rows)}: ${formatCount(namedBy.count)}`),
    renderTable(namedBy.rows, columns, style),
    ...renderMore(namedBy, style),
  ];
}

function titleOf(rows: readonly NamedBy[]): string {
  const areAll = (kind: string) => rows.every(({ as }) => as.every((each) => each === kind));
  if (areAll('layer')) return 'Manifests that stand on it';
  return areAll('manifest') ? 'Indexes that list it' : 'Manifests that name it';
}

function placesText({ tags, repositories }: NamedBy): string {
  if (tags.length > 0) return firstOf(tags, TAGS_SHOWN, 'other');
  return repositories.length === 0 ? '-' : `none; in ${firstOf(repositories, TAGS_SHOWN, 'other')}`;
}

/** What is attached to it. */
export function renderAttached({ attached }: WhereOne, style: Style): string[] {
  if (attached.count === 0) return [];
  const columns: Array<Column<Attached>> = [
    { title: 'manifest', value: ({ digest }) => shortDigest(digest), align: 'left' },
    { title: 'kind', value: ({ kind }) => kind ?? '-', align: 'left' },
    { title: 'by', value: ({ tag }) => tag ?? 'its subject', align: 'left', isFlexible: true },
  ];
  return [
    style.heading(`Attached to it: ${formatCount(attached.count)}`),
    renderTable(attached.rows, columns, style),
    ...renderMore(attached, style),
  ];
}

function tagsText({ tags, history }: Holder): string {
  if (tags.length > 0) return firstOf(tags, TAGS_SHOWN, 'other');
  if (history.length === 0) return '-';
  const names = [...new Set(history.map(({ tag }) => tag))];
  return `once ${firstOf(names, TAGS_SHOWN, 'other')}`;
}

/** How a repository has a manifest itself, as against as a part of another. */
function directText({ direct }: Holder): string {
  if (direct.tags.length > 0) return 'tagged';
  return direct.revision ? 'revision' : '-';
}
