import { certaintyOf, type Trust, trustIn } from '../analyze/trust/trust.ts';
import { UsageError } from '../errors.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { REPOSITORIES } from '../registry/layout.ts';
import type { Abort } from './abort.ts';
import { type BlobSet, blobSetOf } from './blob-set.ts';
import { type Casualty, findCasualties } from './casualties.ts';
import { collect2x } from './collect-2x.ts';
import { collect3x } from './collect-3x.ts';
import type { Collection } from './collection.ts';
import { type CollectorTag, CollectorView } from './collector-view.ts';
import { deletionAborts } from './deletion-aborts.ts';
import { findLosses, type Loss } from './losses.ts';
import type { After } from './pull.ts';
import type { RegistryFamily } from './registry-version.ts';
import { findSurvivors, loadSubjectlessTags, type SubjectlessTags, type Survivor } from './survivors.ts';
import { sweep } from './sweep.ts';
import { visibleRepositories } from './visible-repositories.ts';
import { type GcWarning, warningsOf } from './warnings.ts';

/** What a registry's garbage-collect would do. */
export interface GcPrediction {
  readonly registry: string;
  readonly family: RegistryFamily;
  readonly deleteUntagged: boolean;
  /** What would end it before its time; null where nothing does. The rest is then what it would do without that. */
  readonly aborts: Abort | null;
  /** Set where it aborts: the rest is assumed. */
  readonly assumed?: true;
  /** All that would end it, one after the other. */
  readonly allAborts: readonly Abort[];
  /** What ends a run that deletes after it has begun to, though no dry run says so. */
  readonly deletionAborts: readonly Abort[];
  /** True where it would end only after it has deleted manifests: then its first abort is no file of the marking. */
  readonly deletesBeforeAbort: boolean;
  /** Digests it marks, as its own summary counts them. */
  readonly marked: number;
  readonly blobs: readonly string[];
  /** What becomes free. */
  readonly bytes: number;
  /** Blobs that go and free nothing, because their file has another name that stays; set where there are such. */
  readonly namedElsewhere?: number;
  readonly young: { readonly blobs: number; readonly bytes: number };
  readonly manifests: ReadonlyArray<{ repository: string; digest: string; tags: readonly string[] }>;
  readonly layerLinks: ReadonlyArray<{ repository: string; digest: string }>;
  readonly casualties: readonly Casualty[];
  /** Tags that can be mended before it, and not after. */
  readonly losses: readonly Loss[];
  readonly survivors: readonly Survivor[];
  /** Bytes that go, by the repositories they were linked from; the largest first. */
  readonly byRepository: ReadonlyArray<{ repository: string; blobs: number; bytes: number }>;
  readonly warnings: readonly GcWarning[];
  /** Set where what would go may be in use: `warnings` says why. */
  readonly undetermined?: true;
}

/** Options of {@link predictCollection}. */
export interface GcOptions {
  /** As the operator says it. */
  readonly registry: string;
  readonly family: RegistryFamily;
  /** @default false */
  readonly deleteUntagged?: boolean;
}

/** A blob modified less than this before the scan may belong to a push in flight. */
const YOUNG_MS = 24 * 60 * 60 * 1000;

/**
 * Predicts what a registry's garbage-collect would do to the scanned volume.
 * @throws UsageError where GitLab keeps the metadata in a database: what the volume says is stale then.
 */
export function predictCollection(inventory: Inventory, options: GcOptions): GcPrediction {
  return predictCollections(inventory, [options])[0] as GcPrediction;
}

/** As {@link predictCollection}, for several collectors; what they look at is loaded once. */
export function predictCollections(inventory: Inventory, asked: readonly GcOptions[]): GcPrediction[] {
  const trust = trustIn(inventory);
  refuseElsewhere(trust);
  const view = new CollectorView(inventory);
  const known = { trust, subjectless: loadSubjectlessTags(inventory) };
  return asked.map((options) => predict(inventory, view, known, options));
}

/** What does not depend on the collector. */
interface Known {
  readonly trust: Trust;
  readonly subjectless: SubjectlessTags;
}

