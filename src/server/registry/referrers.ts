import type { Inventory } from '../../inventory/read/reader.ts';
import { type Digest, parseDigest } from '../../registry/digest.ts';
import type { Manifest } from '../../registry/manifest/manifest.ts';
import { parseManifest } from '../../registry/manifest/read-manifest.ts';
import { subjectTagOf } from '../../registry/subject-tag.ts';
import { Recent } from './checked-files.ts';
import { RegistryFault } from './fault.ts';
import { manifestType } from './manifest-type.ts';
import type { ServedRepository } from './repository.ts';
import type { Tag } from './route.ts';
import { findScanned } from './subjects.ts';

/** A manifest that is attached to another, as the list of referrers has it. */
export interface Referrer {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Manifests are immutable: what one that was pushed since the scan is attached to is read once. */
const subjectsOfNew = new Recent<string>(10_000);

/** So many manifests are read at once: as many as may wait for the disk. */
const READ_AT_ONCE = 4;

/**
 * All manifests of a repository that are attached to one, by their own `subject`, sorted by digest. They are looked for
 * in the inventory, in the index that the tag named for the subject points to now, and among the manifests that were
 * pushed since the scan: who is given this list looks nowhere else.
 */
export async function findReferrers(
  repository: ServedRepository,
  inventory: Inventory,
  subject: Digest,
): Promise<Referrer[]> {
  const { revisions, attached } = findScanned(inventory, repository.name, subject);
  const since = await pushedSince(repository, revisions, subject);
  const candidates = new Set([...attached, ...(await listedByTag(repository, subject)), ...since]);
  const found: Referrer[] = [];
  for await (const [digest, content] of readAll(repository, candidates)) {
    const manifest = parseManifest(content);
    if (manifest.subject === subject) found.push(describe(digest, content, manifest));
  }
  return found.sort((a, b) => (a.digest < b.digest ? -1 : 1));
}

/** "Referrers Tag Schema" of the specification: registries without this list have the client keep it in an index. */
async function listedByTag(repository: ServedRepository, subject: Digest): Promise<Digest[]> {
  try {
    const index = await repository.readManifest(await repository.resolve(subjectTagOf(subject) as Tag));
    return parseManifest(index).references.flatMap(({ kind, digest }) =>
      kind === 'manifest' ? (parseDigest(digest) ?? []) : [],
    );
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

async function pushedSince(
  repository: ServedRepository,
  before: ReadonlySet<string>,
  subject: Digest,
): Promise<Digest[]> {
  const found: Digest[] = [];
  const unread: Digest[] = [];
  for (const digest of await repository.revisions()) {
    if (before.has(digest)) continue;
    const known = subjectsOfNew.get(digest);
    if (known === undefined) unread.push(digest);
    else if (known === subject) found.push(digest);
  }
  for await (const [digest, content] of readAll(repository, unread)) {
    const { subject: its } = parseManifest(content);
    subjectsOfNew.set(digest, its);
    if (its === subject) found.push(digest);
  }
  return found;
}

/** Reads those that the repository has, some at a time. What is damaged cannot be pulled either. */
async function* readAll(
  repository: ServedRepository,
  digests: Iterable<Digest>,
): AsyncGenerator<[Digest, Buffer]> {
  const all = [...digests];
  for (let at = 0; at < all.length; at += READ_AT_ONCE) {
    const some = all.slice(at, at + READ_AT_ONCE);
    const contents = await Promise.all(some.map((digest) => readIfThere(repository, digest)));
    for (const [index, content] of contents.entries())
      if (content !== undefined) yield [some[index] as Digest, content];
  }
}

async function readIfThere(repository: ServedRepository, digest: Digest): Promise<Buffer | undefined> {
  try {
    return await repository.readManifest(digest);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof RegistryFault && error.code === 'MANIFEST_UNKNOWN';
}

/** By the specification ("Listing Referrers"): an image without a type is of its config's, an index of none. */
function describe(digest: Digest, content: Buffer, manifest: Manifest): Referrer {
  const { artifactType, configMediaType, annotations } = manifest;
  const type = artifactType || configMediaType;
  return {
    mediaType: manifestType(content),
    digest,
    size: content.length,
    ...(type !== '' && { artifactType: type }),
    ...(annotations !== undefined && { annotations: Object.fromEntries(annotations) }),
  };
}
