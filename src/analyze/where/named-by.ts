import type { Contents } from '../../contents/contents.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import type { BlobSet } from '../../graph/blob-set.ts';
import { groupBy } from '../group-by.ts';
import { compareBytewise, tagText } from '../names.ts';
import type { Mention } from './mentions.ts';

/** A manifest that names a digest: an image that stands on a layer, an index that lists an image. */
export interface NamedBy {
  readonly digest: string;
  /** null where it is no manifest that was read. */
  readonly kind: string | null;
  /** What it has the digest as: `config`, `layer`, `manifest`, or `guess` where it does not parse. */
  readonly as: readonly string[];
  /** Repositories that have it as a revision. */
  readonly repositories: readonly string[];
  /** Tags of all repositories that lead to it, as `repository:tag`. */
  readonly tags: readonly string[];
}

/** Tells of each manifest that names a digest who has it; `leading` is all that leads to the digest. Sorted by digest. */
export function describeNamers(
  contents: Contents,
  mentions: readonly Mention[],
  leading: BlobSet,
): NamedBy[] {
  const byManifest = groupBy(mentions, ({ manifest }) => manifest);
  const places = new Places(contents, leading, new Set(byManifest.keys()));
  const namers = [...byManifest].map(([manifest, named]) => ({
    digest: contents.blobs.digestOf(manifest),
    kind: named[0]?.kind ?? null,
    as: [...new Set(named.map((each) => each.as))].sort(),
    repositories: places.repositoriesOf(manifest),
    tags: places.tagsOf(manifest),
  }));
  return namers.sort((a, b) => (a.digest < b.digest ? -1 : 1));
}

/** Where some manifests are: all repositories are gone through once for all of them. */
class Places {
  readonly #contents: Contents;
  readonly #leading: BlobSet;
  readonly #wanted: ReadonlySet<number>;
  readonly #repositories = new Map<number, string[]>();
  readonly #tags = new Map<number, string[]>();
  /** By what a tag points to: those of the wanted that it leads to. */
  readonly #below = new Map<number, readonly number[]>();

  constructor(contents: Contents, leading: BlobSet, wanted: ReadonlySet<number>) {
    this.#contents = contents;
    this.#leading = leading;
    this.#wanted = wanted;
    for (const repository of contents.repositories) this.#enter(repository);
  }

  repositoriesOf(manifest: number): string[] {
    return [...new Set(this.#repositories.get(manifest))].sort(compareBytewise);
  }

  tagsOf(manifest: number): string[] {
    return (this.#tags.get(manifest) ?? []).sort(compareBytewise);
  }

  /** Plain loops: most repositories have none of them. */
  #enter({ revisions, tags, name }: Repository): void {
    const { targets } = revisions;
    for (let at = 0; at < targets.length; at++) {
      const target = targets[at] as number;
      if (this.#leading.has(target) && this.#wanted.has(target)) add(this.#repositories, target, name);
    }
    for (let at = 0; at < tags.targets.length; at++) {
      const target = tags.targets[at] as number;
      if (!this.#leading.has(target)) continue;
      const text = tagText(name, tags.list[at]?.name ?? '');
      for (const manifest of this.#wantedBelow(target)) add(this.#tags, manifest, text);
    }
  }

  #wantedBelow(target: number): readonly number[] {
    const known = this.#below.get(target);
    if (known !== undefined) return known;
    const found = this.#walk(target).filter((each) => this.#wanted.has(each));
    this.#below.set(target, found);
    return found;
  }

  /** What a manifest leads to, as far as that leads on to the digest; one that refers to itself is met once. */
  #walk(start: number): number[] {
    const { manifests, aliases } = this.#contents;
    const met = new Set([start]);
    const meet = (blob: number) => {
      if (this.#leading.has(blob)) met.add(blob);
    };
    for (const each of met) {
      manifests.forEachReference(each, meet);
      aliases.get(each)?.forEach(meet);
    }
    return [...met];
  }
}

function add(lists: Map<number, string[]>, key: number, text: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [text]);
  else list.push(text);
}
