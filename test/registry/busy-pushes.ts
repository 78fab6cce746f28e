import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { blobPath, currentLinkPath, revisionLinkPath } from '../support/volume-paths.ts';
import { type Content, type Image, image, indexOf, layer } from './images.ts';
import type { LiveRegistry } from './live-registry.ts';

/** In each of them works a client. */
const REPOSITORIES = Array.from({ length: 4 }, (_, lane) => `busy/lane-${lane}`);
const MOVING_TAG = 'latest';
/** Tags are moved on after so many pushes, and leave their image without one. */
const TAGS = 12;
const OLD = new Date(Date.now() - 72 * 60 * 60 * 1000);

/**
 * A registry that is used: images and indexes are pushed back to back, in several repositories, tags are moved to and fro,
 * manifests deleted, uploads abandoned. What has been pushed is made three days old at once: what is young nobody calls
 * free, and a test would see nothing.
 */
export class BusyPushes {
  pushed = 0;
  /** Manifests and blobs that somebody has deleted, or is about to. */
  readonly deleted = new Set<string>();
  /** Manifests that have lost a tag, or are about to. */
  readonly untagged = new Set<string>();
  /** What the registry refused, where that is no fault. */
  readonly refused: string[] = [];
  readonly #registry: LiveRegistry;
  /** The manifests that each tag was pushed with, by repository and tag. */
  readonly #tagged = new Map<string, string>();
  readonly #mayFail: boolean;

  /** @param mayFail Where a collection runs beside, the registry loses what is just being pushed. */
  constructor(registry: LiveRegistry, { mayFail = false } = {}) {
    this.#registry = registry;
    this.#mayFail = mayFail;
  }

  /** The links of the tags that are moved to and fro. */
  readonly movingTags = REPOSITORIES.map((repository) => currentLinkPath(repository, MOVING_TAG));

  /** Until it is told to stop. */
  async run(stop: AbortSignal): Promise<void> {
    await Promise.all(REPOSITORIES.map((repository) => this.#lane(repository, stop)));
  }

  async #lane(repository: string, stop: AbortSignal): Promise<void> {
    const base = layer(`${repository} base`, 2_000);
    let before: Image | undefined;
    for (let round = 1; !stop.aborted; round++) {
      try {
        // Some go to a repository that was not there when a scan under way began.
        const target = round % 10 === 0 ? `${repository}/new-${this.pushed}` : repository;
        const made = image([base, layer(`${repository} ${this.pushed} ${round}`, 3_000)]);
        const last = await this.#push(target, made, `build-${round % TAGS}`);
        if (target === repository) before = await this.#moveTags(repository, made, before);
        if (round % 5 === 0) await this.#registry.client.abandonUpload(target, base.bytes.subarray(0, 900));
        if (round % 7 === 0) {
          await this.#delete(target, [made.manifest, made.config, made.layers[1] as Content], last);
          before = undefined;
        }
      } catch (error) {
        if (!this.#mayFail) throw error;
        this.refused.push(String(error));
        before = undefined;
      }
    }
  }

  /** An image and, every fourth time, an index over it, which takes the tag. */
  async #push(repository: string, made: Image, tag: string): Promise<Content> {
    const { client } = this.#registry;
    const overwritten = this.#tagged.get(`${repository}:${tag}`);
    for (const each of overwritten?.split(' ') ?? []) this.untagged.add(each);
    await client.pushImage(repository, made, tag);
    this.pushed++;
    const isListed = this.pushed % 4 === 0;
    const last = isListed ? indexOf([{ manifest: made.manifest, more: {} }]) : made.manifest;
    if (isListed) {
      this.untagged.add(made.manifest.digest);
      await client.putManifest(repository, last, tag);
    }
    this.#tagged.set(`${repository}:${tag}`, `${last.digest} ${made.manifest.digest}`);
    const contents = [...made.layers, made.config, made.manifest, last];
    const links = [made.manifest, last].map(({ digest }) => revisionLinkPath(repository, digest));
    await this.#age([
      ...contents.map(({ digest }) => blobPath(digest)),
      ...links,
      currentLinkPath(repository, tag),
    ]);
    return last;
  }

  /** Back and forth on one tag: a registry before 3.1 empties the link, then writes it, in place. */
  async #moveTags(repository: string, made: Image, before: Image | undefined): Promise<Image> {
    for (const each of [made, before, made])
      if (each !== undefined) await this.#registry.client.putManifest(repository, each.manifest, MOVING_TAG);
    if (before !== undefined) this.untagged.add(before.manifest.digest);
    return made;
  }

  async #delete(repository: string, contents: readonly Content[], last: Content): Promise<void> {
    for (const { digest } of [...contents, last]) this.deleted.add(digest);
    const manifests = new Set([last.digest, contents[0]?.digest ?? '']);
    for (const digest of manifests) await this.#registry.client.deleteManifest(repository, digest);
  }

  async #age(paths: readonly string[]): Promise<void> {
    // Another client, or a collection, may have taken it away again.
    for (const path of paths)
      await utimes(join(this.#registry.root, path), OLD, OLD).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
  }
}
