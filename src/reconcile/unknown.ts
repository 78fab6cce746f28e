import { compareBytewise, namedAs } from '../analyze/names.ts';
import type { Contents } from '../contents/contents.ts';
import type { Repository } from '../contents/repositories/repository.ts';
import { BlobSet } from '../graph/blob-set.ts';
import { forEachRow } from '../inventory/format/read-numbers.ts';

/** Blobs, and what becomes free where they go: nothing where a file has another name that stays. */
export interface BlobAmount {
  readonly blobs: number;
  readonly bytes: number;
}

/** Blobs last written so many days before the scan, or more, and not as many as the next entry says. */
export interface AgeAmount extends BlobAmount {
  readonly minDays: number;
}

/** Blobs that a repository links to, as a layer or as a manifest. */
export interface RepositoryAmount extends BlobAmount {
  readonly repository: string;
  readonly repositoryBase64?: string;
}

/** Blobs that are on the disk and that the list does not name. */
export interface Unknown extends BlobAmount {
  /** Those that were written lately, and are in none of the other numbers: the list may be older than they are. */
  readonly young: BlobAmount;
  /** Of these blobs, those that are manifests. */
  readonly manifests: BlobAmount;
  readonly byAge: readonly AgeAmount[];
  /** A blob that several link to counts in each. */
  readonly byRepository: readonly RepositoryAmount[];
  /** Those that no repository links to. */
  readonly inNoRepository: BlobAmount;
}

const DAY_US = 24 * 60 * 60 * 1e6;
const AGES = [0, 7, 30, 90, 365];

/** Sorts what the list does not name. Times are in microseconds. */
export function sumUnknown(contents: Contents, known: BlobSet, youngSince: number) {
  const { blobs, inventory, manifests } = contents;
  const [young, old] = [new BlobSet(blobs.highest), new BlobSet(blobs.highest)];
  const byAge = AGES.map((): number[] => []);
  forEachRow(
    inventory.database,
    ['id', 'modified_at'],
    'blob WHERE bytes IS NOT NULL',
    (blob, modifiedAt) => {
      if (known.has(blob)) return;
      if (modifiedAt > youngSince) return young.add(blob);
      old.add(blob);
      const days = (inventory.scan.scanned_at - modifiedAt) / DAY_US;
      byAge[AGES.findLastIndex((least) => days >= least)]?.push(blob);
    },
  );
  const amountOf = (some: Iterable<number>, all: BlobSet): BlobAmount => {
    const list = [...some];
    const { bytes } = blobs.files.freed(list, blobs.sized.bytesOf, (blob) => all.has(blob));
    return { blobs: list.length, bytes };
  };
  const linked = new BlobSet(blobs.highest);
  const byRepository = contents.repositories.flatMap((repository) => {
    const own = linksTo(repository, old);
    for (const blob of own) linked.add(blob);
    return own.size === 0 ? [] : { ...namedAs('repository', repository.storedName), ...amountOf(own, old) };
  });
  const unknown: Unknown = {
    ...amountOf(old, old),
    young: amountOf(young, young),
    manifests: amountOf(
      [...old].filter((blob) => manifests.has(blob)),
      old,
    ),
    byAge: AGES.map((minDays, at) => ({ minDays, ...amountOf(byAge[at] ?? [], old) })),
    byRepository: byRepository.sort((a, b) => compareBytewise(a.repository, b.repository)),
    inNoRepository: amountOf(
      [...old].filter((blob) => !linked.has(blob)),
      old,
    ),
  };
  return { unknown, blobs: old };
}

function linksTo({ layerLinks, revisions }: Repository, blobs: BlobSet): Set<number> {
  const own = new Set<number>();
  for (const links of [layerLinks, revisions])
    for (const blob of links.targets) if (blobs.has(blob)) own.add(blob);
  return own;
}
