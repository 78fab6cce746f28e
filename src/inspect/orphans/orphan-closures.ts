import type { Contents } from '../../contents/contents.ts';
import type { Reference } from '../../registry/manifest/manifest.ts';
import { isManifestType } from '../../registry/manifest/media-types.ts';

/** What a manifest refers to, as blob ids: few bytes, because there may be many manifests. */
interface OwnReferences {
  readonly blobs: readonly number[];
  /** Digests that the volume never had, or not any more. */
  readonly gone: number;
  readonly platforms: readonly string[];
}

/** What an orphaned manifest leads to. */
interface OrphanClosure {
  readonly bytes: number;
  /** Blobs that are not there, or are known to be damaged. */
  readonly missing: number;
  /** The orphaned manifests that it lists. */
  readonly children: readonly string[];
  readonly platforms: readonly string[];
  /** What it and the manifests that it lists name, the config first. */
  readonly parts: readonly string[];
  readonly listedBy: readonly string[];
}

/** What an index says of an attestation in place of a platform. */
const NO_PLATFORM = 'unknown/unknown';

/** What manifests that the inventory does not know as such lead to, through one another and through those that it knows. */
export class OrphanClosures {
  readonly #contents: Contents;
  readonly #own = new Map<number, OwnReferences>();
  readonly #listedBy = new Map<number, number[]>();
  /** Blobs that an index lists as manifests. */
  readonly #mustBeManifests = new Set<number>();
  readonly #damaged = new Set<number>();

  constructor(contents: Contents) {
    this.#contents = contents;
  }

  add(digest: string, references: readonly Reference[]): void {
    const { blobs } = this.#contents;
    const manifest = blobs.idOf(digest);
    if (manifest === undefined) return;
    const ids: number[] = [];
    let gone = 0;
    for (const { digest: named, isForeign, kind, mediaType } of references) {
      if (isForeign) continue;
      const blob = blobs.idOf(named);
      if (blob === undefined) gone++;
      else ids.push(blob);
      if (blob !== undefined && kind === 'manifest' && isManifestType(mediaType))
        this.#mustBeManifests.add(blob);
      if (kind === 'manifest' && blob !== undefined && blob !== manifest) this.#addParent(blob, manifest);
    }
    const platforms = references.map(({ platform }) => platform);
    const told = new Set(platforms.filter((platform) => platform !== '' && platform !== NO_PLATFORM));
    this.#own.set(manifest, { blobs: ids, gone, platforms: [...told] });
  }

  /** Notes a blob that is not what its digest says. */
  addDamaged(digest: string): void {
    const blob = this.#contents.blobs.idOf(digest);
    if (blob !== undefined) this.#damaged.add(blob);
  }

  of(digest: string): OrphanClosure {
    const { blobs } = this.#contents;
    const root = blobs.idOf(digest) as number;
    const { bytesOf, files } = blobs.sized;
    let [bytes, missing] = [0, 0];
    const count = files.once((blob) => {
      bytes += bytesOf(blob);
    });
    const met = new Set([root]);
    for (const named of met) {
      const blob = this.#contents.storedAs(named);
      if (blobs.isPresent(blob)) count(blob);
      if (!this.#isSound(blob)) missing++;
      const own = this.#own.get(blob);
      missing += own?.gone ?? 0;
      for (const each of own?.blobs ?? []) met.add(each);
      // One that is in use: the inventory knows what it refers to.
      if (own === undefined) this.#contents.manifests.forEachOwn(blob, (each) => met.add(each));
    }
    const children = [...met].filter((blob) => blob !== root && this.#own.has(blob));
    return {
      bytes,
      missing,
      children: children.map((blob) => blobs.digestOf(blob)),
      platforms: this.#own.get(root)?.platforms ?? [],
      parts: [...met].map((blob) => blobs.digestOf(blob)),
      listedBy: this.#parentsOf(root),
    };
  }

  /** Layers are not read: what is there of them is taken for sound. */
  #isSound(blob: number): boolean {
    if (!this.#contents.blobs.isPresent(blob) || this.#damaged.has(blob)) return false;
    const isManifest = this.#own.has(blob) || this.#contents.manifests.has(blob);
    return isManifest || !this.#mustBeManifests.has(blob);
  }

  #addParent(child: number, parent: number): void {
    const parents = this.#listedBy.get(child) ?? [];
    if (!parents.includes(parent)) parents.push(parent);
    this.#listedBy.set(child, parents);
  }

  #parentsOf(child: number): string[] {
    const parents = this.#listedBy.get(child) ?? [];
    return parents.map((parent) => this.#contents.blobs.digestOf(parent)).sort();
  }
}
