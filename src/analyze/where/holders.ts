import type { Contents } from '../../contents/contents.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import type { BlobSet } from '../../graph/blob-set.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { groupBy } from '../group-by.ts';
import { compareBytewise, namedAs, type StoredName } from '../names.ts';
import { isoTime } from '../times.ts';

/** What a repository has of a digest. */
export interface Holder {
  readonly repository: string;
  readonly repositoryBase64?: string;
  /** Tags that lead to it now, at any depth: to itself, to an image of it, to an index of that. */
  readonly tags: readonly string[];
  /** Digests of the repository's revisions that lead to it, at any depth; its own where it is one. */
  readonly revisions: readonly string[];
  /** True where the repository lets it be pulled as a blob. A layer link keeps nothing alive. */
  readonly layerLink: boolean;
  /** Of these, those that name the very digest. */
  readonly direct: { readonly tags: readonly string[]; readonly revision: boolean };
  /** Tags that led to it once and do not now: what they pointed to then, and when. They keep nothing alive. */
  readonly history: readonly FormerTag[];
}

/** What a tag pointed to once. */
interface FormerTag {
  readonly tag: string;
  readonly digest: string;
  readonly modifiedAt: string;
}

/** Repositories that have anything of a digest, by name; `leading` is what leads to it. */
export function findHolders(
  inventory: Inventory,
  contents: Contents,
  blob: number,
  leading: BlobSet,
): Holder[] {
  const former = formerTags(inventory, leading);
  // At once: a base layer has tens of thousands.
  contents.blobs.learn([...leading], 'unreferenced');
  return contents.repositories
    .map((repository) =>
      describe(contents, repository, { blob, leading, former: former.get(repository.id) ?? [] }),
    )
    .filter(isHolder)
    .sort((a, b) => compareBytewise(a.repository, b.repository));
}

function isHolder({ tags, revisions, layerLink, history }: Holder): boolean {
  return layerLink || tags.length + revisions.length + history.length > 0;
}

interface Sought {
  readonly blob: number;
  readonly leading: BlobSet;
  readonly former: readonly FormerRow[];
}

function describe({ blobs }: Contents, repository: Repository, { blob, leading, former }: Sought): Holder {
  const revisions = revisionsTo(repository, leading);
  const places = tagsTo(repository, leading);
  const namesOf = (some: readonly number[]) =>
    some.map((place) => repository.tags.list[place]?.name ?? '').sort(compareBytewise);
  const tags = namesOf(places);
  const current = new Set(tags);
  return {
    ...namedAs('repository', repository.storedName),
    tags,
    revisions: revisions.map((revision) => blobs.digestOf(revision)).sort(),
    layerLink: hasLayerLink(repository, blob),
    direct: {
      tags: namesOf(places.filter((place) => repository.tags.targets[place] === blob)),
      revision: revisions.includes(blob),
    },
    history: former
      .filter(({ tag }) => !current.has(String(tag)))
      .map(({ tag, blob_id, modified_at }) => ({
        tag: String(tag),
        digest: blobs.digestOf(blob_id),
        modifiedAt: isoTime(modified_at),
      }))
      .sort((a, b) => compareBytewise(a.tag, b.tag) || compareBytewise(a.modifiedAt, b.modifiedAt)),
  };
}

/** The places of tags that lead to it. Plain loops: this is asked of all repositories. */
function tagsTo({ tags: { targets } }: Repository, leading: BlobSet): number[] {
  const places: number[] = [];
  for (let at = 0; at < targets.length; at++) if (leading.has(targets[at] as number)) places.push(at);
  return places;
}

/** The digests in whose directories revision links stand that lead to it, by what they are named for or say. */
function revisionsTo({ revisions }: Repository, leading: BlobSet): number[] {
  const { directories, unhealthy } = revisions;
  const found: number[] = [];
  for (let at = 0; at < directories.length; at++) {
    const directory = directories[at] as number;
    const said = unhealthy.size === 0 ? directory : (unhealthy.get(directory)?.target ?? directory);
    if (leading.has(directory) || leading.has(said)) found.push(directory);
  }
  return found;
}

function hasLayerLink({ layerLinks }: Repository, blob: number): boolean {
  if (layerLinks.has(blob)) return true;
  for (const { target } of layerLinks.unhealthy.values()) if (target === blob) return true;
  return false;
}

interface FormerRow {
  readonly repository_id: number;
  readonly tag: StoredName;
  readonly blob_id: number;
  readonly modified_at: number;
}

function formerTags({ database }: Inventory, leading: BlobSet): Map<number, FormerRow[]> {
  const rows = database.prepare<[string], FormerRow>(FORMER_SQL).all(JSON.stringify([...leading]));
  return groupBy(rows, ({ repository_id }) => repository_id);
}

const FORMER_SQL = `SELECT repository_id, tag.name AS tag, blob_id, tag_history.modified_at
  FROM tag_history JOIN tag ON tag.id = tag_id
  WHERE blob_id IN (SELECT value FROM json_each(?)) AND tag.target_id IS NOT blob_id`;
