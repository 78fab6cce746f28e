import { type Trust, trustIn } from '../analyze/trust/trust.ts';
import type { Contents } from '../contents/contents.ts';
import { contentsOf } from '../contents/contents-of.ts';
import { once } from '../contents/once.ts';
import type { Repository } from '../contents/repositories/repository.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import type { RegistryFamily } from '../registry/family.ts';
import { type CollectionAlone, collectAlone } from './effects/alone.ts';
import { Attachments } from './images/attachments.ts';
import { imagesOf, type RepositoryImages } from './images/images.ts';
import { Times } from './images/times.ts';
import { refuseVolume } from './refusals.ts';
import { findHiddenSources } from './stay/hidden-sources.ts';
import { type RepositoryReason, repositoryReason } from './stay/repository-reason.ts';

/** A repository as every request finds it. */
export interface PlannedRepository extends RepositoryImages {
  /** Why all of it stays. */
  readonly reason: RepositoryReason | undefined;
}

const known = new WeakMap<Inventory, PlannedVolume>();

/**
 * What plans need to know of the volume of an inventory: the same for whoever asks while that is open.
 * @throws UsageError for a volume of which no plan can be made.
 */
export function plannedVolumeOf(inventory: Inventory): PlannedVolume {
  const volume = known.get(inventory) ?? new PlannedVolume(inventory);
  known.set(inventory, volume);
  return volume;
}

/** What plans need to know of a volume, whatever is asked for: found once for all requests. */
export class PlannedVolume {
  readonly contents: Contents;
  readonly trust: Trust;
  readonly times: Times;
  readonly attachments: Attachments;
  readonly #repositories = new Map<number, PlannedRepository>();
  readonly #hidden;
  readonly #alone = new Map<RegistryFamily, CollectionAlone>();

  /** @throws UsageError for a volume of which no plan can be made. */
  constructor(inventory: Inventory) {
    this.contents = contentsOf(inventory);
    this.trust = trustIn(inventory);
    this.#hidden = once(() => findHiddenSources(this.contents));
    refuseVolume(this.contents.inventory, this.trust, this.#hidden());
    this.times = new Times(inventory);
    this.attachments = new Attachments(this.contents);
    // What is freed is asked of nearly all blobs.
    void this.contents.blobs.sized;
  }

  of(repository: Repository): PlannedRepository {
    const known = this.#repositories.get(repository.id) ?? {
      ...imagesOf(this.contents, this.times, this.attachments, repository),
      reason: repositoryReason(this.contents, this.#hidden(), repository),
    };
    this.#repositories.set(repository.id, known);
    return known;
  }

  /** The plain collection of the volume as it is, and what it breaks. */
  alone(family: RegistryFamily): CollectionAlone {
    const known = this.#alone.get(family) ?? collectAlone(this.contents, family);
    this.#alone.set(family, known);
    return known;
  }
}
