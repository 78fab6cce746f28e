import { REGISTRY_FAMILIES } from '../../gc/registry-version.ts';
import type { CheckedVolume } from './checked-volume.ts';
import type { VolumeLinks } from './volume-links.ts';

/**
 * Why a pull by digest fails. `told`: the revision link or the manifest itself is damaged, which is a finding of its
 * own; the other kinds name what is not there.
 */
export interface Lack {
  readonly what: 'told' | 'manifest' | 'blob' | 'layer-link';
  /** Blob id of what is missing, or of the manifest. */
  readonly blob: number;
}

/** The revisions of repositories that cannot be pulled, by repository and the blob id of their directory's digest. */
export class BrokenImages {
  readonly #byRepository = new Map<number, Map<number, Lack[]>>();

  constructor({ links }: CheckedVolume) {
    this.#findUnreadable(links);
    this.#findIncomplete(links);
  }

  /** What a pull would miss; undefined where nothing, or where there is no such revision. */
  lacksOf(repository: number, manifest: number): readonly Lack[] | undefined {
    return this.#byRepository.get(repository)?.get(manifest);
  }

  /** Their manifests, of whatever repository. */
  manifests(): Set<number> {
    return new Set([...this.all()].map(([, manifest]) => manifest));
  }

  /** All of them: repository, manifest, what is missing. */
  *all(): Generator<readonly [repository: number, manifest: number, lacks: readonly Lack[]]> {
    for (const [repository, manifests] of this.#byRepository) {
      for (const [manifest, lacks] of manifests) yield [repository, manifest, lacks];
    }
  }

  /** Revisions whose link is damaged, whose blob is missing, or whose manifest no registry reads. */
  #findUnreadable(links: VolumeLinks): void {
    const { manifests } = links;
    for (const link of links.revisions()) {
      const { repository, directory, target } = link;
      if (links.isUnread(link)) continue;
      if (target !== undefined && manifests.has(target)) {
        if (REGISTRY_FAMILIES.some((family) => manifests.faultOf(target, family) === null)) continue;
      }
      const isMissing = target !== undefined && !links.isPresent(target);
      this.#add(repository, directory, {
        what: isMissing ? 'manifest' : 'told',
        blob: target ?? directory,
      });
    }
  }

  /**
   * What images need and their repository cannot serve: each blob needs a layer link in the same repository and the
   * blob to which it leads. A sha512 link that says a sha256 digest is how registries store such a blob: it is there.
   */
  #findIncomplete(links: VolumeLinks): void {
    const { manifests } = links;
    for (const { repository, directory, target } of links.revisions()) {
      if (target === undefined || !manifests.isImage(target)) continue;
      manifests.forEachOwn(target, (needed) => {
        if (links.mayServe(repository, needed)) return;
        const what = links.isKept(needed) ? 'layer-link' : 'blob';
        this.#add(repository, directory, { what, blob: needed });
      });
    }
  }

  #add(repository: number, manifest: number, lack: Lack): void {
    const manifests = this.#byRepository.get(repository) ?? new Map<number, Lack[]>();
    this.#byRepository.set(repository, manifests);
    const lacks = manifests.get(manifest);
    if (lacks === undefined) manifests.set(manifest, [lack]);
    else lacks.push(lack);
  }
}
