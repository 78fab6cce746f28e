import { type Digest, isDigestHex, parseDigest } from '../../registry/digest.ts';
import { linkLength, MAX_MANIFEST_BYTES, repositoryPath } from '../../registry/layout.ts';
import { isAlias, readLinkContent } from '../../registry/link.ts';
import { isTagName } from '../../registry/reference.ts';
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
  static async find(name: string, volume: ServedVolume, named: NamedBlobs): Promise<ServedRepository> {
    const repository = new ServedRepository(name, volume, named);
    try {
      if (await repository.#isThere()) return repository;
    } catch (error) {
      await volume.refuseIfGone();
      throw error;
    }
    await volume.refuseIfGone();
    throw new RegistryFault('NAME_UNKNOWN', { name });
  }

  async #isThere(): Promise<boolean> {
    for (const part of ['_manifests', '_layers'])
      if ((await this.volume.disk.look(`${this.#path}/${part}`))?.kind === 'directory') return true;
    return false;
  }

  /** Its tags, sorted, without what the grammar allows nobody to ask for. */
  async tags(): Promise<string[]> {
    return (await this.volume.disk.directories(`${this.#path}/_manifests/tags`)).filter(isTagName);
  }

  /**
   * What a tag points to now.
   * @throws RegistryFault where it points to nothing.
   */
  async resolve(tag: Tag): Promise<Digest> {
    const reading = await this.#readLink(`_manifests/tags/${tag}/current`);
    if (reading === undefined) throw new RegistryFault('MANIFEST_UNKNOWN', { tag });
    if ('target' in reading) return reading.target;
    throw new RegistryFault('MANIFEST_UNKNOWN', { tag, reason: `its link says no digest: ${reading.fault}` });
  }

  /**
   * The bytes of a manifest, which are what its digest says.
   * @throws RegistryFault where the repository has none by this digest, or its bytes are damaged.
   */
  async readManifest(digest: Digest): Promise<Buffer> {
    const storedAs = await this.#manifestStoredAs(digest);
    if (storedAs === undefined) throw new RegistryFault('MANIFEST_UNKNOWN', { digest });
    const reading = await this.volume.disk.readBlob(digest, MAX_MANIFEST_BYTES, storedAs);
    if ('content' in reading) return reading.content;
    throw asUnreadable('MANIFEST_UNKNOWN', digest, reading);
  }

  /**
   * By what digest a blob of it is kept, be it there or not.
   * @throws RegistryFault where nothing in the repository names it.
   */
  async blobStoredAs(digest: Digest): Promise<Digest> {
    const storedAs =
      (await this.#linkedAs('_layers', digest)) ??
      (await this.#manifestStoredAs(digest)) ??
      this.#named.findBlob(this.name, digest);
    if (storedAs === undefined) throw new RegistryFault('BLOB_UNKNOWN', { digest });
    return storedAs;
  }

  /** All digests that have a directory of a revision, be there a link in it or not. */
  async revisions(): Promise<Digest[]> {
    const path = `${this.#path}/_manifests/revisions`;
    const found: Digest[] = [];
    for (const algorithm of await this.volume.disk.directories(path)) {
      if (linkLength(algorithm) === undefined) continue;
      for (const hex of await this.volume.disk.directories(`${path}/${algorithm}`))
        if (isDigestHex(algorithm, hex)) found.push(`${algorithm}:${hex}` as Digest);
    }
    return found;
  }

  async #manifestStoredAs(digest: Digest): Promise<Digest | undefined> {
    const linked = await this.#linkedAs('_manifests/revisions', digest);
    if (linked !== undefined) return linked;
    for (const tag of this.#named.tagsOf(this.name, digest))
      if (await this.#pointsTo(tag, digest)) return digest;
    return this.#named.findChild(this.name, digest);
  }

  async #pointsTo(tag: string, digest: Digest): Promise<boolean> {
    if (!isTagName(tag)) return false;
    const reading = await this.#readLink(`_manifests/tags/${tag}/current`);
    return reading !== undefined && 'target' in reading && reading.target === digest;
  }

  /**
   * What a link below `place` names, by its directory, as long as it is there; what it says counts only where it makes
   * the digest another name of a blob.
   */
  async #linkedAs(place: string, digest: Digest): Promise<Digest | undefined> {
    const reading = await this.#readLink(`${place}/${digest.replace(':', '/')}`);
    if (reading === undefined) return undefined;
    return 'target' in reading && isAlias(digest, reading.target) ? parseDigest(reading.target) : digest;
  }

  async #readLink(place: string) {
    const file = await this.volume.disk.readLink(`${this.#path}/${place}/link`);
    return file?.content === undefined ? undefined : readLinkContent(Buffer.from(file.content, 'latin1'));
  }
}
