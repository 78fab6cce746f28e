import { type StoredName, tagText } from '../../analyze/names.ts';
import { isManifestType } from '../../registry/manifest/media-types.ts';
import { type Finding, finding } from '../finding.ts';
import type { BrokenImages } from '../volume/broken-images.ts';
import { type CheckedVolume, revisionPath } from '../volume/checked-volume.ts';
import type { LinkedIndex } from '../volume/volume-links.ts';
import { describeLacks } from './images.ts';
import { IN_LAYERS } from './tags.ts';

/**
 * How a child of an index is: `absent` left no trace, as where it was never pushed; `in-layers` has a layer link in place
 * of a revision link.
 */
type ChildState =
  | { readonly is: 'whole' }
  | { readonly is: 'absent' }
  | { readonly is: 'in-layers' }
  | { readonly is: 'broken'; why: string };

interface Child {
  readonly blob_id: number;
  readonly platform: string | null;
  readonly annotations: string | null;
  readonly media_type: string | null;
  readonly is_foreign: number;
  readonly bytes: number | null;
  readonly is_revision: number;
  readonly linked_bytes: number | null;
}

/** Indexes of which a platform cannot be pulled, or none, or some are not there. */
export function checkIndexes(volume: CheckedVolume, broken: BrokenImages): Finding[] {
  const judge = new ChildJudge(volume, broken);
  const findings: Finding[] = [];
  let inCache = 0;
  for (const index of findSuspects(volume, broken)) {
    const states = judge.statesOf(index);
    if (states.every(({ state }) => state.is === 'whole')) continue;
    if (volume.isCache) inCache++;
    else findings.push(...describeIndex(volume, index, states));
  }
  const message = `Indexes of which platforms are not in the cache: ${inCache}.`;
  return inCache > 0 ? [finding('cache-not-filled', {}, message)] : findings;
}

/** Indexes with a child that has no revision link here, no blob, or lacks something itself. */
function* findSuspects({ links }: CheckedVolume, broken: BrokenImages): Generator<LinkedIndex> {
  const brokenManifests = broken.manifests();
  for (const index of links.indexes) {
    const { repository, directory, target } = index;
    const isSuspect = links.manifests
      .referencesOf(target)
      .some((child) => brokenManifests.has(child) || !links.hasRevision(repository, child));
    // An index whose own link or manifest is damaged is told as that.
    if (isSuspect && !broken.lacksOf(repository, directory)) yield index;
  }
}

/** Judges the children of indexes, and theirs. */
class ChildJudge {
  readonly #volume: CheckedVolume;
  readonly #broken: BrokenImages;
  readonly #children;

  constructor(volume: CheckedVolume, broken: BrokenImages) {
    this.#volume = volume;
    this.#broken = broken;
    this.#children = volume.inventory.database.prepare<[number, number, number], Child>(CHILDREN_SQL);
  }

