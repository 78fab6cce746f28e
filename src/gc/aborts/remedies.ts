/* What to do about what ends or hurts a collection. `gc` and `check` say it in the same words, so it stands here once. */

const RESTORE = 'Restore the file from a backup, or push the image again once the damaged blob is removed.';
const REWRITE_LINK =
  'Write the digest its directory is named for into it, without a newline, if that blob is there; else remove the link.';
const REWRITE_REVISION = `${REWRITE_LINK} Never remove it while the blob is there: the next collection would delete the image.`;
const TAG_AGAIN =
  'Write the digest it should have into it, without a newline (the tag’s index/ names those it once had), or push the tag again. Until then every DELETE in its repository fails (500), though it removes the manifest.';
const MOUNT =
  'Is its disk mounted? Mount it, or restore it from a backup; do not collect before, nor make it by hand: a collection that finds no repositories deletes every blob.';

/**
 * By what is found; where `check` has a finding of it, by that finding's id. A remedy never costs an image that is
 * still there: what is in the way may hold the only way to one.
 */
export const REMEDIES = {
  'revision-link-empty': REWRITE_REVISION,
  'revision-link-malformed': REWRITE_REVISION,
  'revision-link-mismatch':
    'Write the digest its directory is named for into it before the next collection, which keeps only what the link says.',
  'layer-link-empty': REWRITE_LINK,
  'layer-link-malformed': REWRITE_LINK,
  'layer-link-double':
    'Remove this link, unless an image needs the digest its directory is named for: registry 3 deletes each digest that links say once, and ends on the second link that says it.',
  'link-misplaced': 'Move it out of the volume: collectors read every file named link, wherever it stands.',
  'link-not-a-file':
    'Put a file in its place with the digest that belongs in it: that of its directory or, of a tag, one that its index/ names.',
  'tag-link-empty': TAG_AGAIN,
  'tag-link-malformed': TAG_AGAIN,
  'tag-not-a-directory':
    'Remove it: with it every DELETE in its repository fails (500), though it removes the manifest, and a collection with --delete-untagged ends on it.',
  'tag-name-invalid': 'Rename the tag’s directory, or remove it: no client can name it.',
  'tags-not-a-directory':
    'Restore the directory from a backup, or push the tags again in its place. Until then collect without --delete-untagged: all images in it are untagged, and would go.',

  'repository-name-invalid':
    'Rename the directory; remove it only if its images may go. No client can name it, and every collection ends on it.',
  'repository-part-not-a-directory':
    'Remove the file and at once restore the directory from a backup, or push its images again: a collection in between deletes their blobs.',
  'repository-without-layers':
    'Push its images again, or make an empty _layers, before the next collection: without it 2.x does not see the repository and deletes its blobs, and 3.x ends.',
  'repository-empty-without-layers':
    'Remove the repository’s directory while the registry is stopped, or make an empty _layers in it.',
  'repository-without-tags':
    'Never collect with --delete-untagged here: 2.x ends on it, 3.x deletes every image in it. Nor make tags/ by hand: with an empty one all that the repository holds is untagged, and goes.',
  'manifest-in-layers':
    'Push the image again, or make its revision link, with the digest and no newline in it, before any collection deletes it.',

  'blob-empty': RESTORE,
  'blob-not-a-file': RESTORE,
  'blob-misplaced': 'Move it to where its digest belongs, or out of the volume: a collection ends on it.',
  'blob-algorithm-unknown': 'Move it out of the volume: no registry serves it and a collection ends on it.',
  'manifest-unparsable': RESTORE,
  'manifest-too-large':
    'Delete the manifest by its digest: a registry reads 4 MiB of manifest at most, and a collection ends on it.',
  'manifest-unknown-type':
    'Delete the manifest by its digest: no registry serves it and a collection ends on it. stowage counts what it names as in use, which no collector does.',
  'manifest-schema1':
    'Pull it with an old client and push it again before going to registry 3, which neither serves nor collects it.',
  'manifest-unreadable-3x': 'Push it again before going to registry 3, which neither serves nor collects it.',
  'manifest-unreadable-2x': 'Push it again, or move to registry 3.',

  'directory-missing': MOUNT,
  'directory-is-a-file': MOUNT,
  'symlink-loop': 'Remove the symlink: a collection ends on it.',
  'not-a-directory':
    'Restore the directory from a backup, or push again what was in it; remove the file alone only if nothing was.',

  'unreadable-denied': 'Scan as root or as the registry’s user, who may read it.',
  'unreadable-failed': 'Look after the disk: reading it fails.',
  'not-followed': 'Scan without --no-follow to see what is behind it.',
} as const;

export type RemedyCode = keyof typeof REMEDIES;

/** Errors of the system that another user would not meet. */
const DENIED: ReadonlySet<string> = new Set(['EACCES', 'EPERM']);

/** What to do about what the scan could not read, by the error's code. */
export function unreadRemedy(error: string | null): string {
  return REMEDIES[DENIED.has(error ?? '') ? 'unreadable-denied' : 'unreadable-failed'];
}
