import { compareBytewise } from '../../analyze/names.ts';
import type { Contents } from '../../contents/contents.ts';
import type { Repository } from '../../contents/repositories/repository.ts';

/** A manifest to be deleted from a repository, by its digest: the tags that point to it go with it. */
export interface Deletion {
  readonly repository: string;
  readonly digest: string;
  readonly tags: readonly string[];
  /** `holds`: as long as it is there, the blob stays. `lists`: it lists one of these, and would be broken. */
  readonly reason: 'holds' | 'lists';
}

/**
 * What to delete from a repository so that some manifests are gone, by the digests in whose directories their links stand,
 * and nothing that stays names them: these, and what lists them. In the order of the calls: an index before what it lists.
 */
export function toDelete(
  contents: Contents,
  repository: Repository,
  holding: ReadonlySet<number>,
): readonly number[] {
  const all = new Set(holding);
  for (let before = 0; before < all.size; ) {
    before = all.size;
    for (const directory of repository.revisions.directories)
      forEachNamed(contents, repository, directory, (each) => {
        if (all.has(each)) all.add(directory);
      });
  }
  contents.blobs.learn([...all], 'unreferenced');
  return inOrder(contents, repository, all);
}

/** Tells what one of these deletions is. */
export function describeDeletion(
  { blobs }: Contents,
  repository: Repository,
  directory: number,
  holds: boolean,
): Deletion {
  return {
    repository: repository.name,
    digest: blobs.digestOf(directory),
    tags: tagsOf(repository, directory),
    reason: holds ? 'holds' : 'lists',
  };
}

/** Calls `visit` for what the manifest of a revision refers to. */
function forEachNamed(
  { manifests }: Contents,
  { revisions }: Repository,
  directory: number,
  visit: (blob: number) => void,
): void {
  const target = revisions.saidIn(directory);
  if (target !== undefined) manifests.forEachReference(target, visit);
}

/** By digest, but what refers to another before it. */
function inOrder(contents: Contents, repository: Repository, directories: ReadonlySet<number>): number[] {
  const digestOf = (blob: number) => contents.blobs.digestOf(blob);
  const sorted = [...directories].sort((a, b) => compareBytewise(digestOf(b), digestOf(a)));
  const [met, lowestFirst] = [new Set<number>(), [] as number[]];
  const visit = (directory: number) => {
    if (met.has(directory)) return;
    met.add(directory);
    forEachNamed(contents, repository, directory, (each) => {
      if (directories.has(each)) visit(each);
    });
    lowestFirst.push(directory);
  };
  for (const directory of sorted) visit(directory);
  return lowestFirst.reverse();
}

function tagsOf({ tags }: Repository, target: number): string[] {
  const names: string[] = [];
  for (let at = 0; at < tags.targets.length; at++)
    if (tags.targets[at] === target) names.push(tags.list[at]?.name ?? '');
  return names.sort(compareBytewise);
}
