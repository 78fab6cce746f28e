import { groupBy } from '../../analyze/group-by.ts';
import { type StoredName, tagText } from '../../analyze/names.ts';
import type { FindingId } from '../catalogue.ts';
import { type Finding, type FindingPlace, finding } from '../finding.ts';
import { dataPath } from '../volume/blob-paths.ts';
import type { BrokenImages, Lack } from '../volume/broken-images.ts';
import { type CheckedVolume, pathIn } from '../volume/checked-volume.ts';

const IDS: Readonly<Record<Exclude<Lack['what'], 'told'>, FindingId>> = {
  manifest: 'image-manifest-missing',
  blob: 'image-blob-missing',
  'layer-link': 'image-layer-link-missing',
};

/** Images that cannot be pulled, tag by tag, with what is missing; and those that no tag leads to. */
export function checkImages(volume: CheckedVolume, broken: BrokenImages): Finding[] {
  const findings: Finding[] = [];
  let inCache = 0;
  const tagged = tagsByManifest(volume, broken);
  const children = childrenOfRevisions(volume, broken);
  const withoutLayers = new Set(
    volume.rows<{ id: number }>(`SELECT id FROM repository WHERE layers = 'absent'`).map(({ id }) => id),
  );
  for (const [repository, manifest, lacks] of broken.all()) {
    const [first] = lacks;
    // A damaged link or manifest is told on its own, and a repository without any layer link as a whole.
    if (first === undefined || first.what === 'told') continue;
    if (withoutLayers.has(repository) && lacks.every(({ what }) => what === 'layer-link')) continue;
    if (volume.isCache) {
      inCache++;
      continue;
    }
    const key = `${repository} ${manifest}`;
    const tags = tagged.get(key);
    if (tags !== undefined) findings.push(...tags.map((tag) => describeTag(volume, tag, manifest, lacks)));
    else if (!children.has(key)) findings.push(describeUntagged(volume, repository, manifest, lacks));
  }
  if (inCache > 0) {
    const message = `Images of which something is not in the cache: ${inCache}.`;
    findings.push(finding('cache-not-filled', {}, message));
  }
  return findings;
}

interface TagRow {
  readonly repository_id: number;
  readonly repository: StoredName;
  readonly tag: StoredName;
  readonly target_id: number;
}

function tagsByManifest(volume: CheckedVolume, broken: BrokenImages): ReadonlyMap<string, TagRow[]> {
  const manifests = JSON.stringify([...broken.manifests()]);
  return groupBy(
    volume.rows<TagRow>(TAGS_SQL, manifests),
    ({ repository_id, target_id }) => `${repository_id} ${target_id}`,
  );
}

const TAGS_SQL = `SELECT repository_id, repository.name AS repository, tag.name AS tag, target_id
  FROM tag JOIN repository ON repository.id = repository_id WHERE target_id IN (SELECT value FROM json_each(?))`;

/** Of the broken manifests, those that an index of the same repository lists: told as its platforms. */
function childrenOfRevisions(volume: CheckedVolume, broken: BrokenImages): Set<string> {
  const manifests = broken.manifests();
  if (manifests.size === 0) return new Set();
  const rows = volume.rows<{ repository_id: number; blob_id: number }>(
    CHILDREN_SQL,
    JSON.stringify([...manifests]),
  );
  return new Set(rows.map(({ repository_id, blob_id }) => `${repository_id} ${blob_id}`));
}

const CHILDREN_SQL = `SELECT DISTINCT revision.repository_id, reference.blob_id
  FROM reference JOIN revision ON revision.target_id = reference.manifest_id
  WHERE reference.kind = 'manifest' AND reference.blob_id IN (SELECT value FROM json_each(?))`;

function describeTag(
  volume: CheckedVolume,
  { repository, tag }: TagRow,
  manifest: number,
  lacks: readonly Lack[],
): Finding {
  const first = worstOf(lacks);
  const place = { ...placeOf(volume, repository, first), tag, digest: volume.digestOf(manifest) };
  const message = `The image cannot be pulled: ${describeLacks(volume, lacks)}.`;
  const id = first.what === 'told' ? 'image-manifest-missing' : IDS[first.what];
  return finding(id, place, message, {
    confidence: volume.absence,
    affects: [tagText(repository, tag)],
  });
}

function describeUntagged(
  volume: CheckedVolume,
  repositoryId: number,
  manifest: number,
  lacks: readonly Lack[],
): Finding {
  const repository = volume.repositoryName(repositoryId);
  const first = worstOf(lacks);
  const place = { ...placeOf(volume, repository, first), digest: volume.digestOf(manifest) };
  const details = { confidence: volume.absence };
  return first.what === 'manifest'
    ? finding('revision-blob-missing', place, 'The manifest of an untagged revision is gone.', details)
    : finding(
        'untagged-image-broken',
        place,
        `An untagged image cannot be pulled: ${describeLacks(volume, lacks)}.`,
        details,
      );
}

/** A missing blob before a missing link: with the blob gone, the link would lead nowhere. */
function worstOf(lacks: readonly Lack[]): Lack {
  const found = lacks.find(({ what }) => what !== 'layer-link') ?? lacks[0];
  return found as Lack;
}

/** Where the missing thing would be. */
function placeOf(volume: CheckedVolume, repository: StoredName, { what, blob }: Lack): FindingPlace {
  const digest = volume.digestOf(blob);
  const path =
    what === 'layer-link' ? pathIn(repository, `_layers/${digest.replace(':', '/')}/link`) : dataPath(digest);
  return { repository, path };
}

/** What is missing, in words: the first of them by name. */
export function describeLacks(volume: CheckedVolume, lacks: readonly Lack[]): string {
  const first = worstOf(lacks);
  const others = lacks.length - 1;
  const digest = volume.digestOf(first.blob);
  const text = {
    told: 'its manifest or revision link is damaged',
    manifest: 'its manifest is gone',
    blob: `blob ${digest} is gone`,
    'layer-link': `there is no sound layer link to ${digest}`,
  }[first.what];
  return others === 0 ? text : `${text}, and ${others} more`;
}
