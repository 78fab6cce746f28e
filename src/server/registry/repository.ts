import { type Digest, isDigestHex, parseDigest } from '../../registry/digest.ts';
import { linkLength, MAX_MANIFEST_BYTES, repositoryPath } from '../../registry/layout.ts';
import { isAlias, readLinkContent } from '../../registry/link.ts';
import { isTagName } from '../../registry/reference.ts';
import { readBlob } from '../../volume/read-blob.ts';
import { asUnreadable } from './damaged.ts';
import { RegistryFault } from './fault.ts';
import type { NamedBlobs } from './named-blobs.ts';
import type { Tag } from './route.ts';
import type { ServedVolume } from './served-volume.ts';

/**
 * A repository as it is on the disk at this moment, with what the inventory knows where the disk does not say: it has
 * the blobs that its layer links, its revisions or its manifests name, and no others.
 */
export class ServedRepository {
  readonly name: string;
  readonly volume: ServedVolume;
  readonly #named: NamedBlobs;
  readonly #path: string;

  private constructor(name: string, volume: ServedVolume, named: NamedBlobs) {
    this.name = name;
    this.volume = volume;
    this.#named = named;
    this.#path = repositoryPath(name);
  }

  /** @throws RegistryFault where there is none, or no volume at all. */
  static find(name: string, volume: ServedVolume, named: NamedBlobs): ServedRepository {
    const repository = new ServedRepository(name, volume, named);
    const parts = ['_manifests', '_layers'].map((part) => volume.fs.look(`${repository.#path}/${part}`));
    if (parts.some((part) => part?.kind === 'directory')) return repository;
    volume.refuseIfGone();
    throw new RegistryFault('NAME_UNKNOWN', { name });
  }

  /** Its tags, sorted, without what the grammar allows nobody to ask for. */
  tags(): string[] {
    const entries = this.volume.fs.list(`${this.#path}/_manifests/tags`) ?? [];
    return entries.flatMap(({ name, kind }) => (kind === 'directory' && isTagName(name) ? [name] : []));
  }

  /**
   * What a tag points to now.
   * @throws RegistryFault where it points to nothing.
   */
  resolve(tag: Tag): Digest {
    const reading = this.#readLink(`_manifests/tags/${tag}/current`);
    if (reading === undefined) throw new RegistryFault('MANIFEST_UNKNOWN', { tag });
    if ('target' in reading) return reading.target;
    throw new RegistryFault('MANIFEST_UNKNOWN', { tag, reason: `its link says no digest: ${reading.fault}` });
  }

  /**
   * The bytes of a manifest, which are what its digest says.
   * @throws RegistryFault where the repository has none by this digest, or its bytes are damaged.
   */
  readManifest(digest: Digest): Buffer {
    const storedAs = this.#manifestStoredAs(digest);
    if (storedAs === undefined) throw new RegistryFault('MANIFEST_UNKNOWN', { digest });
    const reading = readBlob(this.volume.fs, digest, MAX_MANIFEST_BYTES, storedAs);
    if ('content' in reading) return reading.content;
    throw asUnreadable('MANIFEST_UNKNOWN', digest, reading);
  }

  /** Whether it has a manifest by this digest, be it readable or not. */
  hasManifest(digest: Digest): boolean {
    return this.#manifestStoredAs(digest) !== undefined;
  }

  /**
   * By what digest a blob of it is kept, be it there or not.
   * @throws RegistryFault where nothing in the repository names it.
   */
  blobStoredAs(digest: Digest): Digest {
    const storedAs =
      this.#linkedAs('_layers', digest) ??
      this.#manifestStoredAs(digest) ??
      this.#named.findBlob(this.name, digest);
    if (storedAs === undefined) throw new RegistryFault('BLOB_UNKNOWN', { digest });
    return storedAs;
  }

  /** All digests that have a directory of a revision, be there a link in it or not. */
  *revisions(): Generator<Digest> {
    const path = `${this.#path}/_manifests/revisions`;
    for (const { name: algorithm, kind } of this.volume.fs.list(path) ?? []) {
      if (kind !== 'directory' || linkLength(algorithm) === undefined) continue;
      for (const { name: hex } of this.volume.fs.entries(`${path}/${algorithm}`))
        if (isDigestHex(algorithm, hex)) yield `${algorithm}:${hex}` as Digest;
    }
  }

  #manifestStoredAs(digest: Digest): Digest | undefined {
    const linked = this.#linkedAs('_manifests/revisions', digest);
    if (linked !== undefined) return linked;
    const isTagged = this.#named.tagsOf(this.name, digest).some((tag) => this.#pointsTo(tag, digest));
    return isTagged ? digest : this.#named.findChild(this.name, digest);
  }

  #pointsTo(tag: string, digest: Digest): boolean {
    if (!isTagName(tag)) return false;
    const reading = this.#readLink(`_manifests/tags/${tag}/current`);
    return reading !== undefined && 'target' in reading && reading.target === digest;
  }

  /**
   * What a link below `place` names, by its directory, as long as it is there; what it says counts only where it makes
   * the digest another name of a blob.
   */
  #linkedAs(place: string, digest: Digest): Digest | undefined {
    const reading = this.#readLink(`${place}/${digest.replace(':', '/')}`);
    if (reading === undefined) return undefined;
    return 'target' in reading && isAlias(digest, reading.target) ? parseDigest(reading.target) : digest;
  }

  #readLink(place: string) {
    const file = this.volume.fs.readLink(`${this.#path}/${place}/link`);
    return file?.content === undefined ? undefined : readLinkContent(Buffer.from(file.content, 'latin1'));
  }
}
