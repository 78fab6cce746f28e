import type { Catalog, FoundTags, TagList } from '../analyze/catalog/catalog.ts';
import type { RepositoryDetails, TagDetails } from '../analyze/catalog/details.ts';
import type { Listed } from '../analyze/catalog/find-listed.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the question after names. */
export interface LsOptions {
  /**
   * List the tags of this repository, or the one named, or those that point to the manifest named; or what a pattern
   * matches: repositories (`team/*`), tags (`team/app:v*`), tags of several repositories (`team/*:v*`).
   */
  readonly reference?: string | undefined;
  /**
   * With what is known of each.
   * @default false
   */
  readonly long?: boolean;
}

/** The repositories, or the tags of one or of several. */
export interface LsAnswer extends Answered {
  /** As they are listed, the tags of several repositories as `repository:tag`. */
  readonly names: readonly string[];
  readonly listed: LsJson;
}

/** The repositories that are listed, with `long` what is known of each. */
export interface RepositoryListing extends Catalog {
  readonly details?: readonly RepositoryDetails[];
}

/** The tags of a repository that are listed, with `long` what is known of each. */
interface TagListing extends TagList {
  readonly details?: readonly TagDetails[];
}

/** The tags of the repositories that have some. */
export interface TagListings {
  readonly tagLists: readonly TagListing[];
}

/** The repositories, the tags of one, or those of several, as programs get them. */
export type LsJson = RepositoryListing | TagListing | TagListings;

/** What the registry itself would list. */
export const lsQuestion: Question<'ls', LsOptions, LsAnswer, LsJson> = {
  name: 'ls',
  options: {
    long: { flags: '-l, --long', description: 'with when each was pushed, bytes, and what a tag is' },
  },
  async ask(inventory, { reference, long = false }) {
    const { findListed } = await import('../analyze/catalog/find-listed.ts');
    const found = findListed(inventory, reference);
    const listed = await list(inventory, found, long);
    const names = namesIn(listed);
    return { ...answered(inventory), names, listed, notes: await notesOn(inventory, reference, names) };
  },
  json: ({ listed }) => listed,
};

async function list(inventory: Inventory, found: Listed, long: boolean): Promise<LsJson> {
  const [{ toCatalog, toTagList }, { detailsOfRepositories, TagDescriber }] = await Promise.all([
    import('../analyze/catalog/catalog.ts'),
    long ? import('../analyze/catalog/details.ts') : NO_DETAILS,
  ]);
  if (found.of === 'repositories') {
    const { repositories } = found;
    const details = detailsOfRepositories?.(inventory, repositories);
    return { ...toCatalog(repositories.map(({ name }) => name)), ...(details !== undefined && { details }) };
  }
  const describer = TagDescriber === undefined ? undefined : new TagDescriber(inventory);
  const tagList = (tags: FoundTags): TagListing => ({
    ...toTagList(tags),
    ...(describer !== undefined && { details: describer.describe(tags) }),
  });
  if (found.of === 'tags') return tagList(found.found);
  const { compareBytewise } = await import('../analyze/names.ts');
  return { tagLists: found.found.map(tagList).sort((a, b) => compareBytewise(a.name, b.name)) };
}

const NO_DETAILS = { detailsOfRepositories: undefined, TagDescriber: undefined };

function namesIn(listed: LsJson): readonly string[] {
  if ('repositories' in listed) return listed.repositories;
  if ('tags' in listed) return listed.tags;
  return listed.tagLists.flatMap(({ name, tags }) => tags.map((tag) => `${name}:${tag}`));
}

async function notesOn(
  inventory: Inventory,
  reference: string | undefined,
  names: readonly string[],
): Promise<string[]> {
  const { isPattern, nearListed } = await import('../analyze/catalog/find-listed.ts');
  const notes =
    inventory.scan.is_complete === 1 ? [] : ['The scan did not read everything: there may be more.'];
  if (reference === undefined) return notes;
  if (isPattern(inventory, reference)) {
    if (names.length > 0) return notes;
    const near = nearListed(inventory, reference);
    const hint = near.length === 0 ? '' : ` Near it: ${near.join(', ')}.`;
    return [...notes, `Nothing matches '${reference}'.${hint}`];
  }
  const { odditiesOf } = await import('./oddities.ts');
  return [...notes, ...(await odditiesOf(inventory, [reference]))];
}
