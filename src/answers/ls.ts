import type { Inventory } from '../inventory/read/reader.ts';
import { moreOf } from './lists.ts';
import { type AnyListing, FOR_PEOPLE, type ListingOptions, listFound } from './ls/listing.ts';
import { limitOption, orderOptions } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the question after names. */
export interface LsOptions extends ListingOptions {
  /**
   * List the tags of this repository, or the one named, or those that point to the manifest named; or what a pattern
   * matches: repositories (`team/*`), tags (`team/app:v*`), tags of several repositories (`team/*:v*`).
   */
  readonly reference?: string | undefined;
}

/** The repositories, or the tags of one or of several. */
export interface LsAnswer extends Answered {
  /** As they are listed, the tags of several repositories as `repository:tag`. */
  readonly names: readonly string[];
  readonly listed: LsJson;
}

/** The repositories, the tags of one, or those of several, as programs get them. */
export type LsJson = AnyListing;

/** What the registry itself would list. */
export const lsQuestion: Question<'ls', LsOptions, LsAnswer, LsJson> = {
  name: 'ls',
  options: {
    long: { flags: '-l, --long', description: 'with when each was pushed, bytes, and what a tag is' },
    ...orderOptions(['name', 'bytes', 'tags', 'pushed']),
    limit: limitOption(FOR_PEOPLE.limit, 'names to print'),
  },
  async ask(inventory, options) {
    const { findListed } = await import('../analyze/catalog/find-listed.ts');
    const { reference } = options;
    const { listed, left } = await listFound(inventory, findListed(inventory, reference), options);
    const names = namesIn(listed);
    const notes = await notesOn(inventory, reference, names);
    return { ...answered(inventory), names, listed, notes: left === 0 ? notes : [...notes, moreOf(left)] };
  },
  json: ({ listed }) => listed,
};

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
