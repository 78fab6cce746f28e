import type { Contents } from '../../contents/contents.ts';
import type { Manifests } from '../../contents/manifests.ts';
import type { RepositoryLinks } from '../../contents/repositories/links.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import { BlobMarks } from '../../graph/blob-marks.ts';
import { isInSorted } from '../../graph/sorted.ts';
import { forEachRow } from '../../inventory/format/read-numbers.ts';
import { UnreadLinks } from './unread-links.ts';

/** A link of a repository, in the directory of a digest. */
export interface DirectoryLink {
  readonly repository: number;
  readonly directory: number;
  /** What it says; undefined where that is no digest. */
  readonly target: number | undefined;
}

/** The link of a revision that is an index. */
export type LinkedIndex = DirectoryLink & { readonly target: number };

export interface LinkedTag {
  readonly id: number;
  readonly repository: number;
  readonly target: number;
}

/** Who links and refers to what, by ids: what can be pulled from which repository. */
export class VolumeLinks {
  readonly manifests: Manifests;
  /** The highest blob id. */
  readonly highestBlob: number;
  readonly #contents: Contents;
  readonly #unread: UnreadLinks;
  readonly #isThere: Uint8Array;
  readonly #revisions: ReadonlyMap<number, Int32Array>;
  readonly #layerLinks: ReadonlyMap<number, RepositoryLinks>;
  readonly #tags: LinkedTag[] = [];
  #forgotten: ReadonlySet<number> | undefined;
  #indexes: readonly LinkedIndex[] | undefined;
  #unlinkedTags: readonly LinkedTag[] | undefined;
  readonly #soundLayers: BlobMarks;
  #markedRepository: number | undefined;

  constructor(contents: Contents) {
    this.#contents = contents;
    this.manifests = contents.manifests;
    this.highestBlob = contents.blobs.highest;
    this.#soundLayers = new BlobMarks(this.highestBlob);
    const { repositories } = contents;
    this.#revisions = new Map(repositories.map(({ id, revisions }) => [id, revisions.directories]));
    this.#layerLinks = new Map(repositories.map(({ id, layerLinks }) => [id, layerLinks]));
    this.#unread = new UnreadLinks(contents);
    this.#isThere = this.#unread.isEmpty ? contents.blobs.presence : this.#presentOrUnread();
    for (const { id: repository, tags } of repositories) {
      const { ids, targets } = tags;
      for (let at = 0; at < targets.length; at++) {
        const [id, target] = [ids[at] as number, targets[at] as number];
        if (target !== 0) this.#tags.push({ id, repository, target });
      }
    }
  }

  /** True where the blob of a digest that something mentions is there, or may be: it could not be read. */
  isPresent(blob: number): boolean {
    return this.#isThere[blob] === 1;
  }

  /** True where a blob is there, be it under another digest, as a layer link of some repository says. */
  isKept(blob: number): boolean {
    return (
      this.isPresent(blob) ||
      [...(this.#contents.aliases.get(blob) ?? [])].some((each) => this.isPresent(each))
    );
  }

  /** Blobs that are not there, and that no manifest leads to. */
  get forgotten(): ReadonlySet<number> {
    this.#forgotten ??= this.#findForgotten();
    return this.#forgotten;
  }

  #findForgotten(): Set<number> {
    const forgotten = new Set<number>();
    const { database } = this.#contents.inventory;
    forEachRow(database, ['id'], 'blob WHERE bytes IS NULL AND repositories = 0', (blob) => {
      if (!this.#unread.isBlob(blob)) forgotten.add(blob);
    });
    return forgotten;
  }

  #presentOrUnread(): Uint8Array {
    return this.#contents.blobs.presence.map((isThere, blob) => isThere || Number(this.#unread.isBlob(blob)));
  }

  /** True where every link in the directory of a digest says that digest; stray links are not looked at. */
  get areHealthyInPlace(): boolean {
    const { repositories } = this.#contents;
    return repositories.every(
      ({ revisions, layerLinks }) => revisions.unhealthy.size + layerLinks.unhealthy.size === 0,
    );
  }

  /** In the order of repositories and digests. */
  revisions(): Generator<DirectoryLink> {
    return linksOf(this.#contents, ({ revisions }) => revisions);
  }

  layerLinks(): Generator<DirectoryLink> {
    return linksOf(this.#contents, ({ layerLinks }) => layerLinks);
  }

  /** Revisions whose manifest is an index. */
  get indexes(): readonly LinkedIndex[] {
    this.#indexes ??= [...this.revisions()].filter(
      (link): link is LinkedIndex => link.target !== undefined && this.manifests.isIndex(link.target),
    );
    return this.#indexes;
  }

  /** Tags that point to a digest. */
  get tags(): readonly LinkedTag[] {
    return this.#tags;
  }

  /** Tags that point to what has no revision link in their repository. */
  get unlinkedTags(): readonly LinkedTag[] {
    this.#unlinkedTags ??= this.#tags.filter(
      ({ repository, target }) => !this.hasRevision(repository, target),
    );
    return this.#unlinkedTags;
  }

  /** True where there is a link for the revision of a digest, or may be. */
  hasRevision(repository: number, blob: number): boolean {
    const directories = this.#revisions.get(repository);
    if (directories !== undefined && isInSorted(directories, blob)) return true;
    return this.#unread.isLink('revision', repository, blob);
  }

  /** True for the link of a revision, or the blob that it leads to, that could not be read. */
  isUnread({ repository, directory, target }: DirectoryLink): boolean {
    if (this.#unread.isEmpty) return false;
    if (target === undefined) return this.#unread.isLink('revision', repository, directory);
    return !this.manifests.has(target) && this.#unread.isBlob(target);
  }

  /** True where a repository serves a blob, or may: something on the way to it could not be read. */
  mayServe(repository: number, blob: number): boolean {
    return this.soundLayersOf(repository).has(blob) || this.#unread.isLink('layer', repository, blob);
  }

  /** True for a manifest that 2.x serves through its layer link, where there is no revision link. */
  isLinkedInLayersOnly(repository: number, blob: number): boolean {
    if (this.hasRevision(repository, blob) || !this.soundLayersOf(repository).has(blob)) return false;
    return [blob, ...(this.#contents.aliases.get(blob) ?? [])].some(
      (each) => this.manifests.has(each) && this.manifests.faultOf(each, '2.7-2.8') === null,
    );
  }

  /** True where a layer link stands in the directory of a digest, whatever it says. */
  hasLayerLink(repository: number, blob: number): boolean {
    return this.#layerLinks.get(repository)?.has(blob) === true;
  }

  /** The digests under which a sound layer link stands in a repository: good until those of another are asked for. */
  soundLayersOf(repository: number): BlobMarks {
    if (this.#markedRepository === repository) return this.#soundLayers;
    this.#markedRepository = repository;
    this.#soundLayers.clear();
    const layerLinks = this.#layerLinks.get(repository);
    for (const directory of layerLinks?.directories ?? []) {
      const target = layerLinks?.saidIn(directory);
      if (target !== undefined && this.isPresent(target)) this.#soundLayers.add(directory);
    }
    return this.#soundLayers;
  }
}

function* linksOf(
  { repositories }: Contents,
  linksIn: (repository: Repository) => RepositoryLinks,
): Generator<DirectoryLink> {
  for (const repository of repositories) {
    const links = linksIn(repository);
    for (const directory of links.directories)
      yield { repository: repository.id, directory, target: links.saidIn(directory) };
  }
}
