import { compareBytewise } from '../analyze/names.ts';
import { DEFAULT_MIN_AGE_MS } from '../analyze/times.ts';
import { certaintyOf, type Trust, trustIn } from '../analyze/trust/trust.ts';
import type { Contents } from '../contents/contents.ts';
import { contentsOf } from '../contents/contents-of.ts';
import type { Tag } from '../contents/repositories/tags.ts';
import { UsageError } from '../errors.ts';
import type { BlobSet } from '../graph/blob-set.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import type { RegistryFamily } from '../registry/family.ts';
import { REPOSITORIES } from '../registry/layout.ts';
import type { Abort } from './aborts/abort.ts';
import { type Casualty, findCasualties } from './harm/casualties.ts';
import { findLosses, type Loss } from './harm/losses.ts';
import { findSurvivors, loadSubjectlessTags, type SubjectlessTags, type Survivor } from './harm/survivors.ts';
import { type CollectionRun, namedIn, runCollection } from './run.ts';
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
  /** True where nothing ends it while it marks, so that it deletes manifests before its walk through the blobs ends it. */
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
  const known = { trust, subjectless: loadSubjectlessTags(contentsOf(inventory)) };
  return asked.map((options) => predict(inventory, known, options));
}

/** What does not depend on the collector. */
interface Known {
  readonly trust: Trust;
  readonly subjectless: SubjectlessTags;
}

function predict(inventory: Inventory, { trust, subjectless }: Known, options: GcOptions): GcPrediction {
  const { registry, family, deleteUntagged = false } = options;
  const contents = contentsOf(inventory);
  const run = runCollection(contents, family, { deleteUntagged });
  contents.blobs.learn(namedIn(run), deleteUntagged ? 'untagged' : 'unreferenced');
  const { swept, deletedManifests } = run;
  const allAborts = [...run.aborts, ...swept.aborts];
  const after = run.after();
  const casualties = findCasualties(contents, family, after);
  const told = new Set(casualties.map(({ repository, tag }) => `${repository}:${tag}`));
  return {
    registry,
    family,
    deleteUntagged,
    aborts: allAborts[0] ?? null,
    ...(allAborts.length > 0 && { assumed: true as const }),
    allAborts,
    deletesBeforeAbort: run.aborts.length === 0 && swept.aborts.length > 0 && deletedManifests.length > 0,
    deletionAborts: run.deletionAborts,
    marked: run.marked.size,
    blobs: listBlobs(contents, run),
    ...sumBytes(contents, run),
    manifests: listManifests(contents, run),
    layerLinks: listLayerLinks(contents, run),
    casualties,
    losses: findLosses(contents, after, (repository, tag) => told.has(`${repository}:${tag}`)),
    survivors: findSurvivors(contents, run, subjectless),
    byRepository: bytesByRepository(contents, swept.set),
    warnings: warningsOf(contents, trust, { family, deleteUntagged }),
    ...(certaintyOf(trust, deleteUntagged).undetermined && { undetermined: true as const }),
  };
}

function refuseElsewhere({ metadataElsewhere }: Trust): void {
  if (metadataElsewhere === undefined) return;
  throw new UsageError(
    `${metadataElsewhere} says that GitLab keeps tags and manifests in its database: a prediction from the volume would be wrong. Use GitLab's own garbage collection.`,
  );
}

function listBlobs({ blobs }: Contents, { swept }: CollectionRun): string[] {
  const digests = swept.blobs.map((blob) => blobs.digestOf(blob));
  return [...digests, ...swept.misplaced.map(({ digest }) => digest)].sort();
}

function sumBytes({ blobs, inventory }: Contents, { swept, freed }: CollectionRun) {
  const youngSince = inventory.scan.scanned_at - DEFAULT_MIN_AGE_MS * 1000;
  const youngBlobs = swept.blobs.filter((blob) => blobs.modifiedAtOf(blob) > youngSince);
  const youngFreed = blobs.freed(youngBlobs, (blob) => swept.set.has(blob));
  const { bytes, namedElsewhere } = freed();
  return {
    bytes,
    young: { blobs: youngBlobs.length, bytes: youngFreed.bytes },
    ...(namedElsewhere > 0 && { namedElsewhere }),
  };
}

function listManifests(contents: Contents, { deletedManifests }: CollectionRun): GcPrediction['manifests'] {
  const byName = new Map(contents.repositories.map((repository) => [repository.name, repository]));
  return deletedManifests
    .map(({ repository, blob }) => {
      // A history is known by its directories, whatever stands in them.
      const entry = `index/${contents.blobs.digestOf(blob).replace(':', '/')}/link`;
      const isIn = ({ name, history }: Tag) =>
        history.has(blob) ||
        (contents.problems.damagedHistories.size > 0 &&
          contents.problems.damagedHistories.has(
            `${REPOSITORIES}/${repository}/_manifests/tags/${name}/${entry}`,
          ));
      const tags = byName.get(repository)?.tags.list.filter(isIn) ?? [];
      return { repository, digest: contents.blobs.digestOf(blob), tags: tags.map(({ name }) => name).sort() };
    })
    .sort(byRepositoryAndDigest);
}

function listLayerLinks(
  contents: Contents,
  { deletedLayerLinks }: CollectionRun,
): GcPrediction['layerLinks'] {
  return [...deletedLayerLinks]
    .flatMap(([repository, blobs]) =>
      [...blobs].map((blob) => ({ repository, digest: contents.blobs.digestOf(blob) })),
    )
    .sort(byRepositoryAndDigest);
}

function byRepositoryAndDigest(
  a: { repository: string; digest: string },
  b: { repository: string; digest: string },
): number {
  return compareBytewise(a.repository, b.repository) || compareBytewise(a.digest, b.digest);
}

function bytesByRepository(contents: Contents, swept: BlobSet): GcPrediction['byRepository'] {
  return contents.repositories
    .map(({ name, layerLinks, revisions }) => {
      const going = new Set<number>();
      for (const links of [layerLinks, revisions])
        for (const blob of links.targets) if (swept.has(blob)) going.add(blob);
      return {
        repository: name,
        blobs: going.size,
        bytes: contents.blobs.freed(going, (blob) => swept.has(blob)).bytes,
      };
    })
    .filter(({ blobs }) => blobs > 0)
    .sort((a, b) => b.bytes - a.bytes || (a.repository < b.repository ? -1 : 1));
}