function predict(
  inventory: Inventory,
  view: CollectorView,
  { trust, subjectless }: Known,
  options: GcOptions,
): GcPrediction {
  const deleteUntagged = options.deleteUntagged ?? false;
  const { seen, unseen } = visibleRepositories(inventory, view, options.family);
  const collect = options.family === '3.x' ? collect3x : collect2x;
  const collection: Collection = {
    ...collect(view, seen, { deleteUntagged }),
    unseen: unseen.map(({ name }) => name),
  };
  const swept = sweep(inventory, view, collection.marked);
  const allAborts = [...collection.aborts, ...swept.aborts];
  const sweptBlobs = blobSetOf(swept.blobs, view);
  const named = [
    ...swept.blobs,
    ...collection.deletedManifests.map(({ blob }) => blob),
    ...[...collection.deletedLayerLinks.values()].flatMap((blobs) => [...blobs]),
  ];
  view.learn(named, deleteUntagged ? 'untagged' : 'unreferenced');
  const after = afterwards(view, collection, sweptBlobs);
  const casualties = findCasualties(view, options.family, after);
  const told = new Set(casualties.map(({ repository, tag }) => `${repository}:${tag}`));
  return {
    registry: options.registry,
    family: options.family,
    deleteUntagged,
    aborts: allAborts[0] ?? null,
    ...(allAborts.length > 0 && { assumed: true as const }),
    allAborts,
    deletesBeforeAbort:
      collection.aborts.length === 0 && swept.aborts.length > 0 && collection.deletedManifests.length > 0,
    deletionAborts: deletionAborts(view, collection, swept),
    marked: collection.marked.size,
    blobs: [
      ...swept.blobs.map((blob) => view.digestOf(blob)),
      ...swept.misplaced.map(({ digest }) => digest),
    ].sort(),
    ...sumBytes(inventory, view, sweptBlobs),
    manifests: listManifests(view, collection),
    layerLinks: listLayerLinks(view, collection),
    casualties,
    losses: findLosses(view, after, (repository, tag) => told.has(`${repository}:${tag}`)),
    survivors: findSurvivors(inventory, view, options.family, { collection, swept: sweptBlobs, subjectless }),
    byRepository: bytesByRepository(view, sweptBlobs),
    warnings: warningsOf(inventory, trust, { ...options, deleteUntagged }),
    ...(certaintyOf(trust, deleteUntagged).undetermined && { undetermined: true as const }),
  };
}

function refuseElsewhere({ metadataElsewhere }: Trust): void {
  if (metadataElsewhere === undefined) return;
  throw new UsageError(
    `${metadataElsewhere} says that GitLab keeps tags and manifests in its database: a prediction from the volume would be wrong. Use GitLab's own garbage collection.`,
  );
}

/** The volume as a collection would leave it. */
export function afterwards(view: CollectorView, collection: Collection, swept: BlobSet): After {
  const deleted = new Map<string, Set<number>>();
  for (const { repository, blob } of collection.deletedManifests) {
    deleted.set(repository, (deleted.get(repository) ?? new Set()).add(blob));
  }
  const taken = blobSetOf(swept, view);
  for (const { blob } of collection.deletedManifests) taken.add(blob);
  for (const blobs of collection.deletedLayerLinks.values()) for (const blob of blobs) taken.add(blob);
  view.addReferrers(taken);
  return {
    mayLose: (blob) => taken.has(blob),
    isBlobGone: (blob) => swept.has(blob),
    isRevisionGone: (repository, digest) => deleted.get(repository)?.has(digest) ?? false,
    isLayerLinkGone: (repository, digest) =>
      collection.deletedLayerLinks.get(repository)?.has(digest) ?? false,
  };
}

function sumBytes({ scan }: Inventory, view: CollectorView, swept: BlobSet) {
  const youngSince = scan.scanned_at - YOUNG_MS * 1000;
  const youngBlobs = [...swept].filter((blob) => view.modifiedAtOf(blob) > youngSince);
  const young = { blobs: youngBlobs.length, bytes: view.freedOf(youngBlobs, swept).bytes };
  const { bytes, namedElsewhere } = view.freedOf(swept, swept);
  return { bytes, young, ...(namedElsewhere > 0 && { namedElsewhere }) };
}

function listManifests(view: CollectorView, { deletedManifests }: Collection): GcPrediction['manifests'] {
  const byName = new Map(view.repositories.map((repository) => [repository.name, repository]));
  return deletedManifests
    .map(({ repository, blob }) => {
      // A history is known by its directories, whatever stands in them.
      const entry = `index/${view.digestOf(blob).replace(':', '/')}/link`;
      const isIn = ({ name, history }: CollectorTag) =>
        history.has(blob) ||
        (view.damagedHistory.size > 0 &&
          view.damagedHistory.has(`${REPOSITORIES}/${repository}/_manifests/tags/${name}/${entry}`));
      const tags = byName.get(repository)?.tags.list.filter(isIn) ?? [];
      return { repository, digest: view.digestOf(blob), tags: tags.map(({ name }) => name).sort() };
    })
    .sort(byRepositoryAndDigest);
}

function listLayerLinks(view: CollectorView, { deletedLayerLinks }: Collection): GcPrediction['layerLinks'] {
  return [...deletedLayerLinks]
    .flatMap(([repository, blobs]) => [...blobs].map((blob) => ({ repository, digest: view.digestOf(blob) })))
    .sort(byRepositoryAndDigest);
}

function byRepositoryAndDigest(
  a: { repository: string; digest: string },
  b: { repository: string; digest: string },
): number {
  if (a.repository !== b.repository) return a.repository < b.repository ? -1 : 1;
  return a.digest < b.digest ? -1 : a.digest > b.digest ? 1 : 0;
}

function bytesByRepository(view: CollectorView, swept: BlobSet): GcPrediction['byRepository'] {
  return view.repositories
    .map(({ name, layerLinks, revisions }) => {
      const going = new Set<number>();
      for (const links of [layerLinks, revisions])
        for (const blob of links.targets) if (swept.has(blob)) going.add(blob);
      return { repository: name, blobs: going.size, bytes: view.freedOf(going, swept).bytes };
    })
    .filter(({ blobs }) => blobs > 0)
    .sort((a, b) => b.bytes - a.bytes || (a.repository < b.repository ? -1 : 1));
}
