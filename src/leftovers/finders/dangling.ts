import type { StoredName } from '../../analyze/names.ts';
import { type CheckedVolume, pathIn } from '../../check/volume/checked-volume.ts';
import { type FoundLeftover, LINK_BYTES } from '../leftover.ts';
import { tagLeftovers } from './tag-leftovers.ts';

/** Tags without a current link. */
export function findTagsWithoutCurrent(volume: CheckedVolume): FoundLeftover[] {
  const paths = new Set(volume.problems('tag-without-current').map(({ path }) => String(path)));
  if (paths.size === 0) return [];
  const pointless = tagLeftovers(volume, 'tag-without-current', 'target_id IS NULL');
  return pointless.filter(({ path }) => paths.has(String(path)));
}

/** Tags whose manifest is gone, whether or not its revision link is there. */
export function findDanglingTags(volume: CheckedVolume): FoundLeftover[] {
  const isAbsent = 'target_id IN (SELECT id FROM blob WHERE bytes IS NULL)';
  const dangling = tagLeftovers(volume, 'tag-dangling', isAbsent);
  return dangling.filter(({ target }) => target !== null && !volume.links.isKept(target));
}

/** Revisions whose manifest is gone. */
export function findDanglingRevisions(volume: CheckedVolume): FoundLeftover[] {
  const gone = volume.rows<RevisionRow>(REVISIONS_SQL).filter(({ target }) => !volume.links.isKept(target));
  return gone.map(({ repository, directory, modified_at }) => ({
    kind: 'revision-blob-missing',
    ...revisionPlace(volume, repository, directory),
    files: 1,
    bytes: LINK_BYTES,
    modifiedAt: modified_at,
  }));
}

/** The directory of a revision's link. */
export function revisionPlace(volume: CheckedVolume, repository: StoredName, directory: number) {
  const digest = volume.digestOf(directory);
  return {
    path: pathIn(repository, '_manifests/revisions', digest.replace(':', '/')),
    repository,
    digest,
  };
}

interface RevisionRow {
  readonly repository: StoredName;
  /** Blob ids of the digest that the link's directory is named for, and that the link says. */
  readonly directory: number;
  readonly target: number;
  readonly modified_at: number;
}

const REVISIONS_SQL = `SELECT repository.name AS repository, revision.blob_id AS directory, target_id AS target,
    revision.modified_at
  FROM blob JOIN revision ON revision.blob_id = blob.id JOIN repository ON repository.id = repository_id
  WHERE blob.bytes IS NULL AND target_id = blob.id`;
