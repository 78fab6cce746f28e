import { compareBytewise } from '../analyze/names.ts';
import { DEFAULT_MIN_AGE_MS } from '../analyze/times.ts';
import { type Caveat, certaintyOf, type Trust } from '../analyze/trust/trust.ts';
import { CheckedVolume } from '../check/volume/checked-volume.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { findDanglingRevisions, findDanglingTags, findTagsWithoutCurrent } from './finders/dangling.ts';
import { findBlobDirectories, findFiles } from './finders/files.ts';
import { findLayerLinks } from './finders/layer-links.ts';
import { findRepositories } from './finders/repositories.ts';
import { findSignatures } from './finders/signatures.ts';
import { findUploads } from './finders/uploads.ts';
import { type HeldBlobs, heldBy } from './held-blobs.ts';
import { ALL_LEFTOVER_KINDS, LEFTOVER_KINDS, type LeftoverKind } from './kinds.ts';
import { type FoundLeftover, type Leftover, toLeftover } from './leftover.ts';

/** Options of {@link findLeftovers}. */
export interface LeftoverOptions {
  /**
   * What was written to less than this before the scan may be in use: it is young.
   * @default 24 hours
   */
  readonly minAgeMs?: number;
  /** Only kinds that show by their files, for which no link is looked at. @default false */
  readonly filesOnly?: boolean;
}

/** What things take. */
export interface LeftoverSum {
  readonly count: number;
  readonly files: number;
  readonly bytes: number;
}

/** Leftovers of one kind, added up. */
export interface LeftoverKindSum extends LeftoverSum {
  readonly kind: LeftoverKind;
  /** Those that are left out of the sums. */
  readonly young: LeftoverSum;
  /** Blobs that would be free if they were deleted, and a collection had run; only of kinds that hold blobs. */
  readonly holds?: HeldBlobs;
  /** True where some of them may be in use, as `caveats` say. */
  readonly undetermined?: true;
}

/** What neither a collection nor a call removes, or only if somebody makes it. */
export interface Leftovers {
  /** Only where it is undetermined what of some kinds is in use. */
  readonly undetermined?: true;
  /** Why it is, or why some kinds were not looked for. */
  readonly caveats?: readonly Caveat[];
  /** Kinds that were not looked for, because the volume does not tell; where there are such. Without a caveat: a cache. */
  readonly unasked?: readonly LeftoverKind[];
  /** Of all kinds, without the young. No file is in two of them. */
  readonly totals: LeftoverSum;
  /** All that were looked for, by kind. */
  readonly kinds: readonly LeftoverKindSum[];
  /** By kind and path. */
  readonly items: readonly Leftover[];
}

/** Finds what is left over on a volume. */
export function findLeftovers(inventory: Inventory, options: LeftoverOptions = {}): Leftovers {
  const volume = new CheckedVolume(inventory);
  const { trust } = volume;
  const youngSince = inventory.scan.scanned_at - (options.minAgeMs ?? DEFAULT_MIN_AGE_MS) * 1000;
  const { filesOnly = false } = options;
  const unasked = ALL_LEFTOVER_KINDS.filter((kind) => !isAsked(kind, trust, filesOnly));
  const found = unasked.length === 0 ? [...findOwn(volume), ...findLinked(volume)] : findOwn(volume);
  const items = found.map((each) => toLeftover(each, youngSince)).sort(compareLeftovers);
  const { caveats } = certaintyOf(trust, false);
  const undetermined = caveats !== undefined && unasked.length === 0;
  return {
    ...(undetermined && { undetermined }),
    ...(caveats !== undefined && { caveats }),
    ...(unasked.length > 0 && { unasked }),
    totals: sumUp(items.filter(({ young }) => !young)),
    kinds: ALL_LEFTOVER_KINDS.filter((kind) => !unasked.includes(kind)).map((kind) =>
      sumKind(volume, kind, items, undetermined),
    ),
    items,
  };
}

/** What shows by itself. */
function findOwn(volume: CheckedVolume): FoundLeftover[] {
  return [...findUploads(volume), ...findBlobDirectories(volume), ...findFiles(volume)];
}

/** What shows by what is not there, or by what refers to what. */
function findLinked(volume: CheckedVolume): FoundLeftover[] {
  return [
    ...findTagsWithoutCurrent(volume),
    ...findDanglingTags(volume),
    ...findDanglingRevisions(volume),
    ...findRepositories(volume),
    ...findLayerLinks(volume),
    ...findSignatures(volume),
  ];
}

/**
 * A cache fetches what is missing and expires what is there. Where GitLab keeps tags and manifests in a database, or half
 * of the volume is not there, links tell nothing.
 */
function isAsked(kind: LeftoverKind, trust: Trust, filesOnly: boolean): boolean {
  const isTelling =
    !filesOnly && !trust.isCache && trust.metadataElsewhere === undefined && trust.missingHalves.length === 0;
  return isTelling || LEFTOVER_KINDS[kind].restsOn === 'file';
}

function sumKind(
  { contents }: CheckedVolume,
  kind: LeftoverKind,
  items: readonly Leftover[],
  isUndetermined: boolean,
): LeftoverKindSum {
  const own = items.filter((item) => item.kind === kind);
  const old = own.filter(({ young }) => !young);
  const holds = isHolder(kind) && old.length > 0 && { holds: heldBy(contents, old) };
  return {
    kind,
    ...sumUp(old),
    young: sumUp(own.filter(({ young }) => young)),
    ...holds,
    ...(isUndetermined && LEFTOVER_KINDS[kind].restsOn === 'references' && { undetermined: true }),
  };
}

/** True for what a DELETE by digest removes: it has manifests, and they hold blobs. */
function isHolder(kind: LeftoverKind): boolean {
  return LEFTOVER_KINDS[kind].removedBy['3.x'] === 'delete-manifest';
}

function sumUp(items: readonly Leftover[]): LeftoverSum {
  const add = (key: 'files' | 'bytes') => items.reduce((sum, item) => sum + item[key], 0);
  return { count: items.length, files: add('files'), bytes: add('bytes') };
}

function compareLeftovers(a: Leftover, b: Leftover): number {
  return compareBytewise(a.kind, b.kind) || compareBytewise(a.path, b.path);
}
