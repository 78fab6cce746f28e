import type { Contents } from '../../contents/contents.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import type { Tag } from '../../contents/repositories/tags.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import { type After, NOW } from './after.ts';
import { childrenOf, isLinkedInLayersOnly, missingForPull } from './pull.ts';

/** Something that can be pulled now and could not be pulled after a collection. */
export interface Casualty {
  readonly repository: string;
  /** Set for a tag; without it, a manifest that a tag leads to. */
  readonly tag?: string;
  readonly digest: string;
  /** Digests that a pull would then look for in vain. */
  readonly missing: readonly string[];
  /** Set where the manifest has a layer link in place of a revision link: 2.x serves it, 3.x does not. */
  readonly linkedInLayers?: true;
}

/**
 * Finds what a collection would break: tags through which the image, or any one platform of an index, could no longer
 * be pulled, and the manifests behind them. Sorted by repository, tag, digest.
 */
export function findCasualties(contents: Contents, family: RegistryFamily, after: After): Casualty[] {
  const casualties: Casualty[] = [];
  for (const { repository, tags, broken } of breakages(contents, family, after)) {
    for (const { tag, missing } of tags)
      casualties.push(describe(contents, repository, tag.target as number, missing, tag.name));
    const targets = new Set(repository.tags.targets);
    for (const [digest, lost] of broken) {
      if (!targets.has(digest)) casualties.push(describe(contents, repository, digest, new Set(lost)));
    }
  }
  return casualties.sort(compareCasualties);
}

/** How many tags are among them: in a fraction of the time, because no digest is spelled out. */
export function countBrokenTags(contents: Contents, family: RegistryFamily, after: After): number {
  let count = 0;
  for (const { tags } of breakages(contents, family, after)) count += tags.length;
  return count;
}

/** What breaks in one repository. */
interface Breakage {
  readonly repository: Repository;
  /** Tags, with the digests that a pull would look for in vain. */
  readonly tags: ReadonlyArray<{ readonly tag: Tag; readonly missing: ReadonlySet<number> }>;
  /** Manifests, with the same. */
  readonly broken: ReadonlyMap<number, readonly number[]>;
}

function* breakages(contents: Contents, family: RegistryFamily, after: After): Generator<Breakage> {
  for (const repository of contents.repositories) {
    const isPlain = repository.revisions.isPlain && repository.layerLinks.isPlain;
    if (isPlain && !repository.tags.targets.some((target) => after.mayLose(target))) continue;
    const broken = new Map<number, readonly number[]>();
    const missingAfter = new Map<number, readonly number[]>();
    const lostOf = (digest: number) => {
      const lost = missingAfter.get(digest) ?? missingForPull(contents, repository, digest, family, after);
      missingAfter.set(digest, lost);
      return lost;
    };
    const isPullable = (digest: number) => {
      // A collection only takes away: what can be pulled after it can be pulled now. Only where a revision goes can
      // a layer link stand in for one that was damaged.
      if (lostOf(digest).length === 0 && !after.isRevisionGone(repository.name, digest)) return true;
      return missingForPull(contents, repository, digest, family, NOW).length === 0;
    };
    const tags: Array<{ tag: Tag; missing: ReadonlySet<number> }> = [];
    for (const tag of repository.tags.list) {
      if (tag.target === undefined || (isPlain && !after.mayLose(tag.target))) continue;
      const missing = new Set<number>();
      for (const digest of pullable(contents, repository, tag.target, family, isPullable)) {
        const lost = lostOf(digest);
        if (lost.length > 0) broken.set(digest, lost);
        for (const blob of lost) missing.add(blob);
      }
      if (missing.size > 0) tags.push({ tag, missing });
    }
    yield { repository, tags, broken };
  }
}

/** The manifests that can be pulled through a digest now: itself and, of an index, whatever children can. */
function pullable(
  contents: Contents,
  repository: Repository,
  root: number,
  family: RegistryFamily,
  isPullable: (digest: number) => boolean,
): Set<number> {
  const reached = new Set<number>();
  const pending = [root];
  for (let digest = pending.pop(); digest !== undefined; digest = pending.pop()) {
    if (reached.has(digest) || !isPullable(digest)) continue;
    reached.add(digest);
    for (const child of childrenOf(contents, repository, digest, family)) pending.push(child);
  }
  return reached;
}

function describe(
  contents: Contents,
  repository: Repository,
  digest: number,
  missing: ReadonlySet<number>,
  tag?: string,
): Casualty {
  return {
    repository: repository.name,
    ...(tag !== undefined && { tag }),
    digest: contents.blobs.digestOf(digest),
    missing: [...missing].map((blob) => contents.blobs.digestOf(blob)).sort(),
    ...(isLinkedInLayersOnly(contents, repository, digest) && { linkedInLayers: true as const }),
  };
}

function compareCasualties(a: Casualty, b: Casualty): number {
  const key = ({ repository, tag, digest }: Casualty) => [
    repository,
    tag === undefined ? 1 : 0,
    tag ?? '',
    digest,
  ];
  const [left, right] = [key(a), key(b)];
  const at = left.findIndex((part, index) => part !== right[index]);
  return at < 0 ? 0 : (left[at] as string) < (right[at] as string) ? -1 : 1;
}