  statesOf({ repository, target }: LinkedIndex): Array<{ child: Child; state: ChildState }> {
    return this.#childrenOf(repository, target).map((child) => ({
      child,
      state: this.#judge(repository, child, new Set([target])),
    }));
  }

  #childrenOf(repository: number, index: number): Child[] {
    return this.#children.all(repository, repository, index);
  }

  #judge(repository: number, child: Child, above: ReadonlySet<number>): ChildState {
    if (child.is_foreign === 1) return { is: 'whole' };
    const { links } = this.#volume;
    const { blob_id: blob } = child;
    if (!isManifestType(child.media_type ?? ''))
      return links.mayServe(repository, blob) ? { is: 'whole' } : judgeBlob(child);
    if (child.is_revision === 0) {
      if (links.hasRevision(repository, blob)) return { is: 'whole' };
      if (links.isLinkedInLayersOnly(repository, blob)) return { is: 'in-layers' };
      return links.isKept(blob) ? { is: 'broken', why: 'its revision link is gone' } : { is: 'absent' };
    }
    const lacks = this.#broken.lacksOf(repository, child.blob_id);
    if (lacks !== undefined) return { is: 'broken', why: describeLacks(this.#volume, lacks) };
    // An index in an index is lost when all of its children are; one that contains itself is not gone into.
    const children = above.has(child.blob_id) ? [] : this.#childrenOf(repository, child.blob_id);
    const within = new Set([...above, child.blob_id]);
    const states = children.map((each) => this.#judge(repository, each, within));
    const isLost = states.length > 0 && states.every(isLostState);
    return isLost ? { is: 'broken', why: 'none of its own platforms is left' } : { is: 'whole' };
  }
}

/** BuildKit's cache lists plain blobs, as layers of an image are. */
function judgeBlob({ linked_bytes, bytes }: Child): ChildState {
  if (linked_bytes !== null) return { is: 'whole' };
  return { is: 'broken', why: bytes === null ? 'its blob is gone' : 'it has no sound layer link' };
}

const CHILDREN_SQL = `SELECT reference.blob_id, platform, annotations, media_type.name AS media_type, is_foreign,
    blob.bytes, revision.blob_id IS NOT NULL AS is_revision, linked.bytes AS linked_bytes
  FROM reference JOIN blob ON blob.id = reference.blob_id
    LEFT JOIN media_type ON media_type.id = media_type_id
    LEFT JOIN revision ON revision.repository_id = ? AND revision.blob_id = reference.blob_id
    LEFT JOIN layer_link ON layer_link.repository_id = ? AND layer_link.blob_id = reference.blob_id
    LEFT JOIN blob AS linked ON linked.id = layer_link.target_id
  WHERE manifest_id = ? AND reference.kind = 'manifest' ORDER BY position`;

function describeIndex(
  volume: CheckedVolume,
  index: LinkedIndex,
  states: ReadonlyArray<{ child: Child; state: ChildState }>,
): Finding[] {
  const repository = volume.repositoryName(index.repository);
  const digest = volume.digestOf(index.directory);
  const tags = volume
    .rows<{ name: StoredName }>(
      'SELECT name FROM tag WHERE repository_id = ? AND target_id = ?',
      index.repository,
      index.directory,
    )
    .map(({ name }) => tagText(repository, name));
  const details = { confidence: volume.absence, affects: tags };
  const platforms = states.filter(({ child }) => !isAttestation(child));
  if (platforms.length > 0 && platforms.every(({ state }) => isLostState(state))) {
    const message = `None of the ${platforms.length} platforms of the index can be pulled.`;
    return [finding('index-broken', { repository, digest }, message, details)];
  }
  const findings: Finding[] = [];
  for (const { child, state } of states) {
    const what = isAttestation(child) ? 'An attestation' : `Platform ${child.platform || '(none named)'}`;
    const place = { repository, digest: volume.digestOf(child.blob_id) };
    if (state.is === 'in-layers') {
      const path = revisionPath(repository, place.digest);
      findings.push(finding('manifest-in-layers', { ...place, path }, IN_LAYERS, details));
    }
    if (state.is !== 'broken') continue;
    const message = `${what} of index ${digest} cannot be pulled: ${state.why}.`;
    findings.push(finding('index-platform-broken', place, message, details));
  }
  const absent = states.filter(({ state }) => state.is === 'absent').length;
  if (absent > 0) {
    const message = `${absent} of the ${states.length} manifests of the index ${absent === 1 ? 'is' : 'are'} not here.`;
    findings.push(finding('index-sparse', { repository, digest }, message));
  }
  return findings;
}

function isLostState({ is }: ChildState): boolean {
  return is === 'absent' || is === 'broken';
}

/** BuildKit lists what it knows of an image beside it, as a platform that is none. */
function isAttestation({ platform, annotations }: Child): boolean {
  return platform === 'unknown/unknown' || annotations?.includes('attestation-manifest') === true;
}
