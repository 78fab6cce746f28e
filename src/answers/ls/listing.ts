import type { Catalog, FoundTags, TagList } from '../../analyze/catalog/catalog.ts';
import type { RepositoryDetails, TagDetails } from '../../analyze/catalog/details.ts';
import type { Listed } from '../../analyze/catalog/find-listed.ts';
import { UsageError } from '../../errors.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { type CutLists, canOrder, cutOffOf, type List, type ListOptions, listOf } from '../lists.ts';

/** How names are listed. */
export interface ListingOptions extends ListOptions {
  /**
   * With what is known of each.
   * @default false
   */
  readonly long?: boolean;
}

/** The repositories that are listed, with `long` what is known of each. */
export interface RepositoryListing extends Catalog, CutLists {
  readonly details?: readonly RepositoryDetails[];
}

/** The tags of a repository that are listed, with `long` what is known of each. */
interface TagListing extends TagList, CutLists {
  readonly details?: readonly TagDetails[];
}

/** The tags of the repositories that have some. */
export interface TagListings extends CutLists {
  readonly tagLists: readonly TagListing[];
}

/** The repositories, the tags of one, or those of several. */
export type AnyListing = RepositoryListing | TagListing | TagListings;

/** What is listed, and how many names were cut off. */
export interface Listing<Kind extends AnyListing = AnyListing> {
  readonly listed: Kind;
  readonly left: number;
}

/** All of it, since names go to other programs. */
export const FOR_PEOPLE = { limit: 0 } as const;

/**
 * Lists what was found, in the order and number that was asked for.
 * @throws UsageError for an order that there is none of.
 */
export async function listFound(
  inventory: Inventory,
  found: Listed,
  options: ListingOptions,
): Promise<Listing> {
  const { sort = 'name', long = false } = options;
  const [{ toCatalog, toTagList }, { detailsOfRepositories, TagDescriber }] = await Promise.all([
    import('../../analyze/catalog/catalog.ts'),
    long || sort !== 'name' ? import('../../analyze/catalog/details.ts') : NO_DETAILS,
  ]);
  if (found.of === 'repositories') {
    const chosen = choose(
      found.repositories,
      detailsOfRepositories?.(inventory, found.repositories),
      options,
    );
    const names = chosen.rows.map(({ row }) => row.name);
    return listingOf('repositories', toCatalog(names), chosen, options);
  }
  const describer = TagDescriber === undefined ? undefined : new TagDescriber(inventory);
  const listTags: ListTags = (tags, asked) => {
    const chosen = choose(tags.tags, describer?.describe(tags), asked);
    const tagList = toTagList({ ...tags, tags: chosen.rows.map(({ row }) => row) });
    return listingOf('tags', tagList, chosen, asked);
  };
  return found.of === 'tags' ? listTags(found.found, options) : listTogether(found.found, options, listTags);
}

const NO_DETAILS = { detailsOfRepositories: undefined, TagDescriber: undefined };

type ListTags = (tags: FoundTags, options: ListingOptions) => Listing<TagListing>;

/** Rows that were chosen, each with what is known of it. */
type Chosen<Row, Details> = List<{ readonly row: Row; readonly details: Details | undefined }>;

function choose<Row, Details extends object>(
  rows: readonly Row[],
  details: readonly Details[] | undefined,
  options: ListingOptions,
): Chosen<Row, Details> {
  if (options.sort !== undefined && details !== undefined && !canOrder(details, options.sort))
    throw new UsageError(`--sort ${options.sort}: a tag has none. Expected name, bytes or pushed.`);
  const described = rows.map((row, at) => ({ ...details?.[at], row, details: details?.[at] }));
  return listOf(described, options, FOR_PEOPLE);
}

function listingOf<Kind extends RepositoryListing | TagListing>(
  key: string,
  names: Kind,
  { rows, left }: Chosen<unknown, object>,
  { long = false }: ListingOptions,
): Listing<Kind> {
  const details = rows.map((each) => each.details);
  return { listed: { ...names, ...(long && { details }), ...cutOffOf({ [key]: { left } }) }, left };
}

/** Of several repositories the first names of all are wanted, not those of each. */
function listTogether(
  found: readonly FoundTags[],
  options: ListingOptions,
  listTags: ListTags,
): Listing<TagListings> {
  const { limit = 0, reverse = false } = options;
  const tagLists: TagListing[] = [];
  let room = limit === 0 ? Number.MAX_SAFE_INTEGER : limit;
  for (const tags of reverse ? found.toReversed() : found) {
    if (room === 0) break;
    const { cutOff: _, ...tagList } = listTags(tags, { ...options, limit: room }).listed;
    tagLists.push(tagList);
    room -= tagList.tags.length;
  }
  const count = (lists: ReadonlyArray<{ readonly tags: readonly unknown[] }>) =>
    lists.reduce((sum, { tags }) => sum + tags.length, 0);
  const left = count(found) - count(tagLists);
  return { listed: { tagLists, ...cutOffOf({ tags: { left } }) }, left };
}
