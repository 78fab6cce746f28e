/**
 * How a registry says, more or less, on what its collection ends: the texts of all aborts. `detail` is what it adds of the
 * single case.
 */
export const REASONS = {
  'path-not-found': () => 'path not found',
  'not-a-directory': () => 'not a directory',
  'not-a-file': () => 'not a regular file',
  'too-many-symlinks': () => 'too many levels of symbolic links',
  'invalid-path': () => 'invalid path',
  'invalid-repository-name': () => 'invalid repository name',
  'no-tags-directory': () => 'failed to retrieve tags: there is no tags directory',
  'link-empty': () => 'invalid checksum digest format (empty file) in a link',
  'link-malformed': (detail) => `checksum digest: ${detail} in a link`,
  'tag-link-empty': () => "invalid checksum digest format (empty file) in a tag's link",
  'tag-link-malformed': (detail) => `checksum digest: ${detail} in a tag's link`,
  'manifest-not-retrieved': (detail) => `failed to retrieve manifest: ${detail}`,
  'blobs-not-enumerated': () => 'error enumerating blobs: invalid digest',
  'no-revision-directory': () => 'no revision directory to delete (any more)',
  'no-blob-directory': () => 'no blob directory to delete',
  'no-layer-link': () => 'no layer link to delete any more',
} as const satisfies Record<string, (detail: string) => string>;

export type ReasonCode = keyof typeof REASONS;

/** Why a registry reads a blob as no manifest, where the inventory has no fault of it. */
export const UNREAD_MANIFEST = {
  'too-large': 'storage: read exceeds limit',
  'no-manifest': 'it is no manifest',
} as const;
