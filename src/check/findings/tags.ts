import { type StoredName, tagText } from '../../analyze/names.ts';
import { type Finding, finding } from '../finding.ts';
import { type CheckedVolume, pathIn, revisionPath } from '../volume/checked-volume.ts';

/** Tags that are none, and tags that point to what has no revision link. */
export function checkTags(volume: CheckedVolume): Finding[] {
  return [...findOddTags(volume), ...findUnlinked(volume)];
}

function findOddTags(volume: CheckedVolume): Finding[] {
  const findings: Finding[] = [];
  for (const { path, repository } of volume.problems('tag-without-current')) {
    const message = 'The tag has no current/link: it points nowhere.';
    findings.push(finding('tag-without-current', { path, ...tagOf(path, repository) }, message));
  }
  for (const { path, repository, detail } of volume.problems('tag-not-a-directory')) {
    const message = `An entry of tags/ is no directory (${detail}).`;
    findings.push(finding('tag-not-a-directory', { path, ...tagOf(path, repository) }, message));
  }
  const told = new Set(volume.problems('tag-not-a-directory').map(({ path }) => String(path)));
  for (const { path, repository } of volume.problems('tag-name')) {
    if (told.has(String(path))) continue;
    const place = { path, ...tagOf(path, repository) };
    findings.push(
      typeof path === 'string'
        ? finding('tag-name-invalid', place, 'No tag may be named so.')
        : finding('name-not-utf8', place, 'The tag’s name is no UTF-8.'),
    );
  }
  return findings;
}

function tagOf(path: StoredName, repository: StoredName | null) {
  const bytes = Buffer.from(path);
  const name = bytes.subarray(bytes.lastIndexOf('/') + 1);
  return {
    repository: repository ?? undefined,
    tag: typeof path === 'string' ? name.toString() : name,
  };
}

/** Of a manifest that registry 2.1 linked as it did a layer. */
export const IN_LAYERS =
  'Its link stands in _layers only, as registry 2.1 made them: 2.x serves it, 3.x does not, and any collection deletes it.';

/** Interrupted deletions: the manifest goes before its tags do (distribution #3191, #2430). */
function findUnlinked(volume: CheckedVolume): Finding[] {
  // In a cache, a manifest that expired loses its link and keeps its tags.
  if (volume.isCache) return [];
  const unlinked = JSON.stringify(volume.links.unlinkedTags.map(({ id }) => id));
  return volume
    .rows<UnlinkedRow>(UNLINKED_SQL, unlinked)
    .flatMap((row) => describeUnlinked(volume, row) ?? []);
}

function describeUnlinked(volume: CheckedVolume, row: UnlinkedRow): Finding | undefined {
  const { repository_id, repository, tag, target_id, bytes, revisions_directory } = row;
  const digest = volume.digestOf(target_id);
  const place = { path: revisionPath(repository, digest), repository, tag, digest };
  const details = { confidence: volume.absence, affects: [tagText(repository, tag)] };
  if (volume.links.isLinkedInLayersOnly(repository_id, target_id))
    return finding('manifest-in-layers', place, IN_LAYERS, details);
  // Where all revisions are gone, that is told of the repository.
  if (revisions_directory === 'absent') return undefined;
  if (bytes === null && !volume.links.isKept(target_id)) {
    const directory = { ...place, path: pathIn(repository, '_manifests/tags', tag) };
    const message = 'The tag points to a manifest of which nothing is left.';
    return finding('tag-dangling', directory, message, details);
  }
  const message =
    'The tag points to a manifest without a revision link: it cannot be pulled, and the next collection deletes it.';
  return finding('tag-revision-missing', place, message, details);
}

interface UnlinkedRow {
  readonly repository_id: number;
  readonly repository: StoredName;
  readonly tag: StoredName;
  readonly target_id: number;
  readonly bytes: number | null;
  readonly revisions_directory: string;
}

const UNLINKED_SQL = `SELECT repository_id, repository.name AS repository, tag.name AS tag, tag.target_id, blob.bytes,
    revisions_directory
  FROM tag JOIN repository ON repository.id = tag.repository_id JOIN blob ON blob.id = tag.target_id
  WHERE tag.id IN (SELECT value FROM json_each(?))`;
