import type { Contents } from '../../contents/contents.ts';
import { once } from '../../contents/once.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import { parseDigest } from '../../registry/digest.ts';
import { readPastedName } from '../../registry/pasted-name.ts';
import { parseReference } from '../../registry/reference.ts';

/** What a list of running images names in a volume. */
export class InUse {
  /** Manifests that are named by their digest, or by their config's, in whatever repository; and indexes of them. */
  readonly #everywhere: ReadonlySet<number>;
  /** Manifests that a tag names, and indexes of them, by the repository's id. */
  readonly #tagged: ReadonlyMap<number, ReadonlySet<number>>;
  /** How many of the names are of something in the volume. */
  readonly found: number;

  constructor(contents: Contents, names: readonly string[]) {
    const digests = new Set<number>();
    const tagged = new Map<number, Set<number>>();
    const byName = new Map(names.length === 0 ? [] : contents.repositories.map((each) => [each.name, each]));
    let found = 0;
    for (const name of names) {
      const digest = digestIn(name);
      const blob = digest === undefined ? undefined : contents.blobs.idOf(digest);
      const tags = digest === undefined ? findTags(byName, name) : [];
      if (blob !== undefined) digests.add(blob);
      for (const tag of tags)
        tagged.set(tag.repository, (tagged.get(tag.repository) ?? new Set()).add(tag.blob));
      if (blob !== undefined || tags.length > 0) found++;
    }
    this.found = found;
    const indexes = once(() => indexesByChild(contents));
    this.#everywhere = withIndexes(indexes, [...digests, ...manifestsWithConfig(contents, digests)]);
    this.#tagged = new Map(
      [...tagged].map(([repository, blobs]) => [repository, withIndexes(indexes, blobs)]),
    );
  }

  /** True for an image of a repository that is named, or an index that leads to one. */
  has(repository: number, blob: number): boolean {
    return this.#everywhere.has(blob) || this.#tagged.get(repository)?.has(blob) === true;
  }
}

/** The indexes that list each manifest. */
function indexesByChild({ manifests }: Contents): Map<number, number[]> {
  const indexes = new Map<number, number[]>();
  manifests.references.forEachManifest((index) => {
    if (!manifests.isIndex(index)) return;
    manifests.forEachReference(index, (child) => {
      const known = indexes.get(child);
      if (known === undefined) indexes.set(child, [index]);
      else known.push(index);
    });
  });
  return indexes;
}

/** Some manifests, and the indexes that lead to them, at any depth. */
function withIndexes(
  indexes: () => ReadonlyMap<number, readonly number[]>,
  manifests: Iterable<number>,
): Set<number> {
  const reached = new Set(manifests);
  // A set goes on to what is added to it meanwhile.
  for (const blob of reached) for (const index of indexes().get(blob) ?? []) reached.add(index);
  return reached;
}

/** How programs that run images begin what they say of one, beside what every name may begin with. */
const RUNTIME = /^(?!https?:|oci:)[a-z][a-z-]*:\/\//i;

function digestIn(name: string): string | undefined {
  const bare = readPastedName(name.replace(RUNTIME, '')).name;
  return parseDigest(bare.slice(bare.lastIndexOf('@') + 1));
}

interface NamedTag {
  readonly repository: number;
  readonly blob: number;
}

/** What a name says; two tags where what looks like a host may be part of the repository's name as well. */
function findTags(byName: ReadonlyMap<string, Repository>, name: string): NamedTag[] {
  const parsed = parseReference(name.replace(RUNTIME, ''));
  if (typeof parsed === 'string') return [];
  const { host, repository, tag = 'latest' } = parsed;
  const candidates = host === undefined ? [repository] : [repository, `${host}/${repository}`];
  return candidates.flatMap((candidate) => {
    const found = byName.get(candidate);
    const blob = found?.tags.list.find((each) => each.name === tag)?.target;
    return found === undefined || blob === undefined ? [] : [{ repository: found.id, blob }];
  });
}

/** Images whose config is one of some digests: container runtimes call an image by its config's. */
function manifestsWithConfig({ inventory }: Contents, digests: ReadonlySet<number>): number[] {
  if (digests.size === 0) return [];
  return inventory.database
    .prepare<[string], number>(
      `SELECT manifest_id FROM reference
      WHERE kind = 'config' AND blob_id IN (SELECT value FROM json_each(?))`,
    )
    .pluck()
    .all(JSON.stringify([...digests]));
}

/** The names in a list of running images: white space, commas and quotes stand between them, `#` begins a comment. */
export function namesInUse(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line) => line.replace(/(?:^|\s)#[^\n]*$/, '').split(/[\s,'"]+/))
    .filter((name) => /[a-z\d]/i.test(name));
}
