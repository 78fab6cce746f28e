import { referrersWithoutSubject, tagsWithoutSubject } from '../../check/findings/signatures.ts';
import type { CheckedVolume } from '../../check/volume/checked-volume.ts';
import { type FoundLeftover, LINK_BYTES } from '../leftover.ts';
import { revisionPlace } from './dangling.ts';
import { tagLeftovers } from './tag-leftovers.ts';

/** Signatures, attestations and other referrers that were left when their subject went. */
export function findSignatures(volume: CheckedVolume): FoundLeftover[] {
  const ids = tagsWithoutSubject(volume).map(({ id }) => id);
  const isOne = 'tag.id IN (SELECT value FROM json_each(?))';
  const tags =
    ids.length === 0 ? [] : tagLeftovers(volume, 'signature-subject-gone', isOne, JSON.stringify(ids));
  const referrers = referrersWithoutSubject(volume).map(({ repository, blob_id, modified_at }) => ({
    kind: 'referrer-subject-gone' as const,
    ...revisionPlace(volume, repository, blob_id),
    files: 1,
    bytes: LINK_BYTES,
    modifiedAt: modified_at,
  }));
  // A dangling tag holds nothing, and is told as one.
  return [...tags.filter(({ target }) => target !== null && volume.links.isKept(target)), ...referrers];
}
