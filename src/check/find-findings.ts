import type { Caveat } from '../analyze/trust/trust.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { compareFindings, type Finding } from './finding.ts';
import { joinAborts } from './findings/aborts.ts';
import { checkBlobs } from './findings/blobs.ts';
import { checkCollection, isUneventful } from './findings/collection.ts';
import { checkFileSystem } from './findings/filesystem.ts';
import { checkImages } from './findings/images.ts';
import { checkIndexes } from './findings/indexes.ts';
import { checkLinks } from './findings/links.ts';
import { checkManifests } from './findings/manifests.ts';
import { checkRepositories } from './findings/repositories.ts';
import { checkSignatures } from './findings/signatures.ts';
import { suspectCache } from './findings/suspected-cache.ts';
import { checkTags } from './findings/tags.ts';
import { checkUploads } from './findings/uploads.ts';
import { SEVERITIES, type Severity } from './severity.ts';
import { BrokenImages } from './volume/broken-images.ts';
import { CheckedVolume } from './volume/checked-volume.ts';

/** All findings of an inventory. */
export interface Findings {
  /** The worst first, then by id and place. */
  readonly findings: readonly Finding[];
  readonly totals: Readonly<Record<Severity, number>>;
  /** Only where it is undetermined what is in use. */
  readonly undetermined?: true;
  /** Set where it was not asked what a collection would end on or break. */
  readonly collectionUnasked?: true;
  readonly caveats?: readonly Caveat[];
}

/** Options of {@link findFindings}. */
export interface FindingOptions {
  /** Ids of findings to leave out. */
  readonly ignore?: ReadonlySet<string>;
  /**
   * Volumes of more blobs are not asked what a collection would do to them, unless that is seen at a glance: emulating
   * two collectors takes 0.25 s for 234,000 blobs.
   * @default no limit
   */
  readonly collectionLimit?: number;
}

/** Finds what is damaged, what would end or hurt a collection, and what an operator should know. */
export function findFindings(inventory: Inventory, options: FindingOptions = {}): Findings {
  const volume = new CheckedVolume(inventory);
  const files = [...checkLinks(volume), ...checkBlobs(volume), ...checkUploads(volume)];
  // Where tags and manifests are in a database, or half of the volume is not there, nothing can be said of images.
  const isWhole = !volume.isElsewhere && volume.trust.missingHalves.length === 0;
  const contents = isWhole ? checkContents(volume) : [];
  const found = withoutDoubles([...files, ...contents], checkFileSystem(volume));
  // A cache expires its own content, and GitLab collects with its own tool.
  const isCollected = !volume.isCache && !volume.isElsewhere;
  const isAsked = inventory.scan.blobs <= (options.collectionLimit ?? Number.POSITIVE_INFINITY);
  const isUnasked = isCollected && !isAsked && !isUneventful(volume);
  const findings = (isCollected && !isUnasked ? withCollection(volume, found) : found)
    .filter(({ id }) => options.ignore?.has(id) !== true)
    .sort(compareFindings);
  const { caveats } = volume.trust;
  const certainty = caveats.length > 0 && { undetermined: true as const, caveats };
  const unasked = isUnasked && { collectionUnasked: true as const };
  return { findings, totals: countBySeverity(findings), ...certainty, ...unasked };
}

function checkContents(volume: CheckedVolume): Finding[] {
  const broken = new BrokenImages(volume);
  return [
    ...checkManifests(volume),
    ...checkTags(volume),
    ...checkImages(volume, broken),
    ...checkIndexes(volume, broken),
    ...checkRepositories(volume),
    ...checkSignatures(volume),
    ...suspectCache(volume, broken),
  ];
}

function withCollection(volume: CheckedVolume, found: readonly Finding[]): Finding[] {
  const { aborts, findings } = checkCollection(volume);
  return joinAborts(withoutTold([...found, ...findings]), aborts);
}

/** That a collection deletes an image is said already of one whose link stands in _layers. */
function withoutTold(findings: readonly Finding[]): Finding[] {
  const inLayers = findings.filter(({ id }) => id === 'manifest-in-layers');
  const told = new Set(inLayers.flatMap(({ affects = [] }) => affects));
  return findings.filter(
    ({ id, affects = [] }) => id !== 'collection-breaks-image' || !affects.every((tag) => told.has(tag)),
  );
}

/** What is told as something else is no stray as well. */
function withoutDoubles(findings: readonly Finding[], fromFileSystem: readonly Finding[]): Finding[] {
  const told = new Set(findings.map(({ path }) => path));
  const isDouble = ({ id, path }: Finding) => (id === 'stray' || id === 'leftover') && told.has(path);
  return [...findings, ...fromFileSystem.filter((each) => !isDouble(each))];
}

function countBySeverity(findings: readonly Finding[]): Findings['totals'] {
  const count = (severity: Severity) => findings.filter((each) => each.severity === severity).length;
  return { corruption: count('corruption'), warning: count('warning'), info: count('info') };
}

/** True where something is at or above a severity. */
export function isAtOrAbove({ totals }: Findings, severity: Severity): boolean {
  return SEVERITIES.slice(0, SEVERITIES.indexOf(severity) + 1).some((each) => totals[each] > 0);
}
