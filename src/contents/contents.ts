import type { Graph } from '../graph/graph.ts';
import type { Aliases } from '../inventory/read/aliases.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import type { Blobs } from './blobs.ts';
import { Images } from './images.ts';
import type { Manifests } from './manifests.ts';
import { once } from './once.ts';
import type { Problems } from './problems.ts';
import { aliasesIn, forEachRoot, makeGraph, statesOf } from './references.ts';
import {
  groupRemovals,
  type Removal,
  type Repository,
  type RepositoryRemoval,
} from './repositories/repository.ts';

/** What {@link Contents} are made of; each is loaded when it is asked for. */
export interface ContentsParts {
  readonly inventory: Inventory;
  readonly blobs: () => Blobs;
  readonly problems: Problems;
  readonly repositories: () => readonly Repository[];
  readonly manifests: () => Manifests;
  readonly aliases: () => Aliases;
  /** True for a blob that is there and that a tag or revision leads to. */
  readonly isHeld: (blob: number) => boolean;
}

/**
 * The volume in memory, as an inventory tells it, or as it would be without some tags and links. Each part is loaded at
 * most once for an open inventory, column by column; blobs, tags and repositories go by the ids that they have there.
 */
export class Contents {
  readonly inventory: Inventory;
  /** What the scan met that is not as the layout says. */
  readonly problems: Problems;
  readonly #parts: ContentsParts;
  readonly #graph: () => Graph;
  readonly #states: () => Uint8Array;
  readonly #images: () => Images;
  // Fields of their own, because they are asked for once a link: a function each time costs a tenth of a collection.
  #blobs: Blobs | undefined;
  #manifests: Manifests | undefined;

  constructor(parts: ContentsParts) {
    this.#parts = parts;
    this.inventory = parts.inventory;
    this.problems = parts.problems;
    this.#graph = once(() => makeGraph(this.repositories, this.manifests, this.aliases));
    this.#images = once(() => new Images(this.inventory, this));
    this.#states = once(() => statesOf(this.graph, this.blobs.highest));
  }

  get blobs(): Blobs {
    this.#blobs ??= this.#parts.blobs();
    return this.#blobs;
  }

  /** By id. */
  get repositories(): readonly Repository[] {
    return this.#parts.repositories();
  }

  /** What is read as a manifest. */
  get manifests(): Manifests {
    this.#manifests ??= this.#parts.manifests();
    return this.#manifests;
  }

  /** Manifests that name the config of an image, and what they name. */
  get images(): Images {
    return this.#images();
  }

  /** Digests that are other names of blobs. */
  get aliases(): Aliases {
    return this.#parts.aliases();
  }

  /** Who refers to what: tags, revisions, manifests and other names of blobs. */
  get graph(): Graph {
    return this.#graph();
  }

  /** By blob id, there or not: an index into BLOB_STATES, as a scan would find it. */
  get states(): Uint8Array {
    return this.#states();
  }

  /** True where a blob is there and a tag or revision of some repository leads to it, be it by another name. */
  isHeld(blob: number): boolean {
    const { isHeld } = this.#parts;
    return isHeld(blob) || [...(this.aliases.get(blob) ?? [])].some(isHeld);
  }

  /** The blob that is there, where a digest is another name of it; else the digest's own. */
  storedAs(blob: number): number {
    if (this.blobs.isPresent(blob)) return blob;
    return [...(this.aliases.get(blob) ?? [])].find((stored) => this.blobs.isPresent(stored)) ?? blob;
  }

  /**
   * The same volume without some tags and links. All columns are shared, and what is made of them is made when somebody
   * asks for it. Problems stay those that the scan met.
   */
  without(removal: Removal): Contents {
    return this.withoutGrouped(groupRemovals(this.repositories, this.blobs, removal));
  }

  /** The same where it is known which repositories and blobs are meant: by the repository's id. */
  withoutGrouped(removals: ReadonlyMap<number, RepositoryRemoval>): Contents {
    const repositories = once(() =>
      this.repositories.map((each) => {
        const own = removals.get(each.id);
        return own === undefined ? each : each.without(own);
      }),
    );
    const hasLayerLinks = [...removals.values()].some(({ layerLinks }) => layerLinks.size > 0);
    const aliases = once(() => (hasLayerLinks ? aliasesIn(this.aliases, repositories()) : this.aliases));
    const changed: Contents = new Contents({
      ...this.#parts,
      repositories,
      aliases,
      manifests: once(() =>
        this.manifests.readFrom((visit) => forEachRoot(repositories(), visit), aliases()),
      ),
      isHeld: (blob) => this.blobs.isPresent(blob) && (changed.states[blob] as number) > 0,
    });
    return changed;
  }
}
